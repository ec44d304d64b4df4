"""What if, as a user does it: a value overridden from its context menu, undone, compared; and what a cut loses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.session.compared import Mode
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Lane
from tests.app.screen import lane_of, number_in, picture, press, read_out, type_into, values_on_screen


@pytest.fixture
def at_end(window: Window) -> Iterator[Window]:
    window.session.go_end()
    yield window
    window.override_editor.hide()


def menu_of(window: Window, lane: Lane, timestep: int, row: int = 0, rows: int = 1) -> QMenu:
    """The context menu of a cell."""
    QApplication.processEvents()
    body = lane.body_rect()
    place = QPoint(
        round(body.left() + lane.axis.x_of(timestep)), round(body.top() + (row + 0.5) * body.height() / rows)
    )
    QApplication.sendEvent(lane, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, lane.mapToGlobal(place)))
    menu = window.findChild(QMenu, "menu_value")
    assert menu is not None
    return menu


def override(window: Window, lane: str, timestep: int, text: str, row: int = 0, rows: int = 1) -> None:
    """Right-click, Override…, another value, Enter."""
    menu = menu_of(window, lane_of(window, lane), timestep, row, rows)
    action = next(one for one in menu.actions() if one.objectName() == "action_override")
    assert action.isEnabled()
    menu.close()
    action.trigger()
    editor = window.override_editor
    assert editor.isVisible()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, text)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    window.activateWindow()  # as a window's manager does when a popup has gone


def trigger(window: Window, name: str) -> None:
    action = window.findChild(QAction, f"action_{name}")
    assert action is not None, name
    action.trigger()


def choose(box: QComboBox, text: str) -> None:
    """An entry of a box, taken by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"no entry {text!r}"


def test_that_a_value_is_overridden_undone_and_redone(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    position = at_end.session.position
    override(at_end, "h", 2, "0.9", row=1, rows=3)
    assert not at_end.override_editor.isVisible()
    after = values_on_screen(at_end, "h", 4, 3)
    assert after[1, 1] == pytest.approx(0.9)
    np.testing.assert_array_equal(after[0], before[0])
    assert not np.array_equal(after[2:], before[2:])
    assert at_end.session.position == position
    press(at_end, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), before)
    press(at_end, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), after)


def test_that_an_overridden_cell_is_marked_and_listed_and_can_be_taken_out(at_end: Window) -> None:
    lane = lane_of(at_end, "h")
    override(at_end, "h", 2, "0.9", row=1, rows=3)
    marked = picture(lane)
    assert lane.overridden == {2: frozenset({(1,)})}
    lane.set_overridden({})
    assert (picture(lane) != marked).any()
    panel = at_end.what_if_panel
    assert [panel.list.item(row).text() for row in range(panel.list.count())] == ["h[2], unit 1 = 0.90"]
    at_end.open_panel("what_if")
    QTest.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualItemRect(panel.list.item(0)).center()
    )
    assert at_end.session.selection.name == "h"
    QTest.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert panel.list.count() == 0
    assert at_end.session.tape is not None
    assert at_end.session.tape.overrides == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("much", "“much” is no number"), ("1,000", "no number"), ("", "no number")],
)
def test_that_what_is_no_number_is_said_in_place_and_changes_nothing(at_end: Window, text: str, words: str) -> None:
    before = at_end.session.tape
    menu = menu_of(at_end, lane_of(at_end, "h"), 2, 1, 3)
    menu.close()
    trigger(at_end, "override")
    type_into(at_end.override_editor.field, text)
    QTest.keyClick(at_end.override_editor.field, Qt.Key.Key_Return)
    assert at_end.override_editor.isVisible()
    assert words in at_end.override_editor.wrong.text()
    assert at_end.session.tape is before
    assert not at_end.session.undo.canUndo()


def test_that_a_symbol_is_overridden_by_another_of_the_vocabulary(at_end: Window) -> None:
    menu = menu_of(at_end, lane_of(at_end, "inputs"), 3)
    menu.close()
    trigger(at_end, "override")
    editor = at_end.override_editor
    assert editor.field.text() == "l"
    type_into(editor.field, "z")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert "“z” is not in this text's vocabulary: h e l o" in editor.wrong.text()
    type_into(editor.field, "e")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert "“e”" in read_out(at_end, lane_of(at_end, "inputs"), 3)
    assert at_end.session.draft.text == "hello"


def test_that_a_weight_is_another_at_all_timesteps_or_at_one(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    at_end.session.select("W_hh", 3, (0, 1))
    trigger(at_end, "override")
    choose(at_end.override_editor.when, "at t = 3 alone")
    type_into(at_end.override_editor.field, "3")
    QTest.keyClick(at_end.override_editor.field, Qt.Key.Key_Return)
    after = values_on_screen(at_end, "h", 4, 3)
    np.testing.assert_array_equal(after[:2], before[:2])
    assert not np.array_equal(after[2], before[2])
    assert "W_hh[0, 1] at t = 3" in at_end.what_if_panel.list.item(0).text()
    at_end.session.select("W_hh", 3, (0, 1))
    trigger(at_end, "override")
    choose(at_end.override_editor.when, "at all timesteps")
    type_into(at_end.override_editor.field, "3")
    QTest.keyClick(at_end.override_editor.field, Qt.Key.Key_Return)
    assert not np.array_equal(values_on_screen(at_end, "h", 4, 3)[1], before[1])


def test_that_gradients_offer_no_override(at_end: Window) -> None:
    menu = menu_of(at_end, lane_of(at_end, "dh"), 2, 1, 3)
    action = next(one for one in menu.actions() if one.objectName() == "action_override")
    assert not action.isEnabled()
    menu.close()


def test_that_the_difference_is_shown_in_every_lane_with_a_scale_that_says_so(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    losses = [number_in(read_out(at_end, lane_of(at_end, "losses"), t)) for t in (1, 2, 3, 4)]
    override(at_end, "h", 2, "0.9", row=1, rows=3)
    after = values_on_screen(at_end, "h", 4, 3)
    trigger(at_end, "compare_difference")
    for lane in at_end.lanes.stack.names():
        shown = at_end.lanes.stack.lane(lane)
        assert shown.title.startswith("Δ "), lane
        if isinstance(shown, HeatLane | BarLane):
            assert shown.head.note.startswith("difference"), lane
    np.testing.assert_allclose(values_on_screen(at_end, "h", 4, 3), after - before, atol=2e-5)
    assert values_on_screen(at_end, "h", 4, 3)[0].tolist() == [0, 0, 0]
    trigger(at_end, "compare_off")
    trigger(at_end, "undo")
    assert [number_in(read_out(at_end, lane_of(at_end, "losses"), t)) for t in (1, 2, 3, 4)] == losses


def test_that_both_runs_stand_side_by_side_in_one_scale(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    override(at_end, "h", 2, "3", row=1, rows=3)
    after = values_on_screen(at_end, "h", 4, 3)
    trigger(at_end, "compare_beside")
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), after)
    np.testing.assert_array_equal(values_on_screen(at_end, "h@other", 4, 3), before)
    now, then = at_end.lanes.stack.lane("h"), at_end.lanes.stack.lane("h@other")
    assert isinstance(now, HeatLane)
    assert isinstance(then, HeatLane)
    assert now.scale == then.scale
    assert then.title == "h · A"
    assert (now.head.sign, then.head.sign, then.head.title) == ("B", "A", "h")
    names = at_end.lanes.stack.names()
    assert names.index("h@other") == names.index("h") + 1
    trigger(at_end, "compare_off")
    assert "h@other" not in at_end.lanes.stack.names()


def test_that_a_kept_run_is_compared_with_the_run_after_an_edit(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    trigger(at_end, "keep_run")
    trigger(at_end, "new_weights")
    after = values_on_screen(at_end, "h", 4, 3)
    panel = at_end.what_if_panel
    assert "Run 1: hello" in panel.other.currentText()
    choose(panel.mode, "their difference")
    np.testing.assert_allclose(values_on_screen(at_end, "h", 4, 3), after - before, atol=3e-5)
    assert "The loss was" in panel.found.text()
    assert "rounding" in panel.found.text()
    QTest.mouseClick(panel.let_go, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), after)


def test_that_the_inspector_tells_what_was_set_and_how_the_other_run_was(at_end: Window) -> None:
    override(at_end, "h", 2, "0.9", row=1, rows=3)
    at_end.session.comparison.set_mode(Mode.DIFFERENCE)
    at_end.session.select("h", 2, (1,))
    words = at_end.inspector.by_hand.text() + at_end.inspector.compared.text()
    assert "An override is in force: unit 1" in words
    assert "The equation gives" in words
    assert "the difference is" in words
    links = at_end.inspector.links.text()
    assert "override" not in links


def test_that_nothing_to_compare_with_says_what_to_do(window: Window) -> None:
    trigger(window, "compare_difference")
    assert "Nothing to compare with yet" in window.what_if_panel.found.text()
    assert window.what_if_panel.isVisible()
    assert "h" in window.lanes.stack.names()


def test_that_what_truncation_loses_is_said_where_it_is_set(at_end: Window, qtbot: QtBot) -> None:
    at_end.open_panel("model")
    panel = at_end.model_panel
    assert not panel.cuts.carry.isVisible()
    assert not panel.cuts.lost.isVisible()
    type_into(panel.cuts.every, "2")
    QTest.keyClick(panel.cuts.every, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "off by" in panel.cuts.lost.text())
    tape = at_end.session.tape
    assert tape is not None
    whole = tape.model.run(tape.data)
    parts = [tape[f"d{name}"] - whole[f"d{name}"] for name in tape.model.parameters]
    lost = np.sqrt(sum(float((part**2).sum()) for part in parts))
    length = np.sqrt(sum(float((whole[f"d{name}"] ** 2).sum()) for name in tape.model.parameters))
    assert f"{100 * lost / length:.3g} %" in panel.cuts.lost.text()
    assert "cosine" in panel.cuts.lost.toolTip()
    with_values = values_on_screen(at_end, "h", 4, 3)
    QTest.mouseClick(panel.cuts.carry, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.cuts.carry.height() // 2))
    assert at_end.session.draft.carry is False
    assert not np.array_equal(values_on_screen(at_end, "h", 4, 3), with_values)
    qtbot.waitUntil(lambda: "The chunks are apart" in panel.cuts.lost.text())
    press(at_end, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), with_values)


def test_that_the_cut_is_drawn_across_every_lane(at_end: Window) -> None:
    whole = {name: picture(at_end.lanes.stack.lane(name)) for name in at_end.lanes.stack.shown()}
    at_end.session.edit(truncate=2)
    axis = at_end.lanes.stack.axis
    for name in at_end.lanes.stack.shown():
        lane = at_end.lanes.stack.lane(name)
        x = round(lane.body_rect().left() + axis.x_of(2.5))
        column = picture(lane)[:, x - 1 : x + 2, :3].astype(int)
        reddish = (column[..., 2] > column[..., 1] + 60) & (column[..., 2] > column[..., 0] + 60)
        assert reddish.any(), name
        assert whole[name].shape == picture(lane).shape


def test_that_everything_named_is_an_accessible_part(window: Window) -> None:
    names = {
        window.override_editor: ("field_override",),
        window.what_if_panel: ("list_overrides", "field_compare_mode", "field_compare_with"),
        window.model_panel: ("field_carry",),
    }
    for place, parts in names.items():
        for name in parts:
            part = place.findChild(QWidget, name)
            assert part is not None, name
            assert part.accessibleName(), name


@pytest.mark.parametrize("size", [(1280, 800), (900, 640)])
def test_that_every_button_can_be_reached_however_low_the_panel(at_end: Window, size: tuple[int, int]) -> None:
    at_end.resize(*size)
    for t in range(1, 5):
        override(at_end, "h", t, "0.9", row=1, rows=3)
    trigger(at_end, "keep_run")
    trigger(at_end, "new_weights")
    at_end.open_panel("model")
    at_end.open_panel("data")
    at_end.open_panel("what_if")
    QApplication.processEvents()
    panel = at_end.what_if_panel
    choose(panel.mode, "their difference")
    seen = panel.area.viewport()
    for part in (panel.remove, panel.clear, panel.keep, panel.mode, panel.other, panel.back, panel.let_go, panel.found):
        panel.area.ensureWidgetVisible(part)
        QApplication.processEvents()
        place = part.mapTo(seen, QPoint(0, 0))
        assert part.isVisible()
        assert seen.rect().contains(place), part.objectName()
        assert seen.rect().contains(place + QPoint(part.width() - 1, part.height() - 1)), part.objectName()


def test_that_two_runs_are_told_apart_by_signs_with_a_legend(at_end: Window) -> None:
    override(at_end, "h", 2, "0.9", row=1, rows=3)
    trigger(at_end, "compare_beside")
    at_end.open_panel("what_if")
    panel = at_end.what_if_panel
    assert panel.legend.isVisible()
    assert panel.others.text() == "the run before the overrides"
    for name in at_end.lanes.stack.names():
        lane = at_end.lanes.stack.lane(name)
        if name.endswith("@other"):
            assert lane.head.sign == "A"
            assert lane.accessibleName().endswith("· A")
        elif name != "graph":
            assert lane.head.sign == "B", name
    signed = picture(at_end.lanes.stack.lane("h").head)[:20]
    assert "h · A, t = 2" in read_out(at_end, lane_of(at_end, "h@other"), 2, 0, 3)
    trigger(at_end, "compare_off")
    assert at_end.lanes.stack.lane("h").head.sign == ""
    assert (picture(at_end.lanes.stack.lane("h").head)[:20] != signed).any()
    assert not panel.legend.isVisible()


def test_that_a_kept_run_is_gone_back_to(at_end: Window) -> None:
    before = values_on_screen(at_end, "h", 4, 3)
    trigger(at_end, "keep_run")
    trigger(at_end, "new_weights")
    panel = at_end.what_if_panel
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(values_on_screen(at_end, "h", 4, 3), before)
    trigger(at_end, "undo")
    assert not np.array_equal(values_on_screen(at_end, "h", 4, 3), before)


def test_that_what_is_not_in_both_runs_is_said(at_end: Window) -> None:
    trigger(at_end, "keep_run")
    at_end.session.edit(equations=at_end.session.draft.equations.replace("b_y", "bias"), text="hell")
    panel = at_end.what_if_panel
    choose(panel.mode, "both, side by side")
    words = panel.found.text()
    assert "Only A has b_y." in words
    assert "Only B has bias." in words
    assert "A has 4 timesteps and B 3: the first 3 are compared." in words
