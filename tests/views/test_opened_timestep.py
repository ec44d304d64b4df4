"""A timestep opened to its operations: everything it shows can be had, for every cell and at both borders."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from rnnviz.debugger.step_levels import operations
from rnnviz.models import gallery
from rnnviz.session.session import Session
from rnnviz.views.lanes.opened_timestep import opened_timestep


@pytest.mark.parametrize("cell", [entry.name for entry in gallery.cells()])
def test_that_what_an_opened_timestep_reads_and_has_done_has_a_value(qtbot: QtBot, cell: str) -> None:
    session = Session()
    session.edit(equations=gallery.cell(cell).body)
    tape = session.tape
    assert tape is not None
    assert opened_timestep(session) is None
    shown: set[str] = set()
    while session.position < tape.stops - 1:
        session.step_into()
        opened = opened_timestep(session)
        if opened is None:
            continue
        names = [one.name for one in operations(tape, session.position)]
        assert names == list(opened.order)
        assert names[session.inside] in [node.name for node in opened.layout.nodes if node.kind], "the mark is in sight"
        done = set(names[: session.inside])
        for node in opened.layout.nodes:
            if node.lag is not None and (node.name in done if node.kind else True):
                assert opened.value(node.name, opened.timestep + node.lag) is not None
                assert node.kind or node.lag or node.name not in names or node.name in done, "read before it is there"
        shown.update(node.name for node in opened.layout.nodes if node.kind)
    assert shown >= {one.name for one in operations(tape, 0)}
    session.close()
