"""The examples that come with rnnviz, as the gallery shows them and as the window opens them. It needs no Qt."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from rnnviz.engine.data import DataError
from rnnviz.equations import EquationError
from rnnviz.formats.example import example_in
from rnnviz.formats.project import ENDING, Project, read_project, read_text, write_example
from rnnviz.models.example import Example, Parameters, Words
from rnnviz.models.model import Model
from rnnviz.models.resources import resource
from rnnviz.models.text import TextError
from rnnviz.session.draft import EXAMPLE, Draft
from rnnviz.session.given import Trained
from rnnviz.session.job import job_of, taught_job_of
from rnnviz.session.project import Saved, project_of, saved_in


@cache
def examples() -> tuple[Example, ...]:
    """All of them in the gallery's order, without their arrays, which are read when one is opened."""
    found = []
    for path in resource("examples").glob(f"*{ENDING}"):
        example = example_in(read_text(path), {}, path.stem, path.name)
        if example is not None:
            found.append(example)
    return tuple(sorted(found, key=lambda one: (one.order, one.name)))


def example_file(name: str) -> Path:
    """The file of an example of this name. FileNotFoundError if there is none."""
    return resource("examples", f"{name}{ENDING}")


def opened(path: Path) -> Saved:
    """A file of an example, ready for `Session.restore`. Raises FormatError."""
    return saved_in(read_project(path), path.name)


def first() -> Draft:
    """What the window opens with: the lecture's network on "hello", with its walk, before it was trained."""
    return with_parameters(opened(example_file(EXAMPLE)).draft, trained=False)


def with_parameters(draft: Draft, trained: bool) -> Draft:
    """A draft with its example's trained parameters, or with those that its seed draws."""
    if trained and draft.example is not None and draft.example.trained:
        return replace(draft, trained=Trained(draft.example.trained))
    return replace(draft, trained=None)


def model_of(draft: Draft, trained: bool) -> Model:
    """The model of a draft with either parameters. Raises as `job_of` does."""
    return job_of(with_parameters(draft, trained)).model


def untold(name: str) -> Example:
    """An example of which nothing is told yet but its name."""
    return Example(name, Words(name), Words("–"))


def save_example(path: Path, saved: Saved, example: Example) -> Path | None:
    """Saves a session as an example: a text to be read, and its arrays beside it. Raises OSError and FormatError.

    The parameters in force, where they are trained, become those of the example. Returns the file of the arrays, None
    where there are none.
    """
    draft = saved.draft
    trained = example.trained if draft.trained is None else draft.trained.parameters
    if trained:
        example = replace(example, trained=_whole(trained, draft))
    if draft.trained is not None:
        draft = replace(draft, trained=Trained(example.trained))
    project = project_of(replace(saved, draft=replace(draft, example=example), shown=None))
    return write_example(path, Project(project.document, project.arrays))


def _whole(trained: Parameters, draft: Draft) -> Parameters:
    """Trained parameters, and those drawn for what the equations have had since."""
    try:
        drawn = taught_job_of(replace(draft, trained=None, weights=())).model.parameters
    except (EquationError, DataError, TextError):
        return trained  # equations that cannot run are saved as they are
    fits = {name for name, value in drawn.items() if name in trained and trained[name].shape == value.shape}
    return {**trained, **{name: value for name, value in drawn.items() if name not in fits}}
