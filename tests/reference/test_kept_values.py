"""rnnviz against the values that PyTorch computed."""

from __future__ import annotations

import pytest

from tests.reference import comparison, kept
from tests.reference.system import System

SYSTEMS = [pytest.param(group, system, id=system.name) for group, all_ in kept.groups().items() for system in all_]


@pytest.mark.parametrize(("group", "system"), SYSTEMS)
def test_that_every_number_agrees_with_pytorch(group: str, system: System) -> None:
    assert not comparison.errors(system, kept.read(group, system))


def test_that_the_kept_files_are_small() -> None:
    assert sum(path.stat().st_size for path in kept.FOLDER.iterdir()) < 500_000
