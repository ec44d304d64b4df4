"""Asking why in the window: from the context menu of a value, on from term to term, back; a weight's history."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.session.inquiry import Question
from rnnviz.widgets.share_bars import SHARE
from tests.app.screen import lane_of, press

LEFT = Qt.MouseButton.LeftButton


def choose(part: QWidget, place: QPoint, name: str) -> None:
    """An entry of a part's context menu, with the pointer at a place."""
    QApplication.sendEvent(part, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, part.mapToGlobal(place)))
    menu = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible())
    action = next(one for one in menu.actions() if one.objectName() == name)
    action.trigger()
    menu.close()


def cell(window: Window, name: str, timestep: int, row: int, rows: int) -> QPoint:
    lane = lane_of(window, name)
    body = lane.body_rect()
    return QPoint(round(body.left() + lane.axis.x_of(timestep)), round(body.top() + (row + 0.5) * body.height() / rows))


def rows(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [item.child(i) for i in range(item.childCount())]
    return [one for one in found if one is not None]


def top(window: Window) -> list[QTreeWidgetItem]:
    return rows(window.why_panel.tree.invisibleRootItem())


def test_that_the_context_menu_of_a_cell_asks_why(window: Window) -> None:
    press(window, Qt.Key.Key_End)
    choose(lane_of(window, "h"), cell(window, "h", 3, 1, 3), "action_why_here")
    assert window.why_panel.isVisible()
    assert window.inquiry.question == Question("h", 3, (1,))
    assert "Why is h[3][1] = " in window.why_panel.heading.text()
    [inside] = top(window)
    assert inside.text(0) == "(W_hh @ h[2] + W_xh @ x[3] + b_h)[1]"


def test_that_the_inspector_s_maps_ask_why(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("h", 2)
    QApplication.processEvents()
    view = window.inspector.gradient_map
    choose(view, view.rect().center(), "action_why_element")
    question = window.inquiry.question
    assert question is not None
    assert (question.name, question.timestep) == ("dh", 2)


def test_that_a_term_opens_into_its_terms(window: Window) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("h", 3, (1,))
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    [inside] = top(window)
    inside.setExpanded(True)
    terms = rows(inside)
    assert {one.text(0) for one in terms} == {"(W_hh @ h[2])[1]", "(W_xh @ x[3])[1]", "b_h[1]"}
    shares = [abs(one.data(2, SHARE)) for one in terms]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    product = next(one for one in terms if one.text(0) == "(W_hh @ h[2])[1]")
    product.setExpanded(True)
    assert {one.text(0) for one in rows(product)} == {f"W_hh[1,{j}]·h[2][{j}]" for j in range(3)}
    pair = rows(product)[0]
    pair.setExpanded(True)
    factors = rows(pair)
    assert [one.text(0).split("[")[0] for one in factors] == ["W_hh", "h"]
    factors[0].setExpanded(True)
    assert "is a parameter" in rows(factors[0])[0].text(0)


def test_that_a_click_selects_a_double_click_walks_on_and_the_arrow_goes_back(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("dh", 2, (0,))
    window.commands.tools.ask_why()
    tree = window.why_panel.tree
    first = top(window)[0]
    first.setExpanded(True)
    QApplication.processEvents()
    inner = rows(first)[0]
    place = tree.visualItemRect(inner).center()
    qtbot.mouseClick(tree.viewport(), LEFT, pos=place)
    selection = window.session.selection
    assert selection.name.startswith("d")
    assert selection.unit is not None
    qtbot.mouseDClick(tree.viewport(), LEFT, pos=place)
    assert window.inquiry.question == Question(selection.name, selection.timestep, selection.unit)
    assert window.why_panel.back.isEnabled()
    qtbot.mouseClick(window.why_panel.back, LEFT)
    assert window.inquiry.question == Question("dh", 2, (0,))


def test_that_a_weight_shows_its_history_and_its_losses(window: Window, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("W_hh", None, (1, 2))
    window.commands.tools.ask_why()
    history = window.why_panel.history
    assert history.isVisible()
    assert "dW_hh[1, 2], timestep by timestep" in history.words.text()
    curve = history.curve
    area = curve.rect()
    qtbot.mouseClick(curve, LEFT, pos=QPoint(round(area.width() * 0.95), area.center().y()))
    assert window.session.selection.name == "dW_hh"
    assert window.session.selection.timestep == 4
    qtbot.mouseClick(history.sent, LEFT)
    qtbot.waitUntil(lambda: window.inquiry.by_loss is not None, timeout=20_000)
    assert "By the timestep of the loss that sent it" in history.words.text()
    qtbot.mouseClick(curve, LEFT, pos=QPoint(round(area.width() * 0.95), area.center().y()))
    assert window.session.selection.name == "L"
    qtbot.mouseClick(history.added, LEFT)
    assert "timestep by timestep" in history.words.text()


def test_that_a_total_is_told_by_its_timesteps(window: Window) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("dW_hh.total", None, (0, 1))
    window.commands.tools.ask_why()
    assert "the sum of what 4 timesteps contribute" in window.why_panel.words.text()
    assert {one.text(0) for one in top(window)} == {f"dW_hh[{t}][0,1]" for t in (1, 2, 3, 4)}


def test_that_what_the_cursor_has_not_reached_is_not_told_before_its_time(window: Window) -> None:
    window.session.select("dh", 2, (0,))
    window.commands.tools.ask_why()
    panel = window.why_panel
    assert "Not yet" in panel.words.text()
    assert not panel.tree.isVisible()
    window.session.go_to(6)  # backward t = 3
    assert not panel.tree.isVisible()
    window.session.step()
    assert panel.tree.isVisible()
    assert "Why is dh[2][0] = " in panel.heading.text()
    window.session.step_back()
    assert not panel.tree.isVisible()
    press(window, Qt.Key.Key_W)
    assert panel.tree.isVisible()


def test_that_a_weight_s_history_grows_with_the_cursor(window: Window) -> None:
    window.session.select("W_hh", None, (1, 2))
    window.commands.tools.ask_why()
    history = window.why_panel.history
    assert "as far as the cursor has come: 0 of 4" in history.words.text()
    assert not history.sent.isEnabled()
    window.session.go_to(6)
    assert "as far as the cursor has come: 2 of 4" in history.words.text()
    press(window, Qt.Key.Key_End)
    assert "Together" in history.words.text()
    assert history.sent.isEnabled()


def test_that_without_a_question_the_panel_says_what_to_do(window: Window) -> None:
    window.open_panel("why")
    assert "Select a unit anywhere" in window.why_panel.words.text()
    assert not window.why_panel.back.isEnabled()
    assert not window.why_panel.history.isVisible()


@pytest.mark.parametrize(
    ("square", "question"),
    [(0, Question("dW_hh", 4, (0, 0))), (1, Question("dW_hh", None, (0, 0))), (2, Question("dW_hh", None, (0, 0)))],
)
def test_that_the_squares_of_the_sum_ask_why_watch_and_break(window: Window, square: int, question: Question) -> None:
    press(window, Qt.Key.Key_End)
    window.session.select("W_hh", 4)
    QApplication.processEvents()
    view = window.sum_panel.sum
    _, _, _, cells = list(view._shown())[square]
    corner = QPoint(round(cells.left()) + 5, round(cells.top()) + 5)
    choose(view, corner, "action_why_square")
    assert window.inquiry.question == question
    assert window.why_panel.isVisible()
    choose(view, corner, "action_watch_value")
    [watched] = [one.text for one in window.session.watches.all]
    assert watched == ("total(dW_hh[t][0, 0])" if square == 2 else "dW_hh[t][0, 0]")
    choose(view, corner, "action_copy_square")
    copied = QApplication.clipboard().text()
    assert len(copied.splitlines()) == 3
    choose(view, corner, "action_break_when")
    assert window.breakpoints_panel.isVisible()
