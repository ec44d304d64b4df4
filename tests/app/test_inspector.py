"""Asking about a value: clicks select it everywhere, and the inspector and the sum panel tell all of it."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.engine import Contributions
from rnnviz.session.draft import Selection
from tests.app.screen import lane_of, press

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def plain(html: str) -> str:
    """What a label shows of its HTML."""
    text = re.sub(r"<[^>]+>", "", html.replace("<br>", "\n").replace("</p>", "\n"))
    return text.replace("&nbsp;", " ").replace("&#x27;", "'").replace("&gt;", ">").replace("&lt;", "<")


def click(qtbot: QtBot, window: Window, name: str, timestep: int, row: int = 0, rows: int = 1) -> None:
    lane = lane_of(window, name)
    body = lane.body_rect()
    x, y = body.left() + lane.axis.x_of(timestep), body.top() + (row + 0.5) * body.height() / rows
    qtbot.mouseClick(lane, LEFT, pos=QPoint(round(x), round(y)))


def follow(window: Window, label: str, words: str) -> None:
    """Clicks the link of these words in one of the inspector's texts."""
    html = getattr(window.inspector, label).text()
    links = {plain(text): target for target, text in re.findall(r"<a href='([^']*)'[^>]*>(.*?)</a>", html)}
    getattr(window.inspector, label).linkActivated.emit(links[words])


def test_that_a_click_on_a_cell_selects_it_everywhere(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_End)
    click(qtbot, window, "h", 2, 1, 3)
    assert window.session.selection == Selection("h", 2, (1,))
    tape = window.session.tape
    assert tape is not None
    inspector = window.inspector
    assert "h[2]" in plain(inspector.heading.text())
    assert "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)" in plain(inspector.equation.text())
    assert f"{tape['h'][0][0]:.2f}".replace("-", "−") in plain(inspector.numbers.text())
    np.testing.assert_array_equal(inspector.map.values, tape["h"][1])
    np.testing.assert_array_equal(inspector.gradient_map.values, tape["dh"][1])
    assert "dh[t] =" in plain(inspector.gradient.text())
    assert "= [" in plain(inspector.parts.text())
    for name in ("h", "graph", "losses", "dh"):
        assert lane_of(window, name).selected_timestep == 2
    assert lane_of(window, "h").selected_unit == (1,)


def test_that_the_equations_names_are_links_to_what_was_read(window: Window) -> None:
    press(window, Key.Key_End)
    window.session.select("h", 3)
    follow(window, "equation", "h[t-1]")
    assert window.session.selection == Selection("h", 2)
    follow(window, "equation", "W_hh")
    assert window.session.selection == Selection("W_hh")
    assert window.session.parameter == "W_hh"
    follow(window, "links", "h[1]")
    assert window.session.selection == Selection("h", 1)
    follow(window, "links", "y[1]")
    assert window.session.selection == Selection("y", 1)
    follow(window, "gradient_title", "dy[1]")
    assert window.session.selection == Selection("dy", 1)
    follow(window, "heading", "follow the cursor")
    assert window.session.selection == Selection("dy")


def test_that_the_value_is_copied_in_full_precision(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_End)
    window.session.select("W_hh")
    press(window, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = QGuiApplication.clipboard().text().splitlines()
    tape = window.session.tape
    assert tape is not None
    np.testing.assert_array_equal([[float(x) for x in row.split("\t")] for row in rows], tape.parameters["W_hh"])
    window.session.select("h", 2)
    qtbot.mouseClick(window.inspector.copy, LEFT)
    np.testing.assert_array_equal([float(row) for row in QGuiApplication.clipboard().text().split()], tape["h"][1])


def test_that_the_menu_of_a_value_copies_it_and_goes_there(window: Window) -> None:
    press(window, Key.Key_End)
    lane = lane_of(window, "h")
    body = lane.body_rect()
    place = QPoint(round(body.left() + lane.axis.x_of(3)), body.top() + 3)
    for name in ("action_copy_here", "action_go_here"):
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(lane, QContextMenuEvent(reason, place, lane.mapToGlobal(place)))
        menu = window.lanes.findChildren(QMenu, "menu_value")[-1]
        next(action for action in menu.actions() if action.objectName() == name).trigger()
        menu.close()
    tape = window.session.tape
    assert tape is not None
    assert [float(row) for row in QGuiApplication.clipboard().text().split()] == list(tape["h"][2])
    assert window.session.position == 6


def test_that_what_the_cursor_has_not_reached_is_not_told(window: Window) -> None:
    window.session.select("h", 2)
    assert "Not yet" in plain(window.inspector.numbers.text())
    assert not window.inspector.map.isVisible()
    assert window.inspector.value_as_text() == ""
    press(window, Key.Key_Right)
    assert not window.inspector.map.isVisible()
    press(window, Key.Key_Right)
    assert window.inspector.map.isVisible()
    assert not window.inspector.gradient_map.isVisible()
    press(window, Key.Key_Left)
    assert not window.inspector.map.isVisible()
    press(window, Key.Key_W)
    assert window.inspector.map.isVisible()
    assert window.inspector.gradient_map.isVisible()


def test_that_the_table_has_the_numbers(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_End)
    window.session.select("W_xh")
    qtbot.mouseClick(window.inspector.show_table, LEFT)
    model = window.inspector.table.model()
    tape = window.session.tape
    assert tape is not None
    assert (model.rowCount(), model.columnCount()) == (3, 4)
    shown = float(model.index(1, 2).data().replace("−", "-"))
    np.testing.assert_allclose(shown, tape.parameters["W_xh"][1, 2], rtol=1e-5)


def test_that_the_table_keeps_the_arrows_and_the_run_the_others(window: Window, qtbot: QtBot) -> None:
    press(window, Key.Key_Right)
    window.session.select("W_xh")
    qtbot.mouseClick(window.inspector.show_table, LEFT)
    table = window.inspector.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    press(window, Key.Key_Right)
    press(window, Key.Key_Down)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    assert window.session.position == 1
    press(window, Key.Key_F10)
    assert window.session.position == 2


@pytest.mark.parametrize("parameter", ["W_hh", "W_xh", "b_h", "W_hy", "b_y"])
def test_that_every_contribution_joins_the_sum_and_the_sum_is_the_total(window: Window, parameter: str) -> None:
    window.session.select(parameter)
    tape = window.session.tape
    assert tape is not None
    contributions = tape.contributions(parameter)
    for _ in range(4):
        press(window, Key.Key_Right)
        addition = window.sum_panel.sum.addition
        assert addition is not None
        assert addition.contribution is addition.so_far is addition.total is None
    for done in range(1, 5):
        press(window, Key.Key_Right)
        addition = window.sum_panel.sum.addition
        assert addition is not None
        t = 5 - done
        assert (addition.parameter, addition.timestep, addition.done, addition.count) == (parameter, t, done, 4)
        np.testing.assert_array_equal(addition.contribution, contributions.at(t))
        np.testing.assert_array_equal(addition.so_far, contributions.running_sum(t))
        assert (addition.total is None) == (done < 4)
    assert addition is not None
    assert addition.so_far is not None
    np.testing.assert_allclose(addition.so_far, contributions.total, rtol=1e-12, atol=1e-12)
    assert "✓" in " ".join(window.sum_panel.sum.sentences())


class OneMissing(Contributions):
    """Contributions of which the second timestep's has been lost on the way."""

    def each(self, first: int, last: int) -> np.ndarray:
        rows = super().each(first, last)
        if first <= 2 <= last:
            rows[2 - first] = 0
        return rows


def test_that_a_contribution_dropped_on_purpose_is_noticed(window: Window) -> None:
    tape = window.session.tape
    assert tape is not None
    whole = tape.contributions("W_hh")
    tape._contributions["W_hh"] = OneMissing(whole.shape, whole.timesteps, whole.dtype, whole.factors)
    press(window, Key.Key_End)
    assert "✗" in " ".join(window.sum_panel.sum.sentences())


def test_that_a_long_run_is_judged_off_the_gui_thread(window: Window, qtbot: QtBot) -> None:
    window.session.edit(text="abcd" * 4000, hidden=8)
    qtbot.waitUntil(lambda: window.session.running is None, timeout=20_000)
    press(window, Key.Key_End)
    qtbot.waitUntil(lambda: "✓" in " ".join(window.sum_panel.sum.sentences()), timeout=20_000)


def test_that_the_pointer_reads_out_what_it_is_on(window: Window) -> None:
    QApplication.processEvents()
    assert "Right" in window.hover.text()
    from tests.app.screen import read_out

    press(window, Key.Key_Right)
    assert "unit 0" in read_out(window, lane_of(window, "h"), 1, 0, 3)


def test_that_a_click_on_the_total_loss_tells_what_it_is_the_sum_of(window: Window, qtbot: QtBot) -> None:
    tape = window.session.tape
    assert tape is not None
    for name in ("graph", "losses"):
        window.session.go_end()
        window.session.select("h", 1)
        lane = lane_of(window, name)
        qtbot.mouseClick(lane, LEFT, pos=lane.total_rect().center())
        assert plain(window.inspector.equation.text()).startswith("L[1] + L[2] + L[3] + L[4]")
        np.testing.assert_allclose(window.inspector.map.values, tape.loss)
        assert float(window.inspector.value_as_text()) == tape.loss
        window.session.go_to(2)
        assert plain(window.inspector.equation.text()).startswith("L[1] + L[2]\n")
        np.testing.assert_allclose(window.inspector.map.values, tape["L"][:2].sum())
        window.session.go_start()
        assert not window.inspector.map.isVisible()
        window.grab()
        window.session.edit(seed=window.session.draft.seed + 1)
        tape = window.session.tape
        assert tape is not None
