"""Courses of updates: parameters changed many times by given gradients, the same for PyTorch and for rnnviz."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rnnviz.engine.updates import Rule, State, clip_factor, global_norm, updated
from tests.reference import kept
from tests.reference.system import Array, Results, numbers_of

SHAPES = {"W": (4, 3), "b": (4,)}
LOOKED_AT = (1, 2, 3, 10, 100, 300)
"""After so many updates the parameters are compared."""
FILE = "updates"


@dataclass(frozen=True)
class Course:
    """An optimiser with its numbers, and the largest norm of a gradient."""

    name: str
    rule: Rule
    clip: float | None = None


COURSES = (
    Course("sgd", Rule("sgd", 0.05)),
    Course("sgd with l2", Rule("sgd", 0.05, 0.0, 0.1)),
    Course("sgd with momentum", Rule("sgd", 0.05, 0.9)),
    Course("sgd with momentum and l2, clipped", Rule("sgd", 0.05, 0.9, 0.01), 1.0),
    Course("adagrad", Rule("adagrad", 0.1)),
    Course("adagrad with l2, clipped", Rule("adagrad", 0.1, 0.0, 0.1), 2.0),
    Course("adam", Rule("adam", 0.01)),
    Course("adam with l2", Rule("adam", 0.01, 0.0, 0.1)),
    Course("adam, clipped", Rule("adam", 0.01), 1.0),
)


def start(course: Course) -> dict[str, Array]:
    random = numbers_of(course.name)
    return {name: np.asarray(random.normal(size=shape)) for name, shape in SHAPES.items()}


def gradients(course: Course) -> list[dict[str, Array]]:
    """The gradient of each update: noise around a pull, of very different sizes."""
    random = numbers_of(f"gradients of {course.name}")
    sizes = 10.0 ** random.uniform(-3, 1, size=LOOKED_AT[-1])
    return [
        {name: size * (random.normal(size=shape) + 0.3) for name, shape in SHAPES.items()} for size in sizes.tolist()
    ]


def own(course: Course) -> Results:
    """The course as rnnviz takes it."""
    parameters, states = start(course), dict[str, State]()
    found: Results = {}
    for number, gradient in enumerate(gradients(course), 1):
        factor = clip_factor(global_norm(gradient.values()), course.clip)
        clipped = {name: factor * one for name, one in gradient.items()}
        parameters, _, states = updated(course.rule, parameters, clipped, states)
        if number in LOOKED_AT:
            found |= {f"{course.name}: {name} after {number}": one for name, one in parameters.items()}
    return found


def pytorch(course: Course) -> Results:
    """The course as PyTorch takes it."""
    import torch

    parameters = {name: torch.tensor(one, requires_grad=True) for name, one in start(course).items()}
    rule = course.rule
    options: dict[str, Any] = {"lr": rule.learning_rate, "weight_decay": rule.l2}
    if rule.optimiser == "sgd":
        options["momentum"] = rule.momentum
    kind = {"sgd": torch.optim.SGD, "adagrad": torch.optim.Adagrad, "adam": torch.optim.Adam}[rule.optimiser]
    optimiser = kind(parameters.values(), **options)
    found: Results = {}
    for number, gradient in enumerate(gradients(course), 1):
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(gradient[name])
        if course.clip is not None:
            torch.nn.utils.clip_grad_norm_(parameters.values(), course.clip)
        optimiser.step()
        if number in LOOKED_AT:
            found |= {
                f"{course.name}: {name} after {number}": one.detach().numpy().copy() for name, one in parameters.items()
            }
    return found


def write() -> None:
    """Writes what PyTorch computes."""
    found = {key: value for course in COURSES for key, value in pytorch(course).items()}
    np.savez_compressed(kept.FOLDER / f"{FILE}.npz", **found)  # type: ignore[arg-type]


def read(course: Course) -> Results:
    """What PyTorch computed of a course."""
    with np.load(kept.FOLDER / f"{FILE}.npz", allow_pickle=False) as file:
        return {key: file[key] for key in file if key.startswith(f"{course.name}: ")}


def altered(course: Course) -> Course:
    """The course with a learning rate that is a ten-millionth larger: nobody may take it for the same."""
    return replace(course, rule=replace(course.rule, learning_rate=course.rule.learning_rate * (1 + 1e-7)))
