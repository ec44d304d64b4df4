"""The optimisers against PyTorch's: kept values, and with --live-torch PyTorch itself."""

from __future__ import annotations

import pytest

from tests.reference import optimisers
from tests.reference.optimisers import COURSES, LOOKED_AT, SHAPES, Course
from tests.reference.system import disagreements

each_course = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)


@each_course
def test_that_every_update_is_pytorchs(course: Course) -> None:
    right = optimisers.read(course)
    assert len(right) == len(LOOKED_AT) * len(SHAPES)
    assert not disagreements(optimisers.own(course), right, 1e-10)


@each_course
def test_that_a_course_a_little_different_is_told_apart(course: Course) -> None:
    assert disagreements(optimisers.own(optimisers.altered(course)), optimisers.read(course), 1e-10)


@pytest.mark.live_torch
@each_course
def test_that_the_kept_values_are_what_pytorch_computes(course: Course) -> None:
    right = optimisers.pytorch(course)
    found = optimisers.read(course)
    assert found.keys() == right.keys()
    assert not disagreements(found, right, 1e-12)
