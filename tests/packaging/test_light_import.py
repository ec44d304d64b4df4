"""`import rnnviz` is for scripts and notebooks: it takes numpy, and leaves the window's libraries alone.

How long it takes is measured by `python -m tests.packaging.import_time`, on a quiet machine, by a person.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import rnnviz
from rnnviz.engine import Tape
from rnnviz.models import Model

ROOT = Path(__file__).resolve().parents[2]

REPORT = """
import sys
before = set(sys.modules)
import {module}
print(*sorted({{name.split(".")[0] for name in set(sys.modules) - before}}))
"""


def imported_by(module: str) -> set[str]:
    """The top-level packages that importing the module in a fresh interpreter brings in."""
    report = REPORT.format(module=module)
    run = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in run.stdout.split() if name not in sys.stdlib_module_names}


def test_that_models_and_runs_bring_numpy_and_nothing_else() -> None:
    # What numpy brings is its own affair (on some platforms a helper package of its wheel).
    assert imported_by("rnnviz; rnnviz.Model, rnnviz.Tape") - imported_by("numpy") == {"rnnviz"}


def test_that_the_command_line_answers_before_qt_and_numpy_are_imported() -> None:
    assert imported_by("rnnviz.app.command_line") == {"rnnviz"}


def test_that_every_name_of_the_interface_is_there_and_no_other() -> None:
    assert rnnviz.Model is Model
    assert rnnviz.Tape is Tape
    assert {"Model", "Tape", "Contributions", "load", "debug"} <= set(dir(rnnviz))
    for name in dir(rnnviz):
        assert getattr(rnnviz, name, None) is not None or name.startswith("__"), name
    with pytest.raises(AttributeError, match="no attribute 'Modell'"):
        rnnviz.Modell  # type: ignore[attr-defined]  # noqa: B018
