"""Each rule on twenty runs with its fault and on twenty healthy ones: the counts that the README tells."""

import re
from pathlib import Path

import pytest

from rnnviz.debugger.diagnostics import diagnose
from rnnviz.debugger.diagnostics.rules import RULES
from tests.debugger.diagnostics.faults import FAULTS
from tests.debugger.diagnostics.specimens import COUNT, healthy

README = Path(__file__).resolve().parents[3] / "README.md"
ROW = re.compile(r"^\| \*\*(?P<rule>[^*]+)\*\* \|.*\| (?P<found>\d+) \| (?P<alarms>\d+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[int, int]]:
    return {row["rule"]: (int(row["found"]), int(row["alarms"])) for row in ROW.finditer(README.read_text("utf-8"))}


def test_that_every_rule_has_its_fault_and_its_counts() -> None:
    assert list(documented()) == list(RULES)
    assert set(FAULTS) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_that_a_rule_finds_as_many_of_its_faults_as_the_readme_says(rule: str) -> None:
    runs = [FAULTS[rule](seed) for seed in range(COUNT)]
    found = sum(any(one.rule == rule for one in diagnose(tape)) for tape in runs)
    assert found == documented()[rule][0]


def test_that_no_more_healthy_runs_alarm_a_rule_than_the_readme_says() -> None:
    alarms = dict.fromkeys(RULES, 0)
    for tape in healthy():
        for rule in {one.rule for one in diagnose(tape)}:
            alarms[rule] += 1
    assert alarms == {rule: counts[1] for rule, counts in documented().items()}


def test_that_the_trained_ones_have_learnt_something() -> None:
    """Else they would be no better than the others."""
    better = 0
    for tape in healthy()[: COUNT // 2]:
        assert tape.model is not None
        before = tape.model.run(tape.data).loss
        better += tape.loss < 0.5 * before
    assert better >= 8
