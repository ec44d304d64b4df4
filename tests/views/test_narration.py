"""The narration as it is set: nothing of the main sentence is lost, and the lanes stay where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.models import gallery
from rnnviz.session.session import Session
from rnnviz.views.narration import NarrationLine


def shown(qtbot: QtBot, session: Session, width: int, pixels: int = 13) -> NarrationLine:
    line = NarrationLine(session)
    qtbot.addWidget(line)
    font = QFont(line.font())
    font.setPixelSize(pixels)
    line.setFont(font)
    line.resize(width, line.sizeHint().height())
    line.show()
    QApplication.processEvents()
    return line


@pytest.mark.parametrize("pixels", [13, 17])
def test_that_every_sentence_of_the_example_is_whole_on_a_small_screen(
    qtbot: QtBot, session: Session, pixels: int
) -> None:
    line = shown(qtbot, session, 1240, pixels)
    for position in range(9):
        session.go_to(position)
        happened, following = line.setting()
        assert " ".join(happened.texts) == line.happened
        assert " ".join(following.texts) == line.next
        assert happened.factor >= following.factor


def test_that_a_sentence_of_two_lines_has_its_room_and_keeps_it(qtbot: QtBot, session: Session) -> None:
    line = shown(qtbot, session, 620)
    before = line.sizeHint().height()
    session.go_end()
    assert len(line.setting()[0].texts) == 2
    after = line.sizeHint().height()
    assert after > before
    session.go_start()
    assert line.sizeHint().height() == after
    line.resize(1800, after)
    assert line.sizeHint().height() == before


def test_that_long_names_are_cut_before_sentences_are(qtbot: QtBot, session: Session) -> None:
    name = "a_really_rather_long_name_of_a_hidden_state"
    session.edit(equations=gallery.cell("vanilla").body.replace("h[", f"{name}["))
    line = shown(qtbot, session, 500)
    session.go_to(6)
    happened = line.setting()[0]
    assert name not in " ".join(happened.texts)
    assert "a_reall…n_state" in " ".join(happened.texts)
    assert happened.factor >= 1.0


def test_that_it_says_so_when_the_whole_run_is_shown_and_takes_it_back(qtbot: QtBot, session: Session) -> None:
    line = shown(qtbot, session, 900)
    assert not line.whole_run.isVisible()
    session.set_whole_run(True)
    assert line.whole_run.isVisible()
    assert line.whole_run.geometry().right() <= line.width()
    qtbot.mouseClick(line.whole_run, Qt.MouseButton.LeftButton)
    assert not session.whole_run
    assert not line.whole_run.isVisible()
