"""Edits: run at once, undone, refused with a reason; what is kept and what begins anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.models import gallery
from rnnviz.session.draft import Problem, Selection, Weight, example
from rnnviz.session.session import Session


def problem(session: Session) -> Problem:
    assert session.problem is not None
    return session.problem


def test_that_an_edit_runs_and_is_undone(session: Session) -> None:
    first = session.tape
    session.edit(hidden=5)
    assert session.tape is not None
    assert session.tape["h"].shape == (4, 5)
    assert not session.undo.isClean()
    session.undo.undo()
    assert session.draft == example()
    assert session.undo.isClean()
    assert first is not None
    assert session.tape is not None
    assert np.array_equal(session.tape["h"], first["h"])


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 7},
        {"dtype": "float32"},
        {"initialisation": "glorot"},
        {"truncate": 2},
        {"text": "明月明月"},
        {"sizes": {"h": 6}},
        {"weights": (Weight("W_hh", (0, 1), 0.5),)},
        {"equations": gallery.cell("lstm").body},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_that_everything_edited_changes_the_run_and_is_undone(session: Session, changes: dict[str, object]) -> None:
    before = session.tape
    session.edit(**changes)
    assert session.problem is None
    assert session.tape is not before
    session.undo.undo()
    assert session.draft == example()
    session.undo.redo()
    assert session.draft != example()
    assert session.problem is None


def test_that_the_settings_reach_the_run(session: Session) -> None:
    session.edit(dtype="float32", seed=3, truncate=2, weights=(Weight("W_hh", (0, 1), 0.5),))
    assert session.tape is not None
    assert session.tape["h"].dtype == np.float32
    assert (session.tape.model.seed, session.tape.truncate) == (3, 2)
    assert session.tape.model.parameters["W_hh"][0, 1] == 0.5


def test_that_a_weight_set_by_hand_is_forgotten_where_it_no_longer_exists(session: Session) -> None:
    session.edit(weights=(Weight("W_hh", (2, 2), 0.5),))
    session.edit(hidden=2)
    assert session.problem is None
    session.edit(hidden=4)
    assert session.tape is not None
    assert session.tape.model.parameters["W_hh"][2, 2] == 0.5


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"equations": "h[t] = tnh(x[t])"}, "equations", "tnh"),
        ({"equations": "h[t] = tanh(W @ h[t-1] +"}, "equations", ""),
        ({"equations": "h[t] = h[t+1] + h[t-1] + W @ x[t]"}, "equations", "h"),
        ({"equations": "h[t] = W @ x[t] + x[t] @ W + concat(x[t], x[t])"}, "equations", ""),
        ({"equations": ""}, "equations", ""),
        ({"text": ""}, "text", "at least two characters"),
        ({"text": "x"}, "text", "at least two characters: the model reads one and predicts the next"),
        ({"sizes": {"h": 5, "W_hh": (3, 3)}}, "equations", ""),
        ({"dtype": "float16"}, "data", "float64 or float32"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_that_bad_input_says_why_and_keeps_the_last_run(
    session: Session, changes: dict[str, object], where: str, words: str
) -> None:
    session.go_to(3)
    session.select("W_xh")
    before = session.tape
    session.edit(**changes)
    assert problem(session).where == where
    assert words in problem(session).message
    assert problem(session).message.endswith(".")
    assert "Traceback" not in problem(session).message
    assert session.tape is before
    assert (session.position, session.selection) == (3, Selection("W_xh"))
    session.undo.undo()
    assert session.problem is None


def test_that_an_error_in_an_equation_has_its_place(session: Session) -> None:
    session.edit(equations=session.draft.equations.replace("tanh", "tnh"))
    assert (problem(session).line, problem(session).column, problem(session).length) == (1, 7, 3)
    assert "tanh" in problem(session).hint


def test_that_a_weight_that_is_no_number_runs_and_is_named(session: Session) -> None:
    session.edit(weights=(Weight("W_hh", (0, 1), float("nan")),))
    told = problem(session)
    assert not told.blocking
    assert "W_hh[0, 1] is NaN" in told.message
    assert "h[1]" in told.message or "h[2]" in told.message
    assert session.tape is not None
    assert np.isnan(session.tape["h"]).any()


def test_that_a_value_that_overflows_is_named_with_its_timestep(session: Session) -> None:
    session.edit(
        equations="h[t] = exp(exp(exp(h[t-1] + 1))) + W_xh @ x[t]\n"
        + "".join(line + "\n" for line in session.draft.equations.splitlines()[1:])
    )
    told = problem(session)
    assert not told.blocking
    assert "the first that is not is in h[2]" in told.message


def test_that_a_run_over_the_memory_limit_is_refused_with_its_estimate(session: Session) -> None:
    before = session.tape
    session.set_memory_limit(1024)
    session.edit(seed=1)
    assert problem(session).where == "sizes"
    assert "the limit is 1 kB" in problem(session).message
    assert "raise the memory limit" in problem(session).hint
    assert session.tape is before
    session.set_memory_limit(10**9)
    assert session.problem is None
    assert session.tape is not before


def test_that_another_text_begins_at_the_start_and_other_equations_do_not(session: Session) -> None:
    session.go_to(6)
    session.edit(hidden=4)
    assert session.position == 6
    session.edit(text="hello again")
    assert session.position == 0


def test_that_a_run_that_leaves_the_cursor_where_it_was_does_not_say_it_moved(session: Session, qtbot: QtBot) -> None:
    session.go_to(6)
    with qtbot.assertNotEmitted(session.cursor_moved), qtbot.assertNotEmitted(session.selection_changed):
        session.edit(hidden=4)
    with qtbot.waitSignal(session.cursor_moved):
        session.edit(text="hello again")


def test_that_the_end_stays_the_end(session: Session) -> None:
    session.go_end()
    session.edit(equations=gallery.cell("bidirectional").body)
    assert session.tape is not None
    assert session.position == session.tape.stops - 1


def test_that_a_selection_that_vanishes_falls_back_on_what_there_is(session: Session) -> None:
    session.edit(equations=gallery.cell("lstm").body)
    session.select("c", 2, (1,))
    session.edit(hidden=4)
    assert session.selection == Selection("c", 2, (1,))
    session.edit(hidden=1)
    assert session.selection == Selection("c", 2, None)
    session.edit(equations=gallery.cell("vanilla").body)
    assert session.selection == Selection("h")


def test_that_the_cursor_keeps_phase_and_timestep_when_the_passes_change(session: Session) -> None:
    session.go_to(5)
    assert session.tape is not None
    assert (session.tape.moment(5).pass_.phase, session.tape.moment(5).timestep) == ("backward", 4)
    session.edit(equations=gallery.cell("bidirectional").body)
    moment = session.tape.moment(session.position)
    assert (moment.pass_.phase, moment.pass_.direction, moment.timestep) == ("backward", -1, 4)
    session.edit(equations="h[t] = tanh(W @ h[t-1] + U @ x[t])")
    assert session.position == session.tape.stops - 1
    session.go_to(2)
    session.edit(equations=example().equations)
    assert session.position == 2


def test_that_a_file_is_opened_and_undone(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "poem.txt"
    path.write_bytes("床前明月光，疑是地上霜。".encode("gb18030"))
    session.open(path)
    assert session.sequence is not None
    assert session.sequence.text == session.draft.text == "床前明月光，疑是地上霜。"
    assert session.draft.title == "poem.txt"
    assert session.whole_run
    session.undo.undo()
    assert session.draft == example()
    assert not session.whole_run


def test_that_a_binary_file_says_so_and_changes_nothing(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    before = session.tape
    session.open(path)
    assert problem(session).where == "data"
    assert "“photo.txt” is not text: it looks like an image." in problem(session).message
    assert session.tape is before
    assert session.draft == example()
    assert session.undo.isClean()
    session.edit(seed=1)
    assert session.problem is None


def test_that_a_file_too_short_for_any_model_changes_nothing(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("x")
    session.open(path)
    assert "It needs at least two characters" in problem(session).message
    assert session.draft == example()
    assert not session.whole_run
    assert session.undo.isClean()


def test_that_a_file_that_cannot_be_run_does_not_show_the_whole_of_the_last_run(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("ab" * 50)
    session.set_memory_limit(1000)
    before = session.tape
    session.open(path)
    assert problem(session).where == "sizes"
    assert session.tape is before
    assert not session.whole_run


def test_that_a_refused_file_does_not_hide_what_is_wrong_with_the_equations(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    session.edit(equations=example().equations.replace("tanh(", "tanh(("))
    wrong = problem(session)
    for _ in range(2):
        session.open(path)
        told = problem(session)
        assert told.message.startswith("“photo.txt” is not text")
        assert told.message.endswith(wrong.message)
        assert told.message.count("photo.txt") == 1
        assert (told.where, told.line, told.column, told.blocking) == (wrong.where, wrong.line, wrong.column, True)


def test_that_new_goes_back_to_the_example_and_is_undone(session: Session) -> None:
    session.edit(text="something else", hidden=5)
    session.go_end()
    session.new()
    assert session.draft == example()
    assert session.position == 0
    session.undo.undo()
    assert session.draft.text == "something else"


def test_that_an_edit_that_changes_nothing_is_no_edit(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.draft_changed):
        session.edit(hidden=3, text="hello")
    assert not session.undo.canUndo()
