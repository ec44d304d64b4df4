"""The kept reference values: `values/*.npz`, computed with PyTorch by `python -m tests.reference`.

A file holds, for each system, its numbers end to end (`name`), and as JSON the keys and shapes of them and a digest of
the text, parameters and data that they belong to (`name layout`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.system import Array, Results, System

FOLDER = Path(__file__).parent / "values"


def groups() -> dict[str, list[System]]:
    """The systems whose values are kept, by file."""
    return {"cells": cells(), "operations": operation_systems()}


def write(group: str, results: Mapping[str, Results]) -> Path:
    """Writes the file of a group."""
    systems = {system.name: system for system in groups()[group]}
    arrays: dict[str, Array] = {}
    for name, numbers in results.items():
        layout = {"digest": systems[name].digest(), "shapes": {key: value.shape for key, value in numbers.items()}}
        arrays[name] = np.concatenate([np.asarray(value, dtype="<f8").ravel() for value in numbers.values()])
        arrays[f"{name} layout"] = np.frombuffer(json.dumps(layout).encode(), dtype=np.uint8)
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{group}.npz"
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    return path


def read(group: str, system: System) -> Results:
    """The kept values of a system; an AssertionError if they belong to an older text, older parameters or data."""
    with np.load(FOLDER / f"{group}.npz", allow_pickle=False) as file:
        again = "compute the kept values again: python -m tests.reference"
        assert system.name in file, f"no values of {system.name!r}; {again}"
        layout = json.loads(file[f"{system.name} layout"].tobytes())
        assert layout["digest"] == system.digest(), f"{system.name!r} has changed; {again}"
        numbers = file[system.name]
    found, start = {}, 0
    for key, shape in layout["shapes"].items():
        length = math.prod(shape)
        found[key] = numbers[start : start + length].reshape(shape)
        start += length
    assert start == len(numbers)
    return found
