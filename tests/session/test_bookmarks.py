"""Bookmarks on timesteps: set, written on, found again, and every change undone."""

from __future__ import annotations

import pytest

from rnnviz.session.session import Session


def test_that_a_bookmark_is_set_and_taken_away(session: Session) -> None:
    marks = session.bookmarks
    marks.toggle(3)
    marks.toggle(1)
    assert dict(marks.notes) == {1: "", 3: ""}
    assert list(marks.notes) == [1, 3]
    marks.toggle(3)
    assert dict(marks.notes) == {1: ""}


def test_that_every_change_is_undone_and_made_again_with_its_note(session: Session) -> None:
    marks = session.bookmarks
    states = [dict(marks.notes)]
    for note in ("here", "there", None):
        if note is None:
            marks.remove(2)
        else:
            marks.write(2, note)
        states.append(dict(marks.notes))
    assert states == [{}, {2: "here"}, {2: "there"}, {}]
    assert not session.undo.isClean()
    for before in reversed(states[:-1]):
        session.undo.undo()
        assert dict(marks.notes) == before
    for after in states[1:]:
        session.undo.redo()
        assert dict(marks.notes) == after


def test_that_only_a_change_is_announced(session: Session) -> None:
    told: list[int] = []

    def note() -> None:
        told.append(len(session.bookmarks.all))

    session.bookmarks.changed.connect(note)
    session.bookmarks.write(2, "here")
    session.bookmarks.write(2, "here")
    session.bookmarks.remove(5)
    assert told == [1]
    assert session.undo.count() == 1


@pytest.mark.parametrize(
    ("timestep", "direction", "found"), [(1, 1, 2), (2, 1, 4), (4, 1, 2), (4, -1, 2), (2, -1, 4), (3, -1, 2)]
)
def test_that_the_next_bookmark_is_found_around_the_end(
    session: Session, timestep: int, direction: int, found: int
) -> None:
    for each in (4, 2):
        session.bookmarks.toggle(each)
    assert session.bookmarks.next_after(timestep, direction) == found


def test_that_there_may_be_no_other(session: Session) -> None:
    assert session.bookmarks.next_after(1, 1) is None
    session.bookmarks.toggle(1)
    assert session.bookmarks.next_after(1, 1) is None
    with pytest.raises(ValueError, match="no timestep 0"):
        session.bookmarks.toggle(0)
