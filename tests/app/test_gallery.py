"""The gallery and the guided walk, as a user goes through them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from rnnviz.app.settings import Settings
from rnnviz.app.start import start
from rnnviz.app.window import Window
from rnnviz.session.examples import examples
from rnnviz.views.gallery import Gallery
from rnnviz.views.walk_panel import WalkPanel


def opened_gallery(qtbot: QtBot, window: Window) -> Gallery:
    window.actions_["open_gallery"].trigger()
    gallery = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Gallery) and one.isVisible())
    qtbot.waitUntil(lambda: not gallery._drawing.isActive())
    return gallery


def shown(gallery: Gallery) -> list[str]:
    items = [gallery.list.item(place) for place in range(gallery.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_that_the_gallery_shows_every_example_with_a_picture(qtbot: QtBot, window: Window) -> None:
    gallery = opened_gallery(qtbot, window)
    assert shown(gallery) == [one.title.en for one in examples()]
    for place in range(gallery.list.count()):
        assert gallery.list.item(place).data(Qt.ItemDataRole.UserRole + 1).columns


def test_that_the_search_finds_what_the_lecture_calls_it(qtbot: QtBot, window: Window) -> None:
    gallery = opened_gallery(qtbot, window)
    qtbot.keyClicks(gallery.search, "many to one")
    assert shown(gallery) == [one.title.en for one in examples() if "Many to one" in one.lecture.en]
    gallery.search.clear()
    typed = QInputMethodEvent()
    typed.setCommitString("循环关系")
    QApplication.sendEvent(gallery.search, typed)
    assert "hello" in shown(gallery)
    qtbot.keyClicks(gallery.search, " and no such thing")
    assert shown(gallery) == []
    assert gallery.nothing.isVisible()
    assert not gallery.open_button.isEnabled()


def test_that_enter_opens_the_first_that_is_found(qtbot: QtBot, window: Window) -> None:
    gallery = opened_gallery(qtbot, window)
    qtbot.keyClicks(gallery.search, "hello")
    qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    assert not gallery.isVisible()
    example = window.session.draft.example
    assert example is not None
    assert example.name == "hello"
    assert window.session.tape is not None
    assert window.session.tape.loss < 0.1
    assert window.docks["walk"].isVisible()
    assert window.project.path is None
    assert not window.project.modified


@pytest.mark.parametrize("name", [one.name for one in examples() if one.walk])
def test_that_every_walk_is_walked_to_its_end(qtbot: QtBot, window: Window, name: str) -> None:
    window.project.open_example(name)
    session, walk = window.session, window.session.walk
    qtbot.waitUntil(lambda: session.running is None, timeout=30_000)
    panel = window.walk_panel
    qtbot.mouseClick(panel.on, Qt.MouseButton.LeftButton)
    for place, stop in enumerate(walk.stops):
        qtbot.waitUntil(lambda: session.running is None and not walk._awaited, timeout=30_000)
        assert walk.index == place
        assert panel.text.text() == stop.text.en
        assert not walk.astray
        assert not panel.missing.isVisible()
        question = stop.question
        if question is not None:
            assert panel.ask.isVisible()
            assert not panel.answer.isVisible()
            if question.kind == "choose":
                buttons = panel.choices.buttons()
                assert len(buttons) == len(question.choices)
                qtbot.waitUntil(buttons[-1].isVisible)
                qtbot.mouseClick(panel.choices.button(question.right), Qt.MouseButton.LeftButton)
                assert panel.answer.text().startswith("Right.")
            elif question.kind == "predict":
                timestep = question.timestep or session.timestep or 1
                assert timestep not in session.known(question.name), "what is to be predicted is there already"
                qtbot.keyClicks(panel.guess, "0.5")
                qtbot.keyClick(panel.guess, Qt.Key.Key_Return)
                assert walk.actual is not None
                assert timestep in session.known(question.name)
                assert "you said 0.50" in panel.answer.text()
            else:
                window.lanes.setFocus()
                qtbot.keyClick(window.lanes, Qt.Key.Key_Right)
            assert panel.answer.isVisible()
        qtbot.mouseClick(panel.on, Qt.MouseButton.LeftButton)
    assert walk.index is None
    assert panel.about.isVisible()


@pytest.mark.parametrize(("typed", "read"), [("0,5", 0.5), ("−0.25", -0.25), (" 3 ", 3.0), ("", None)])
def test_that_a_guess_is_read_as_it_is_written(qtbot: QtBot, window: Window, typed: str, read: float | None) -> None:
    panel = at_a_guess(window)
    panel.guess.insert(typed)
    qtbot.keyClick(panel.guess, Qt.Key.Key_Return)
    assert window.session.walk.answered
    assert window.session.walk.guess == read


@pytest.mark.parametrize("typed", ["above", "nan", "1e999", "0,5,5"])
def test_that_a_guess_that_is_no_number_is_asked_for_again(qtbot: QtBot, window: Window, typed: str) -> None:
    panel = at_a_guess(window)
    qtbot.keyClicks(panel.guess, typed)
    qtbot.keyClick(panel.guess, Qt.Key.Key_Return)
    assert not window.session.walk.answered
    assert typed in panel.unread.text()
    assert panel.unread.isVisible()
    panel.guess.selectAll()
    qtbot.keyClicks(panel.guess, "1")
    assert not panel.unread.isVisible()
    qtbot.mouseClick(panel.reveal, Qt.MouseButton.LeftButton)
    assert window.session.walk.guess == 1


def test_that_a_stop_that_selects_what_is_not_there_says_so(qtbot: QtBot, window: Window) -> None:
    window.project.open_example("hello")
    window.session.edit(equations=window.session.draft.equations.replace("h[", "state["))
    qtbot.mouseClick(window.walk_panel.on, Qt.MouseButton.LeftButton)
    for _ in window.session.walk.stops:
        if "`h`" in window.walk_panel.missing.text():
            break
        qtbot.mouseClick(window.walk_panel.on, Qt.MouseButton.LeftButton)
    assert window.walk_panel.missing.isVisible()
    assert "`h`" in window.walk_panel.missing.text()


def at_a_guess(window: Window) -> WalkPanel:
    """The walk's panel at a stop that asks for a number."""
    window.project.open_example("sentiment")
    walk = window.session.walk
    walk.go(next(i for i, one in enumerate(walk.stops) if one.question is not None and one.question.kind == "predict"))
    return window.walk_panel


def test_that_a_walk_that_was_left_can_be_gone_back_to(qtbot: QtBot, window: Window) -> None:
    window.project.open_example("hello")
    panel = window.walk_panel
    for _ in range(3):
        qtbot.mouseClick(panel.on, Qt.MouseButton.LeftButton)
    window.session.go_end()
    assert panel.astray.isVisible()
    qtbot.mouseClick(panel.put_back, Qt.MouseButton.LeftButton)
    assert window.session.position == 3
    assert not panel.astray.isVisible()


def test_that_without_an_example_the_panel_leads_to_the_gallery(qtbot: QtBot, window: Window) -> None:
    window.session.edit(example=None)
    window.actions_["walk"].trigger()
    panel = window.walk_panel
    assert panel.on.text() == "Open the &gallery"
    qtbot.mouseClick(panel.on, Qt.MouseButton.LeftButton)
    assert any(isinstance(one, Gallery) and one.isVisible() for one in QApplication.topLevelWidgets())


def test_that_trained_and_untrained_weights_are_one_command_apart(qtbot: QtBot, window: Window) -> None:
    window.project.open_example("hello")
    session = window.session
    assert session.tape is not None
    assert window.actions_["trained"].isChecked()
    trained = session.tape.loss
    window.actions_["trained"].trigger()
    assert session.tape.loss > 10 * trained
    assert not window.actions_["trained"].isChecked()
    window.actions_["trained"].trigger()
    assert session.tape.loss == trained
    session.undo.undo()
    session.undo.undo()
    assert session.tape.loss == trained


def test_that_choices_show_all_their_words(qtbot: QtBot, window: Window) -> None:
    window.resize(1280, 800)
    window.project.open_example("hello")
    panel, walk = window.walk_panel, window.session.walk
    place = next(place for place, stop in enumerate(walk.stops) if stop.question and stop.question.choices)
    walk.go(place)
    QApplication.processEvents()
    for button in panel.choices.buttons():
        label = button.findChild(QLabel)
        assert label is not None
        assert label.height() >= label.heightForWidth(label.width())


def test_that_a_stop_scrolls_to_the_lane_that_it_speaks_of(qtbot: QtBot, window: Window) -> None:
    window.resize(1280, 800)
    window.project.open_example("highways")
    qtbot.waitUntil(lambda: window.session.running is None, timeout=30_000)
    walk, stack = window.session.walk, window.lanes.stack
    places = [place for place, stop in enumerate(walk.stops) if stop.select in stack.shown()]
    assert places
    for place in places:
        walk.go(place)
        qtbot.waitUntil(lambda: window.session.running is None and not walk._awaited, timeout=30_000)
        lane = stack.lane(walk.stops[place].select)
        assert lane.visibleRegion().boundingRect().height() == lane.height(), lane.name


def test_that_the_model_panel_has_room_to_say_where_parameters_come_from(qtbot: QtBot, window: Window) -> None:
    window.resize(1280, 800)
    window.project.open_example("sentiment")
    qtbot.waitUntil(lambda: window.session.running is None, timeout=30_000)
    shown_by = window.findChild(QAction, "action_panel_model")
    assert shown_by is not None
    shown_by.trigger()
    origin = window.docks["model"].findChild(QLabel, "label_origin")
    assert isinstance(origin, QLabel)
    qtbot.waitUntil(lambda: origin.isVisible() and origin.height() >= origin.heightForWidth(origin.width()))


def test_that_an_example_opens_with_the_lanes_that_its_file_asks_for(qtbot: QtBot, window: Window) -> None:
    window.project.open_example("highways")
    assert "second" not in window.lanes.stack.shown()
    window.project.open_example("hello")
    assert "h" in window.lanes.stack.shown()
    assert "second" not in window.lanes.stack.names()


@pytest.mark.usefixtures("theme")  # which puts the application's look back
def test_that_the_window_opens_with_an_example_that_has_a_walk(qtbot: QtBot, settings: Settings) -> None:
    _, window = start(settings)
    qtbot.addWidget(window)
    session = window.session
    assert session.tape is not None
    assert session.position == 0
    assert session.draft.trained is None
    assert session.walk.stops
    loss = session.tape.loss
    session.walk.go(1)
    assert session.tape.loss < 0.1, "the walk is through the trained network"
    session.walk.leave()
    assert session.tape.loss == loss
