"""A session that is saved comes back as it was, bit for bit; a file that is no session changes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.symptoms import ready_made
from rnnviz.debugger.watch import Watch
from rnnviz.engine import Tape
from rnnviz.formats.project import Project, read_project, write_project
from rnnviz.formats.text import FormatError
from rnnviz.models import Model, gallery
from rnnviz.models.overrides import Override
from rnnviz.session.compared import Compared, Mode
from rnnviz.session.draft import Bookmark, Draft, KeptRun, Selection, Weight, draft_over, example
from rnnviz.session.given import Given
from rnnviz.session.project import Saved, project_of, saved_in, saved_of
from rnnviz.session.session import Session
from tests.reference.random_systems import random_system
from tests.session.test_any_model import MODELS, SIZES

EVERYTHING = Draft(
    equations=gallery.cell("lstm").body + "\n# “a note”",
    text='明月"""\\\r\n\x00明月',
    hidden=5,
    seed=7,
    dtype="float32",
    initialisation="forget",
    truncate=3,
    sizes={"h": 5, "s": 0, "M": (2, 3)},
    weights=(Weight("W_hh", (0, 1), 0.1), Weight("b", (2,), float("inf"))),
    carry=False,
    overrides=(
        Override("h", 2, (1,), 0.5),
        Override("x", 3, None, (0.0, 1.0)),
        Override("W_hh", None, (0, 2), float("-inf")),
        Override("M", 0, None, ((1.0, 2.0), (3.0, 4.0))),
    ),
    title="poem.txt",
)


def there_and_back(saved: Saved, folder: Path) -> Saved:
    path = folder / "it.rnnviz"
    write_project(path, project_of(saved))
    return saved_in(read_project(path), path.name)


def same(a: Tape | None, b: Tape | None) -> bool:
    """Whether two runs have the same values, gradients and parameters, bit for bit."""
    assert a is not None
    assert b is not None
    assert a.stops == b.stops
    names = {*a.graph.named, *a.graph.streams, *a.adjoint.named}
    values = all(a[name].tobytes() == b[name].tobytes() and a[name].dtype == b[name].dtype for name in names)
    mine, others = a.model.parameters, b.model.parameters
    return values and all(mine[name].tobytes() == others[name].tobytes() for name in mine)


def test_that_every_field_of_a_draft_is_kept(tmp_path: Path) -> None:
    untouched = [one.name for one in fields(Draft) if getattr(EVERYTHING, one.name) == getattr(example(), one.name)]
    assert untouched == ["given", "trained", "example", "generation"], (
        "a field that this test does not know: give it a value here"
    )
    assert there_and_back(Saved(EVERYTHING), tmp_path).draft == EVERYTHING


def test_that_all_the_rest_is_kept_too(tmp_path: Path) -> None:
    saved = Saved(
        EVERYTHING,
        replace(EVERYTHING, equations="other", text="data", truncate=None),
        5,
        Selection("h", 2, (1,)),
        "W_hh",
        False,
        0.5,
        (Bookmark(2, "here it begins\nto vanish"), Bookmark(70_000)),
        (
            *ready_made(),
            Breakpoint("timestep", timestep=2, condition="L[t] > 1"),
            Breakpoint("condition", "norm(dh[t]) < 1e-6", enabled=False, counting="nth", count=3),
        ),
        (Watch("h[t] - h[t-1]"), Watch("no ( expression")),
        {"layout": {"lanes": ["h", "L"]}, "of_another_version": [{"a": 1.5}]},
        2,
        (
            KeptRun(1, EVERYTHING, 3.25),
            KeptRun(3, replace(EVERYTHING, text="other", title="o.txt", seed=2, overrides=()), None),
        ),
        Compared(Mode.DIFFERENCE, 3),
    )
    assert there_and_back(saved, tmp_path) == saved


@pytest.mark.parametrize("equations", [*MODELS.values(), *(cell.body for cell in gallery.cells())])
def test_that_a_run_over_a_text_comes_back_bit_for_bit(session: Session, tmp_path: Path, equations: str) -> None:
    session.edit(equations=equations, sizes=SIZES.get(equations, {}), text="banana", seed=3)
    session.edit(weights=(Weight(next(iter(session.tape.model.parameters), "W"), (0, 0), 0.3),))  # type: ignore[union-attr]
    session.go_to(5)
    first = session.tape
    saved = saved_of(session, {})
    session.new()
    session.restore(there_and_back(saved, tmp_path))
    assert same(session.tape, first)
    assert saved_of(session, {}) == saved


@pytest.mark.parametrize("seed", range(8))
def test_that_a_run_over_a_script_s_data_comes_back_bit_for_bit(seed: int, qtbot: QtBot, tmp_path: Path) -> None:
    system = random_system(seed)
    model = Model(system.text, system.sizes, parameters=system.parameters, timesteps=system.timesteps)
    one = Session(draft_over(Given(model, system.data, system.initial), system.truncate))
    assert one.tape is not None, one.problem
    one.go_to(one.tape.stops // 2)
    one.step_into()
    other = Session()
    other.restore(there_and_back(saved_of(one, {}), tmp_path))
    assert same(other.tape, one.tape)
    assert (other.cursor, other.selection, other.parameter) == (one.cursor, one.selection, one.parameter)
    one.close()
    other.close()


def test_that_kept_runs_come_back_with_their_own_data_and_are_made_again(qtbot: QtBot, tmp_path: Path) -> None:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], y[t])", {"x": 2, "h": 2})
    data = {"x": np.ones((3, 2)), "y": np.ones((3, 2))}
    one = Session(draft_over(Given(model, data)))
    one.comparison.keep()
    one.edit(given=Given(model, {**data, "x": np.full((3, 2), 0.5)}))
    one.comparison.keep()
    one.edit(truncate=1)
    saved = there_and_back(saved_of(one, {}), tmp_path)
    other = Session()
    other.restore(saved)
    first, second = other.comparison.kept
    assert second.draft.given is other.draft.given, "data that are the same are there once"
    assert first.draft.given is not None
    np.testing.assert_array_equal(first.draft.given.data["x"], data["x"])
    other.comparison.choose(first)
    other.comparison.set_mode(Mode.BESIDE)
    qtbot.waitUntil(lambda: other.comparison.shown is not None)
    assert same(other.comparison.tape_of(first), one.comparison.tape_of(one.comparison.kept[0]))
    one.close()
    other.close()


def test_that_a_draft_that_cannot_run_comes_back_under_the_run_before(session: Session, tmp_path: Path) -> None:
    session.edit(text="banana")
    session.go_to(3)
    shown = session.tape
    session.edit(equations="h[t] = tanh(")
    problem = session.problem
    assert problem is not None
    saved = saved_of(session, {})
    other = Session()
    other.restore(there_and_back(saved, tmp_path))
    assert same(other.tape, shown)
    assert other.problem == problem
    assert (other.draft, other.position) == (session.draft, 3)
    other.close()


def test_that_a_run_beside_the_window_brings_the_cursor_with_it(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.edit(text="the quick brown fox " * 100)
    qtbot.waitUntil(lambda: session.running is None, timeout=30_000)
    session.go_to(777)
    session.select("dh", 300, (2,))
    session.set_whole_run(False)
    saved = saved_of(session, {})
    other = Session()
    other.restore(there_and_back(saved, tmp_path))
    assert other.running is not None
    qtbot.waitUntil(lambda: other.running is None, timeout=30_000)
    assert same(other.tape, session.tape)
    assert saved_of(other, {}) == saved
    other.close()


def test_that_what_is_opened_cannot_be_undone_into_what_was_there(session: Session, tmp_path: Path) -> None:
    session.edit(hidden=5)
    session.restore(there_and_back(saved_of(session, {}), tmp_path))
    assert not session.undo.canUndo()
    assert session.undo.isClean()


WRONG: dict[str, tuple[str, object, str]] = {
    "no equations": ("model.equations", None, "does not say model.equations"),
    "equations of another kind": ("model.equations", 5, "model.equations is 5"),
    "a giant": ("model.hidden", 10**12, "16,777,216"),
    "a flag for a number": ("model.seed", True, "model.seed is True"),
    "an unknown precision": ("model.dtype", "float8", "float64, float32"),
    "an unknown initialisation": ("model.initialisation", ["glorot"], "one of orthogonal"),
    "a size of three": ("model.sizes.M", [1, 2, 3], "model.sizes.M"),
    "a negative size": ("model.sizes.M", -4, "model.sizes.M"),
    "a weight nowhere": ("model.weights", [{"parameter": "W", "value": 1.0, "index": [-1]}], r"weights\[0\]\.index"),
    "weights of another kind": ("model.weights", 3, "a list of tables"),
    "a number too large": (
        "model.weights", [{"parameter": "W", "value": 10**400, "index": []}], r"weights\[0\]\.value",
    ),
    "an override of a text": (
        "model.overrides", [{"name": "h", "value": [1.0, "a"]}], r"overrides\[0\]\.value is 'a'",
    ),
    "an override of rows that differ": (
        "model.overrides", [{"name": "h", "value": [[1.0, 2.0], [3.0]]}], r"overrides\[0\]\.value is .* one length",
    ),
    "an override too deep": (
        "model.overrides", [{"name": "h", "value": [[[[1.0]]]]}], r"overrides\[0\]\.value",
    ),
    "data of another kind": ("data", "hello", "data is 'hello', and not a table"),
    "a text of another kind": ("data.text", 1.5, "data.text"),
    "a cursor before all": ("cursor.position", -1, "cursor.position"),
    "no speed": ("cursor.speed", float("nan"), "cursor.speed"),
    "a bookmark before all": ("bookmarks", [{"timestep": 0}], r"bookmarks\[0\]\.timestep"),
    "an unknown breakpoint": ("breakpoints", [{"kind": "moon"}], r"breakpoints\[0\]: 'moon' is no kind"),
    "a watch of nothing": ("watches", [{"text": "h"}, {}], r"watches\[1\]: A watch needs"),
    "data that fit no model": ("data.given", {"equations": "h[t] = tanh(x[t])"}, "do not fit its model"),
    "a wrong model": ("data.given", {"equations": "h[t] = tahn(x[t])"}, "tahn"),
}  # fmt: skip


def changed(document: Mapping[str, Any], path: str, value: object) -> dict[str, Any]:
    first, _, rest = path.partition(".")
    result = dict(document)
    if rest:
        result[first] = changed(result.get(first) or {}, rest, value)
    elif value is None:
        result.pop(first, None)
    else:
        result[first] = value
    return result


@pytest.mark.parametrize("kind", WRONG)
def test_that_a_wrong_value_is_named_with_its_place(kind: str) -> None:
    path, value, words = WRONG[kind]
    document = changed(project_of(Saved(EVERYTHING, selection=Selection("h", 2, (1,)))).document, path, value)
    with pytest.raises(FormatError, match=r"“it\.rnnviz”") as refused:
        saved_in(Project(document), "it.rnnviz")
    assert re.search(words, str(refused.value).replace("`", ""))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
PLACES = [
    "model", "model.equations", "model.hidden", "model.truncate", "model.sizes", "model.sizes.h", "model.weights",
    "data", "data.text", "data.given", "data.given.equations", "data.given.sizes", "data.given.sizes.x",
    "data.given.timesteps", "data.given.gradients", "cursor", "cursor.position", "selection", "selection.name",
    "selection.timestep", "selection.unit", "bookmarks", "last_run_model", "last_run_data", "breakpoints", "watches",
]  # fmt: skip


def script_s() -> Project:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], y[t])", {"x": 2, "h": 2})
    return project_of(Saved(draft_over(Given(model, {"x": np.ones((3, 2)), "y": np.ones((3, 2))}, {"h": [1.0, 2]}))))


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_that_any_value_anywhere_is_read_or_refused(changes: list[tuple[str, object]]) -> None:
    project = script_s()
    document = dict(project.document)
    for path, value in changes:
        try:
            document = changed(document, path, value)
        except (KeyError, ValueError, TypeError):
            continue  # what was changed before has no such place any more
    try:
        saved_in(Project(document, project.arrays), "it")
    except FormatError:
        return


@given(
    st.dictionaries(
        st.sampled_from([*script_s().arrays, "data/parameters/V", "x", "data/"]),
        st.sampled_from(
            [np.zeros(0), np.ones(()), np.ones((3, 2)), np.ones((2, 2)), np.ones((3, 2, 1)), np.full((3, 2), np.nan)]
        ),
    )
)
def test_that_any_arrays_are_read_or_refused(arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    project = script_s()
    try:
        saved_in(Project(project.document, {**project.arrays, **arrays}), "it")
    except FormatError:
        return
