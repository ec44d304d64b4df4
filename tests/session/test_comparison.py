"""Overrides in the draft, and which run the present one is compared with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.models import gallery
from rnnviz.models.overrides import Override
from rnnviz.session.compared import Mode
from rnnviz.session.draft import example
from rnnviz.session.kept_runs import MOST_KEPT
from rnnviz.session.overrides import can_override, clear, in_force, remove, set_override
from rnnviz.session.session import Session

H2 = Override("h", 2, (1,), 0.5)


def test_that_an_override_runs_and_undo_and_redo_restore_every_number(session: Session) -> None:
    before = session.tape
    assert before is not None
    assert set_override(session, H2) == ""
    after = session.tape
    assert after is not None
    assert after["h"][1, 1] == 0.5
    session.undo.undo()
    assert session.tape is not None
    for name in ("h", "y", "L", "dh", "dy"):
        np.testing.assert_array_equal(session.tape[name], before[name])
    assert session.draft == example()
    session.undo.redo()
    for name in ("h", "y", "L", "dh", "dy"):
        np.testing.assert_array_equal(session.tape[name], after[name])
    assert session.undo.undoText() == "Override a value"


def test_that_the_cursor_and_the_selection_stay(session: Session) -> None:
    session.go_to(6)
    session.select("h", 2, (1,))
    set_override(session, H2)
    assert session.position == 6
    assert (session.selection.name, session.selection.timestep, session.selection.unit) == ("h", 2, (1,))


def test_that_a_later_override_of_the_same_place_takes_the_earlier_ones(session: Session) -> None:
    set_override(session, H2)
    set_override(session, Override("h", 2, (0,), 0.1))
    set_override(session, replace(H2, value=-0.5))
    assert len(session.draft.overrides) == 2
    set_override(session, Override("h", 2, None, (0.1, 0.2, 0.3)))
    assert len(session.draft.overrides[1:]) == 0
    whole = session.draft.overrides[0]
    assert whole == Override("h", 2, None, (0.1, 0.2, 0.3))
    remove(session, whole)
    assert not session.draft.overrides


def test_that_what_has_no_place_is_refused_in_words_and_changes_nothing(session: Session) -> None:
    steps = session.undo.count()
    words = set_override(session, Override("h", 9, (1,), 0.5))
    assert "no value at timestep 9" in words
    assert session.undo.count() == steps
    assert session.draft.overrides == ()


def test_that_an_override_waits_where_the_run_has_no_place_for_it_any_more(session: Session) -> None:
    set_override(session, Override("h", 4, (1,), 0.5))
    session.edit(text="hel")
    assert session.problem is None
    assert session.tape is not None
    assert session.tape.timesteps == 2
    assert not in_force(session.tape, session.draft.overrides[0])
    session.edit(text="hello")
    assert in_force(session.tape, session.draft.overrides[0])
    clear(session)
    assert session.tape.overrides == ()


def test_that_gradients_cannot_be_overridden(session: Session) -> None:
    for name, right in {"h": True, "x": True, "target": True, "W_hh": True, "dh": False, "dW_hh": False}.items():
        assert can_override(session.tape, name) is right, name


def test_that_the_run_before_the_overrides_is_compared_with(session: Session) -> None:
    plain = session.tape
    assert session.comparison.other is None
    session.comparison.set_mode(Mode.DIFFERENCE)
    assert session.comparison.shown is None
    set_override(session, H2)
    both = session.comparison.shown
    assert both is not None
    assert both.before is plain
    assert both.after is session.tape
    assert both.first("h") == 2
    set_override(session, Override("h", 3, (0,), 0.1))
    assert session.comparison.other is plain
    clear(session)
    assert session.comparison.shown is None


def test_that_the_run_before_is_made_where_it_was_never_shown(qtbot: QtBot) -> None:
    session = Session(replace(example(), overrides=(H2,)))
    assert session.comparison.other is None
    with qtbot.waitSignal(session.comparison.changed):
        session.comparison.set_mode(Mode.BESIDE)
    qtbot.waitUntil(lambda: session.comparison.other is not None)
    both = session.comparison.shown
    assert both is not None
    assert both.before.overrides == ()
    assert both.first("h") == 2
    session.close()


def test_that_kept_runs_are_compared_with_and_are_few(session: Session) -> None:
    comparison = session.comparison
    for seed in range(MOST_KEPT):
        session.edit(seed=seed)
        assert comparison.can_keep
        comparison.keep()
        assert not comparison.can_keep
    session.edit(seed=99)
    assert not comparison.can_keep
    assert [tape.model.seed for tape in map(comparison.tape_of, comparison.kept) if tape is not None] == list(
        range(MOST_KEPT)
    )
    assert all(comparison.size_of(one) > 0 for one in comparison.kept)
    comparison.choose(comparison.kept[1])
    comparison.set_mode(Mode.DIFFERENCE)
    assert comparison.shown is not None
    assert comparison.shown.before is comparison.tape_of(comparison.kept[1])
    comparison.let_go(comparison.kept[1])
    assert comparison.shown is None
    assert comparison.can_keep


@pytest.mark.parametrize("carry", [True, False])
def test_that_the_carry_over_is_a_setting(session: Session, carry: bool) -> None:
    session.edit(truncate=2, carry=carry)
    assert session.tape is not None
    assert session.tape.carry is carry
    apart = bool(np.any(session.tape["h"] != np.asarray(Session(example()).tape["h"])))  # type: ignore[index]
    assert apart is not carry


def test_that_a_run_that_was_let_go_comes_back_with_undo_and_is_made_again(session: Session, qtbot: QtBot) -> None:
    comparison = session.comparison
    comparison.keep()
    (kept,) = comparison.kept
    before = comparison.tape_of(kept)
    assert before is not None
    session.edit(seed=5)
    comparison.let_go(kept)
    assert not comparison.kept
    session.undo.undo()
    assert comparison.kept == (kept,)
    assert comparison.tape_of(kept) is None, "its memory was freed"
    comparison.choose(kept)
    comparison.set_mode(Mode.BESIDE)
    assert comparison.preparing
    qtbot.waitUntil(lambda: comparison.shown is not None)
    again = comparison.tape_of(kept)
    assert again is not None
    assert again["dh"].tobytes() == before["dh"].tobytes()
    session.undo.undo()
    session.undo.undo()
    assert not comparison.kept
    session.undo.redo()
    assert comparison.kept == (kept,)


def test_that_a_kept_run_is_brought_back_undoably(session: Session) -> None:
    first = session.tape
    session.comparison.keep()
    (kept,) = session.comparison.kept
    session.edit(text="banana", hidden=7)
    session.comparison.bring_back(kept)
    assert session.tape is not None
    assert first is not None
    assert session.tape["h"].tobytes() == first["h"].tobytes()
    session.undo.undo()
    assert session.draft.text == "banana"


def test_that_runs_of_other_lengths_and_models_are_compared_by_names(session: Session) -> None:
    session.comparison.keep()
    session.edit(equations=gallery.cell("lstm").body, text="hell")
    session.comparison.set_mode(Mode.DIFFERENCE)
    shown = session.comparison.shown
    assert shown is not None
    assert shown.timesteps == 3
    assert shown.apart.before == ()
    assert {"c", "f"} <= set(shown.apart.after)
    assert {"W_hh", "y"} <= set(shown.apart.shapes)
    assert np.isnan(shown.rows("h", 1, 5)[3:]).all()
    np.testing.assert_allclose(
        shown.rows("h", 1, 4), np.asarray(shown.after["h"])[:3] - np.asarray(shown.before["h"])[:3]
    )
    assert shown.first("h") == 1


def test_that_a_run_that_cannot_be_made_again_says_why(session: Session, qtbot: QtBot) -> None:
    session.comparison.keep()
    (kept,) = session.comparison.kept
    session.edit(hidden=2)
    session.comparison.take([kept], kept.number, Mode.OFF)
    session.set_memory_limit(1)
    session.comparison.set_mode(Mode.BESIDE)
    qtbot.waitUntil(lambda: session.comparison.problem is not None)
    assert session.comparison.problem is not None
    assert "memory" in session.comparison.problem.message
