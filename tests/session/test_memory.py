"""What a run over a text of many different characters takes, and what its estimate says of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, random, re
from dataclasses import replace
from pathlib import Path
from rnnviz.debugger.diagnostics import diagnose
from rnnviz.models.overrides import Override, extra_memory
from rnnviz.session import recipe
from rnnviz.session.draft import example
from rnnviz.session.job import job_of

def resident(field):
    return int(re.search(field + r":\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

characters = [chr(0x4E00 + place) for place in range(2500)]
random.seed(0)
text = "".join([*characters, *random.choices(characters, k=3501)])
draft = replace(example(), text=text, hidden=24, dtype=DTYPE, overrides=OVERRIDES)
recipe.run(replace(draft, text=text[:300]), 2**40)  # what is loaded or compiled once is not the run's
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
outcome = recipe.run(draft, 2**40)
assert outcome.problem is None
job = job_of(draft)
taken, before = resident("VmHWM") - before, resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
list(diagnose(outcome.tape))
estimate = job.model.estimate(job.timesteps) + extra_memory(job.model, job.timesteps, draft.overrides)
print(json.dumps([taken, estimate, resident("VmHWM") - before]))
"""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the system does not tell what a process takes")
@pytest.mark.parametrize(
    ("dtype", "overrides"),
    [("float64", ""), ("float32", ""), ("float64", "Override('x', 9, (3,), 0.5),")],
)
def test_that_the_estimate_of_a_run_is_what_it_takes_and_looking_at_it_takes_little(dtype: str, overrides: str) -> None:
    program = PROGRAM.replace("DTYPE", repr(dtype)).replace("OVERRIDES", f"({overrides})")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    taken, estimate, looking = json.loads(done.stdout)
    assert taken == pytest.approx(estimate, rel=0.15)
    assert looking < 0.25 * estimate, "to look for mistakes, some timesteps at a time are enough"
