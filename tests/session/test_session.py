"""The session: what it opens on, how the cursor, the selection and the view move, and what it announces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from rnnviz.session.draft import Selection
from rnnviz.session.session import Session

SIGNALS = ("tape_changed", "cursor_moved", "selection_changed", "draft_changed", "run_changed", "view_changed")


class Heard:
    """Which signals came, in order."""

    def __init__(self, session: Session) -> None:
        self.names: list[str] = []
        session.tape_changed.connect(self.tape)
        session.cursor_moved.connect(self.cursor)
        session.selection_changed.connect(self.selection)
        session.draft_changed.connect(self.draft)
        session.run_changed.connect(self.run)
        session.view_changed.connect(self.view)

    def tape(self) -> None:
        self.names.append("tape")

    def cursor(self) -> None:
        self.names.append("cursor")

    def selection(self) -> None:
        self.names.append("selection")

    def draft(self) -> None:
        self.names.append("draft")

    def run(self) -> None:
        self.names.append("run")

    def view(self) -> None:
        self.names.append("view")


@contextmanager
def hearing(session: Session, *expected: str) -> Iterator[None]:
    heard = Heard(session)
    yield
    assert heard.names == list(expected)


def test_that_it_opens_on_hello_ready_to_step(session: Session) -> None:
    assert session.tape is not None
    assert session.sequence is not None
    assert (session.tape.timesteps, session.tape.stops, session.position) == (4, 9, 0)
    assert session.sequence.inputs == "hell"
    assert (session.selection, session.parameter) == (Selection("h"), "W_hh")
    assert session.tape["h"].shape == (4, session.draft.hidden) == (4, 3)
    assert (session.problem, session.running) == (None, None)
    assert not session.whole_run
    assert session.undo.isClean()
    assert not session.undo.canUndo()


def test_that_a_step_moves_the_cursor_and_a_step_back_undoes_it(session: Session) -> None:
    for position in range(1, 9):
        with hearing(session, "cursor"):
            session.step()
        assert session.position == position
    for position in reversed(range(8)):
        with hearing(session, "cursor"):
            session.step_back()
        assert session.position == position


def test_that_the_ends_hold_and_announce_nothing(session: Session) -> None:
    with hearing(session):
        session.step_back()
        session.go_start()
    session.go_end()
    assert session.position == 8
    with hearing(session):
        session.step()
        session.go_end()
        session.go_to(1000)
    session.go_to(-5)
    assert session.position == 0
    session.step(5)
    assert session.position == 5
    session.step(100)
    assert session.position == 8


def test_that_a_timestep_is_one_of_the_present_pass(session: Session) -> None:
    session.go_to_timestep(3)
    assert session.position == 3
    session.go_to(5)  # after backward t = 4
    session.go_to_timestep(1)
    assert session.position == 8
    session.go_to_timestep(3)
    assert session.position == 6
    session.go_to_timestep(99)
    assert session.position == 5
    session.go_to_timestep(-1)
    assert session.position == 8


def test_that_what_is_known_follows_the_cursor_and_whole_run_lifts_it(session: Session) -> None:
    session.go_to(2)
    assert (session.known("h"), session.known("x"), len(session.known("dh"))) == (range(1, 3), range(1, 5), 0)
    session.go_to(6)
    assert (session.known("h"), session.known("dh"), session.known("dW_hh")) == (
        range(1, 5),
        range(3, 5),
        range(3, 5),
    )
    session.go_start()
    with hearing(session, "view"):
        session.set_whole_run(True)
        session.set_whole_run(True)
    assert (session.known("h"), session.known("dh")) == (range(1, 5), range(1, 5))


def test_that_a_selection_is_announced_once(session: Session) -> None:
    with hearing(session, "selection"):
        session.select("h", 2, (1,))
        session.select("h", 2, (1,))
    assert session.selection == Selection("h", 2, (1,))
    assert session.parameter == "W_hh"


def test_that_the_sum_shows_the_parameter_last_selected(session: Session) -> None:
    session.select("b_h")
    assert session.parameter == "b_h"
    session.select("h")
    assert session.parameter == "b_h"
    session.select("dW_xh", 2)
    assert session.parameter == "W_xh"


def test_that_selecting_something_that_is_not_there_is_an_error(session: Session) -> None:
    with pytest.raises(KeyError, match="nothing is called zz"):
        session.select("zz")
    assert session.selection == Selection("h")


def test_that_playing_runs_to_the_end_and_pauses(session: Session, qtbot: QtBot) -> None:
    session.set_speed(200)
    with hearing(session, "cursor", "view"):
        session.play()
        assert session.playing
    with qtbot.waitSignal(session.view_changed):
        pass
    assert not session.playing
    assert session.position == 8


def test_that_playing_from_the_end_begins_at_the_start(session: Session) -> None:
    session.go_end()
    session.play()
    assert session.position == 1
    session.pause()


def test_that_a_step_by_hand_pauses(session: Session) -> None:
    session.play()
    session.step()
    assert not session.playing
    assert session.position == 2


def test_that_the_speed_is_announced(session: Session) -> None:
    with hearing(session, "view"):
        session.set_speed(8)
        session.set_speed(8)
    assert session.speed == 8


def test_that_the_narration_goes_with_the_cursor(session: Session) -> None:
    assert str(session.next_up()).startswith("forward t = 1")
    session.step()
    assert str(session.just_happened()).startswith("forward t = 1: read “h”")
    session.go_end()
    assert "All 4 contributions are summed: they equal dW_hh" in str(session.just_happened())
    session.select("b_h")
    assert "they equal db_h" in str(session.just_happened())
