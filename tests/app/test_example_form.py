"""Lines that are typed for an example's model, as a user types them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.views.example_form import ExampleForm


def form_of(qtbot: QtBot, window: Window, name: str) -> ExampleForm:
    window.project.open_example(name)
    window.open_panel("data")
    qtbot.waitUntil(lambda: window.session.running is None, timeout=30_000)
    form = window.data_panel.findChild(ExampleForm)
    assert form is not None
    return form


def retype(qtbot: QtBot, form: ExampleForm, place: int, text: str) -> None:
    field = form.lines[place]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text) if text.isascii() else field.insert(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(qtbot, form)


def wait(qtbot: QtBot, form: ExampleForm) -> None:
    qtbot.waitUntil(lambda: form._session.running is None, timeout=30_000)


def test_that_other_words_are_translated(qtbot: QtBot, window: Window) -> None:
    form, session = form_of(qtbot, window, "translation"), window.session
    assert form.lines[0].text() == "two hundred thirty four"
    retype(qtbot, form, 0, "seven")
    retype(qtbot, form, 1, "七")
    assert session.tape is not None
    assert session.tape.timesteps == 1 + 2
    assert session.tape.loss < 0.5
    session.undo.undo()
    session.undo.undo()
    wait(qtbot, form)
    assert form.lines[0].text() == "two hundred thirty four"
    assert session.tape.timesteps == 10


def test_that_an_unknown_word_is_said_and_changes_nothing(qtbot: QtBot, window: Window) -> None:
    form, session = form_of(qtbot, window, "sentiment"), window.session
    before = session.tape
    retype(qtbot, form, 0, "the film was flabbergasting")
    assert "flabbergasting" in form.said.text()
    assert session.tape is before
    assert session.undo.count() == 0


def test_that_an_unseen_sequence_is_another_one(qtbot: QtBot, window: Window) -> None:
    form, session = form_of(qtbot, window, "glimpses"), window.session
    assert session.tape is not None
    before = np.array(session.tape["digit"])
    form.unseen.stepBy(3)
    wait(qtbot, form)
    assert not np.array_equal(session.tape["digit"], before)
    session.undo.undo()
    wait(qtbot, form)
    assert np.array_equal(session.tape["digit"], before)


@pytest.mark.parametrize("name", ["hello", "shakespeare"])
def test_that_a_model_of_a_text_has_no_such_lines(qtbot: QtBot, window: Window, name: str) -> None:
    assert not form_of(qtbot, window, name).isVisible()
