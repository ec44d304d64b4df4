"""What installing rnnviz asks for."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {(found := Requirement(line)).name: found for line in PROJECT["dependencies"]}
EXTRAS = [Requirement(line) for extra in PROJECT["optional-dependencies"].values() for line in extra]


def test_that_pytorch_is_never_asked_for() -> None:
    assert "torch" not in NEEDED
    assert "torch" not in {requirement.name for requirement in EXTRAS}


def test_that_only_the_small_pyside_is_asked_for_and_not_the_one_that_aborts() -> None:
    assert "PySide6" not in NEEDED
    accepted = NEEDED["PySide6-Essentials"].specifier
    assert "6.11.3" in accepted
    assert "6.12.0" not in accepted
    assert "6.12.1" in accepted


def test_that_every_requirement_has_a_lower_bound() -> None:
    for requirement in [*NEEDED.values(), *EXTRAS]:
        assert any(bound.operator == ">=" for bound in requirement.specifier), requirement
