"""Breakpoints as a user has them: set in the gutter, by a condition, by a menu; continued to, and back; taken away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.widgets.lane import Lane
from tests.app.screen import lane_of, picture, press, type_into, wait_for_run

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(window: Window) -> Window:
    """The window with the panel of breakpoints open."""
    window.open_panel("breakpoints")
    QApplication.processEvents()
    return window


def click_in_gutter(window: Window, qtbot: QtBot, timestep: int) -> None:
    ruler, lane = window.lanes.stack.ruler, window.lanes.stack.lane("h")
    place = QPoint(round(lane.body_rect().left() + lane.axis.x_of(timestep)), ruler.height() - 4)
    qtbot.mouseClick(ruler, LEFT, pos=place)


def rows(view: QTreeView) -> list[tuple[str, str]]:
    """What a list says, row by row."""
    model = view.model()
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 1).data())) for row in range(model.rowCount())
    ]  # fmt: skip


def click_row(view: QTreeView, qtbot: QtBot, row: int, x: int = 40) -> None:
    rect = view.visualRect(view.model().index(row, 0))
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(rect.left() + x, rect.center().y()))


def value_menu(window: Window, lane: Lane, timestep: int) -> Iterator[QMenu]:
    place = QPoint(round(lane.body_rect().left() + lane.axis.x_of(timestep)), lane.body_rect().center().y())
    lane.context_requested.emit(*lane.hit(place.x() - lane.body_rect().left(), 5.0), lane.mapToGlobal(place))
    (menu,) = [one for one in window.findChildren(QMenu, "menu_value") if one.isVisible()]
    yield menu
    menu.close()


def choose(window: Window, lane: Lane, timestep: int, action: str) -> None:
    for menu in value_menu(window, lane, timestep):
        (found,) = [one for one in menu.actions() if one.objectName() == action]
        found.trigger()


def test_that_a_click_in_the_gutter_sets_a_breakpoint_and_another_takes_it_away(window: Window, qtbot: QtBot) -> None:
    bare = picture(window.lanes.stack.ruler)
    click_in_gutter(window, qtbot, 3)
    assert window.session.position == 0
    assert (picture(window.lanes.stack.ruler) != bare).any()
    press(window, Key.Key_F5)
    assert window.session.position == 3
    press(window, Key.Key_F5)
    assert window.session.position == 6
    press(window, Key.Key_F5, CONTROL)
    assert window.session.position == 3
    click_in_gutter(window, qtbot, 3)
    assert window.session.breakpoints.all == ()
    press(window, Key.Key_Z, CONTROL)
    assert len(window.session.breakpoints.all) == 1


def test_that_f9_sets_a_breakpoint_where_the_cursor_or_the_selection_is(window: Window) -> None:
    press(window, Key.Key_Right)
    press(window, Key.Key_Right)
    press(window, Key.Key_F9)
    assert window.session.breakpoints.all == (Breakpoint("timestep", timestep=2),)
    window.session.select("h", 4)
    press(window, Key.Key_F9)
    assert window.session.breakpoints.at(4) is not None


def test_that_a_typed_condition_stops_the_run_and_says_why(panel: Window, qtbot: QtBot) -> None:
    field = panel.breakpoints_panel.condition
    type_into(field.line, "L[t] > 1.3")
    qtbot.keyClick(field.line, Key.Key_Return)
    assert rows(panel.breakpoints_panel.rows) == [("L[t] > 1.3", "2")]
    assert rows(panel.breakpoints_panel.hits) == [
        ("→ 2", "2.71 > 1.30: L[t]"),
        ("→ 4", "1.97 > 1.30: L[t]"),
    ]
    panel.lanes.setFocus()
    press(panel, Key.Key_F5)
    assert panel.session.position == 2
    assert panel.hover.text() == "Stopped at forward t = 2: L[t] > 1.3"
    press(panel, Key.Key_F5)
    press(panel, Key.Key_F5)
    assert panel.session.position == 8
    assert "end of the run" in panel.hover.text()
    press(panel, Key.Key_F5, CONTROL)
    assert panel.session.position == 4
    press(panel, Key.Key_Left)
    assert "Stopped" not in panel.hover.text()


def test_that_a_bad_condition_says_what_is_wrong_where_it_is_typed_and_harms_nothing(
    panel: Window, qtbot: QtBot
) -> None:
    field = panel.breakpoints_panel.condition
    type_into(field.line, "norm(hh[t]) < 1")
    plain = picture(field.line)
    qtbot.keyClick(field.line, Key.Key_Return)
    assert field.wrong.isVisible()
    assert "no `hh`. Did you mean `h`?" in field.wrong.text()
    assert panel.session.breakpoints.all == ()
    type_into(field.line, "norm(h[t]) < 1")
    assert not field.wrong.isVisible()
    assert (picture(field.line) != plain).any()
    qtbot.keyClick(field.line, Key.Key_Return)
    assert len(panel.session.breakpoints.all) == 1


def test_that_a_breakpoint_is_disabled_changed_and_removed_in_its_list(panel: Window, qtbot: QtBot) -> None:
    view = panel.breakpoints_panel
    panel.session.breakpoints.add([Breakpoint("condition", "L[t] > 1.3"), Breakpoint("timestep", timestep=1)])
    click_row(view.rows, qtbot, 0, x=9)
    assert [one.enabled for one in panel.session.breakpoints.all] == [False, True]
    click_row(view.rows, qtbot, 0, x=9)
    assert [one.enabled for one in panel.session.breakpoints.all] == [True, True]
    click_row(view.rows, qtbot, 0)
    assert view.details.isVisible()
    type_into(view.details.text.line, "L[t] > 2")
    qtbot.keyClick(view.details.text.line, Key.Key_Return)
    assert rows(view.rows)[0] == ("L[t] > 2", "1")
    type_into(view.details.text.line, "L[t] > > 2")
    qtbot.keyClick(view.details.text.line, Key.Key_Return)
    assert view.details.text.wrong.isVisible()
    assert rows(view.rows)[0] == ("L[t] > 2", "1")
    view.details.counting.setFocus()
    qtbot.keyClick(view.details.counting, Key.Key_Down)
    qtbot.keyClick(view.details.counting, Key.Key_Return)
    view.rows.setFocus()
    qtbot.keyClick(view.rows, Key.Key_Delete)
    assert [one.kind for one in panel.session.breakpoints.all] == ["timestep"]
    press(panel, Key.Key_Z, CONTROL)
    assert len(panel.session.breakpoints.all) == 2


def test_that_the_arrow_keys_choose_a_breakpoint_like_a_click(panel: Window, qtbot: QtBot) -> None:
    view = panel.breakpoints_panel
    panel.session.breakpoints.add([Breakpoint("condition", "L[t] > 1.3"), Breakpoint("timestep", timestep=1)])
    click_row(view.rows, qtbot, 0)
    assert view.details.text.isVisible()
    qtbot.keyClick(view.rows, Key.Key_Down)
    assert not view.details.text.isVisible()
    assert "t = 1" in view.hits_title.text()
    qtbot.keyClick(view.rows, Key.Key_Up)
    assert view.details.text.line.text() == "L[t] > 1.3"


def test_that_a_hit_is_gone_to_by_a_click_and_the_arrow_keys_step_on(panel: Window, qtbot: QtBot) -> None:
    view = panel.breakpoints_panel
    panel.session.breakpoints.add([Breakpoint("condition", "L[t] > 1.3")])
    panel.lanes.setFocus()
    click_row(view.hits, qtbot, 0)
    assert panel.session.position == 2
    press(panel, Key.Key_Right)
    assert panel.session.position == 3
    view.hits.setFocus()
    qtbot.keyClick(view.hits, Key.Key_Home)
    assert panel.session.position == 2
    qtbot.keyClick(view.hits, Key.Key_Down)
    assert panel.session.position == 4


def test_that_the_number_of_a_hit_is_seen_before_an_expression_that_is_too_long(panel: Window, qtbot: QtBot) -> None:
    field = panel.breakpoints_panel.condition
    type_into(field.line, "max(abs(dW_hh[t])) + 0 * max(abs(dW_hh[t])) > 0.1")
    qtbot.keyClick(field.line, Key.Key_Return)
    first = panel.breakpoints_panel.hits_model.index(0, 1)
    actual = panel.breakpoints_panel.hits_model.hit(0).actual
    assert actual is not None
    assert actual > 0.1
    assert str(first.data()).startswith(f"{actual:.3g}"[:4])
    assert "> 0.1" in str(first.data()).split(":")[0]


def test_that_a_hit_count_is_set_in_the_panel(panel: Window, qtbot: QtBot) -> None:
    view = panel.breakpoints_panel
    panel.session.breakpoints.add([Breakpoint("equation", "h")])
    click_row(view.rows, qtbot, 0)
    view.details.counting.setCurrentIndex(2)
    view.details.counting.activated.emit(2)
    assert view.details.count.isVisible()
    type_into(view.details.count, "3")
    qtbot.keyClick(view.details.count, Key.Key_Return)
    assert panel.session.breakpoints.all == (Breakpoint("equation", "h", counting="every", count=3),)
    assert rows(view.hits) == [("→ 3", "h")]


def test_that_one_click_sets_the_ready_made_set_with_thresholds_that_can_be_changed(
    panel: Window, qtbot: QtBot
) -> None:
    view = panel.breakpoints_panel
    button = panel.findChild(QPushButton, "button_ready_made")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    assert len(rows(view.rows)) == 7
    saturated = next(row for row, (words, _) in enumerate(rows(view.rows)) if "saturated" in words)
    assert rows(view.rows)[saturated] == ("Unit saturated (0.99)", "0")
    click_row(view.rows, qtbot, saturated)
    type_into(view.details.threshold, "0.9")
    qtbot.keyClick(view.details.threshold, Key.Key_Return)
    assert rows(view.rows)[saturated] == ("Unit saturated (0.90)", "1")
    assert rows(view.hits) == [("→ 3", "0.96 > 0.90: abs(h[t])")]
    click_row(view.hits, qtbot, 0)
    assert panel.session.position == 3
    type_into(view.details.threshold, "much")
    qtbot.keyClick(view.details.threshold, Key.Key_Return)
    assert "not a number" in view.details.about.text()
    assert panel.session.breakpoints.all[saturated].threshold == 0.9


def test_that_the_context_menu_of_a_value_runs_to_it_and_breaks_when_it_changes(window: Window, qtbot: QtBot) -> None:
    lane = lane_of(window, "h")
    choose(window, lane, 3, "action_run_to_here")
    assert window.session.position == 3
    choose(window, lane, 2, "action_break_when")
    field = window.breakpoints_panel.condition
    assert field.text().startswith("h[t][")
    assert " > " in field.text()
    assert not field.wrong.isVisible()
    qtbot.keyClicks(field.line, "0.5")
    assert field.text().endswith("> 0.5")
    qtbot.keyClick(field.line, Key.Key_Return)
    assert [one.kind for one in window.session.breakpoints.all] == ["condition"]


def test_that_breaking_when_is_offered_for_whatever_is_selected(window: Window) -> None:
    session = window.session
    names = [*session.tape.graph.named, "x", "target", "dh", "dW_hh", "W_hh", "dW_hh.total"] if session.tape else []
    for name in names:
        for timestep in (None, 2):
            session.select(name, timestep)
            window.actions_["break_when"].trigger()
            assert window.breakpoints_panel.condition.text()
            assert not window.breakpoints_panel.condition.wrong.isVisible()


def test_that_a_menu_offers_phases_and_equations(panel: Window, qtbot: QtBot) -> None:
    menu = panel.breakpoints_panel.add_menu
    menu.popup(QPoint(0, 0))
    (backward,) = [one for one in menu.actions() if one.text() == "where backward begins"]
    backward.trigger()
    menu.popup(QPoint(0, 0))
    equations = menu.findChild(QMenu, "menu_add_equation")
    assert equations is not None
    (dh,) = [one for one in equations.actions() if one.text() == "dh"]
    dh.trigger()
    menu.popup(QPoint(0, 0))
    operations = menu.findChild(QMenu, "menu_add_operation")
    assert operations is not None
    (product,) = [one for one in operations.actions() if one.text() == "h.1 = W_hh @ h[t-1]"]
    product.trigger()
    menu.close()
    assert rows(panel.breakpoints_panel.rows) == [
        ("where backward begins", "1"),
        ("the equation of dh", "4"),
        ("the operation h.1, a term of the argument of tanh in h", "4"),
    ]
    panel.session.undo.undo()
    press(panel, Key.Key_F5)
    assert panel.session.position == 4


def test_that_a_breakpoint_without_its_name_is_marked_and_the_rest_work(panel: Window) -> None:
    panel.session.breakpoints.add([Breakpoint("condition", "M[t] > 1"), Breakpoint("timestep", timestep=2)])
    assert rows(panel.breakpoints_panel.rows)[0] == ("M[t] > 1", "!")
    press(panel, Key.Key_F5)
    assert panel.session.position == 2


def test_that_a_search_through_a_long_run_shows_how_far_it_is_and_can_be_cancelled(
    window: Window, qtbot: QtBot
) -> None:
    window.session.edit(text="hello worl" * 10_000, hidden=8)
    wait_for_run(qtbot, window)
    window.session.breakpoints.add([Breakpoint("condition", "norm(dh[t]) > 1e9")])
    window.session.go_to(0)
    press(window, Key.Key_F5)
    assert window.session.breakpoint_run.searching is not None
    assert window.progress.isVisible()
    press(window, Key.Key_Escape)
    assert not window.progress.isVisible()
    assert window.session.position == 0
    press(window, Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.breakpoint_run.searching is None, timeout=10_000)
    assert window.session.tape is not None
    assert window.session.position == window.session.tape.stops - 1


def test_that_a_breakpoint_in_the_gutter_is_given_a_condition_and_continued_to_from_either_side(
    window: Window, qtbot: QtBot
) -> None:
    click_in_gutter(window, qtbot, 3)
    window.session.select("h", 3)
    press(window, Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    view = window.breakpoints_panel
    assert view.details.beside.isVisible()
    assert window.focusWidget() is view.details.beside.line
    type_into(view.details.beside.line, "norm(dh[t]) > 0.1")
    qtbot.keyClick(view.details.beside.line, Key.Key_Return)
    assert rows(view.rows) == [("t = 3, if norm(dh[t]) > 0.1", "1")]
    assert rows(view.hits)[0][0] == "← 3"
    window.lanes.setFocus()
    press(window, Key.Key_F5)
    assert window.session.position == 6, "on the way forward the gradient is not known yet"
    assert window.hover.text() == "Stopped at backward t = 3: t = 3, if norm(dh[t]) > 0.1"
    press(window, Key.Key_End)
    press(window, Key.Key_F5, CONTROL)
    assert window.session.position == 6
    type_into(view.details.beside.line, "norm(zz[t]) > 0.1")
    qtbot.keyClick(view.details.beside.line, Key.Key_Return)
    assert view.details.beside.wrong.isVisible()
    assert window.session.breakpoints.all[0].condition == "norm(dh[t]) > 0.1"
    type_into(view.details.beside.line, "")
    qtbot.keyClick(view.details.beside.line, Key.Key_Return)
    assert rows(view.rows) == [("t = 3", "2")]


def test_that_the_condition_of_a_new_breakpoint_is_asked_for_at_once(window: Window, qtbot: QtBot) -> None:
    window.session.select("h", 2)
    press(window, Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.breakpoints.all == (Breakpoint("timestep", timestep=2),)
    qtbot.keyClicks(window.focusWidget(), "L[t] > 100")
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    window.lanes.setFocus()
    press(window, Key.Key_F5)
    assert window.session.position == 8


def test_that_an_operation_is_named_before_its_condition(panel: Window) -> None:
    panel.session.breakpoints.add([Breakpoint("operation", "h.1", condition="L[t] > 1.3")])
    words = "the operation h.1, a term of the argument of tanh in h, if L[t] > 1.3"
    assert rows(panel.breakpoints_panel.rows) == [(words, "2")]
    press(panel, Key.Key_F5)
    assert panel.hover.text() == f"Stopped at forward t = 2: {words}"


def test_that_all_breakpoints_are_taken_away_at_once_and_come_back(panel: Window, qtbot: QtBot) -> None:
    button = panel.findChild(QPushButton, "button_remove_breakpoints")
    assert button is not None
    assert not button.isEnabled()
    panel.session.breakpoints.add_ready_made()
    before = panel.session.breakpoints.all
    qtbot.mouseClick(button, LEFT)
    assert panel.session.breakpoints.all == ()
    press(panel, Key.Key_Z, CONTROL)
    assert panel.session.breakpoints.all == before
    press(panel, Key.Key_F9, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert panel.session.breakpoints.all == ()
    assert not panel.actions_["remove_breakpoints"].isEnabled()


def test_that_dots_and_ticks_in_the_gutter_say_what_they_are(window: Window) -> None:
    session, gutter = window.session, window.lanes.gutter
    session.breakpoints.add([Breakpoint("condition", "L[t] > 1.3"), Breakpoint("timestep", timestep=4)])
    session.breakpoints.add([Breakpoint("timestep", timestep=2, condition="L[t] > 9", enabled=False)])
    assert gutter.words(range(4, 5)) == "● a breakpoint: t = 4", "the cursor has not come to the tick"
    session.go_end()
    assert gutter.words(range(4, 5)).splitlines() == [
        "● a breakpoint: t = 4", "| a tick: L[t] > 1.3 at t = 4, with L[t] = 1.97"
    ]  # fmt: skip
    assert gutter.words(range(1, 5)).splitlines()[-1] == "| 2 ticks: L[t] > 1.3, first at t = 2 with L[t] = 2.71"
    assert "○ a breakpoint, off: t = 2, if L[t] > 9" in gutter.words(range(2, 3))
    assert gutter.words(range(3, 4)) == ""


def test_that_run_back_to_here_undoes_run_to_here(window: Window) -> None:
    window.session.select("h", 3)
    window.session.go_to(6)
    press(window, Key.Key_Right)
    window.actions_["run_back_to_here"].trigger()
    assert window.session.position == 6
    window.actions_["run_back_to_here"].trigger()
    assert window.session.position == 3
    window.actions_["run_to_here"].trigger()
    assert window.session.position == 6
