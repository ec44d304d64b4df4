"""A timestep opened to its operations: everything it shows can be had, for every cell and at both borders."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.models import gallery
from rnnviz.models.overrides import Override
from rnnviz.session.session import Session
from rnnviz.views.lanes.opened_timestep import opened_timestep
from rnnviz.widgets.timestep_picture import Face, OpenedTimestep


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    one = Session()
    yield one
    one.close()


def shown(session: Session) -> OpenedTimestep:
    opened = opened_timestep(session)
    assert opened is not None
    return opened


def faces(opened: OpenedTimestep) -> dict[tuple[str, int | None, str], Face]:
    nodes = zip(opened.layout.nodes, opened.faces, strict=True)
    return {(node.name, node.lag, node.kind): face for node, face in nodes}


@pytest.mark.parametrize("cell", [entry.name for entry in gallery.cells()])
def test_that_what_an_opened_timestep_reads_and_has_done_has_a_value(session: Session, cell: str) -> None:
    session.edit(equations=gallery.cell(cell).body, text="abca")
    tape = session.tape
    assert tape is not None
    assert opened_timestep(session) is None
    told: set[str] = set()
    while session.position < tape.stops - 1:
        session.step_into()
        opened = opened_timestep(session)
        if opened is None:
            assert session.position == tape.stops - 1
            break
        names = [one.name for one in operations(tape, session.position)]
        assert names == list(opened.order)
        assert opened.next is not None
        assert opened.layout.nodes[opened.next].name == names[session.inside]
        done = set(names[: session.inside])
        for node, face in zip(opened.layout.nodes, opened.faces, strict=True):
            if node.lag is None:
                continue
            assert face.known == (node.name in done if node.kind else True), (node, "read before it is there")
            assert (face.value is not None) == face.known
            at = opened.timestep + node.lag
            if face.value is not None:
                assert np.array_equal(face.value, tape.value(node.name, at), equal_nan=True)
        changed = {opened.next} if session.inside > 1 else set(range(len(opened.faces)))
        changed |= {place for place, node in enumerate(opened.layout.nodes) if node.name == names[session.inside - 1]}
        for place in changed:
            assert opened.layout.nodes[place].lag is None or opened.words(opened.layout.nodes[place])
        told.update(node.name for node in opened.layout.nodes if node.kind)
    assert told == {one.name for position in range(tape.stops) for one in operations(tape, position)}


def test_that_a_timestep_is_opened_without_going_there_and_shows_what_has_been_computed(session: Session) -> None:
    session.opened.open(2)
    assert shown(session).done == 0
    known = {name for (name, _, _), face in faces(shown(session)).items() if face.known}
    assert not known & {"h", "y", "L"}, "t = 1 has not been computed: nothing of h is known"
    session.go_to(2)
    assert shown(session).done == len(shown(session).order)
    assert shown(session).next is None
    assert faces(shown(session))["h", 0, "tanh"].value is not None
    session.go_to(0)
    session.set_whole_run(True)
    assert all(face.known for face in shown(session).faces)
    session.opened.close()
    assert opened_timestep(session) is None


def test_that_the_pass_is_that_of_the_value_or_of_the_cursor(session: Session) -> None:
    session.go_to(6)
    session.opened.open(2, "h")
    assert shown(session).phase == "forward"
    session.opened.open(2, "dh")
    assert shown(session).phase == "backward"
    session.opened.close()
    session.opened.open(2)
    assert (shown(session).phase, shown(session).timestep) == ("backward", 2)
    session.opened.open(99)
    assert shown(session).timestep == 2


def test_that_what_was_stepped_into_closes_behind_the_cursor_and_what_was_asked_for_stays(session: Session) -> None:
    tape = session.tape
    assert tape is not None
    last = len(operations(tape, 0)) - 1
    for _ in range(last):
        session.step_into()
    assert session.cursor == Cursor(0, last)
    session.step_into()
    assert session.cursor == Cursor(1)
    assert (shown(session).timestep, shown(session).done) == (2, 0), "from operation to operation it goes on"
    session.step()
    assert opened_timestep(session) is None
    session.opened.open(3)
    session.step()
    session.step_back()
    assert shown(session).timestep == 3
    session.go_to_cursor(Cursor(2, 1))
    session.step_back()
    assert shown(session).timestep == 3, "asked for, and passed through"
    session.go_to_cursor(Cursor(1, 1))
    session.step_out()
    assert opened_timestep(session) is None, "another was stepped into since"
    session.step_into()
    session.step_out()
    assert opened_timestep(session) is None
    session.step()
    session.step_into()
    session.edit(seed=7)
    assert shown(session).timestep == 4
    session.edit(text="ab")
    assert opened_timestep(session) is None


def test_that_what_truncation_cuts_is_zero_and_said(session: Session) -> None:
    session.edit(truncate=2)
    tape = session.tape
    assert tape is not None
    session.set_whole_run(True)
    for timestep, cut in ((4, False), (3, False), (2, True), (1, False)):
        session.opened.open(timestep, "dh")
        opened = shown(session)
        ahead = [(node, face) for node, face in zip(opened.layout.nodes, opened.faces, strict=True) if node.lag == 1]
        ((node, face),) = ahead
        assert face.cut is cut
        assert face.value is not None
        if cut:
            assert not face.value.any()
            assert tape.value(node.name, timestep + 1).any(), "there is something that the cut holds back"
            assert "the pass is cut between t = 3 and t = 2" in opened.words(node)
        else:
            assert np.array_equal(face.value, tape.value(node.name, timestep + 1))


def test_that_a_state_that_is_not_carried_over_is_zero_at_the_border_and_said(session: Session) -> None:
    session.edit(truncate=2, carry=False)
    session.set_whole_run(True)
    for timestep, cut in ((2, False), (3, True)):
        session.opened.open(timestep, "h")
        opened = shown(session)
        nodes = zip(opened.layout.nodes, opened.faces, strict=True)
        ((node, face),) = [(node, face) for node, face in nodes if node.lag == -1]
        assert (node.name, face.cut) == ("h", cut)
        (carried,) = [node for node in opened.layout.nodes if node.name == "h.carried"]
        assert ("= 0 (nothing is carried across the cut)" in opened.words(carried)) == cut
        assert all(opened.words(one) for one in opened.layout.nodes if one.lag is not None)


def test_that_what_was_set_by_hand_is_said_where_it_comes_in(session: Session) -> None:
    session.edit(overrides=(Override("h", 2, (1,), 0.5), Override("h", 3, None, (0.0, 0.0, 0.0))))
    session.set_whole_run(True)
    for timestep, words in (
        (1, "h[1] = h.computed[1]"),
        (2, "in part set by hand"),
        (3, "h[3] = what was set by hand"),
    ):
        for phase in ("h", "dh"):
            session.opened.open(timestep, phase)
            opened = shown(session)
            told = [opened.words(one) for one in opened.layout.nodes if one.lag is not None]
            assert all(told)
        session.opened.open(timestep, "h")
        (chosen,) = [node for node in shown(session).layout.nodes if node.kind == "where"]
        assert words in shown(session).words(chosen)
