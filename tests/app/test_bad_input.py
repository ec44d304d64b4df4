"""What cannot run: said in the window, with the last good run kept and nothing lost."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.theme import ThemeChoice
from rnnviz.app.window import Window
from rnnviz.session.draft import Weight
from rnnviz.views.problem_banner import WAIT
from rnnviz.widgets.colours import theme as colours_in
from tests.app.screen import drop, lane_of, paste_into, press, type_into, values_on_screen, wait_for_run

OUTPUT = "\ny[t] = W_hy @ h[t] + b_y\nL[t] = cross_entropy(y[t], target[t])"


def equations(text: str) -> Callable[[Window, Path], None]:
    def act(window: Window, folder: Path) -> None:
        window.open_panel("model")
        paste_into(window.model_panel.equations, text)

    return act


def text(characters: str) -> Callable[[Window, Path], None]:
    def act(window: Window, folder: Path) -> None:
        window.open_panel("data")
        type_into(window.data_panel.text, characters)

    return act


def dropped(content: bytes) -> Callable[[Window, Path], None]:
    def act(window: Window, folder: Path) -> None:
        path = folder / "dropped.txt"
        path.write_bytes(content)
        drop(window, path)
        press(window, Qt.Key.Key_Return)

    return act


def too_long(window: Window, folder: Path) -> None:
    window.session.set_memory_limit(2**20)
    path = folder / "long.txt"
    path.write_text("abcdefgh" * 20_000)
    drop(window, path)
    press(window, Qt.Key.Key_Return)


BAD = {
    "no order in time": (
        equations("h[t] = tanh(W_a @ h[t-1] + W_b @ h[t+1] + W_xh @ x[t])" + OUTPUT),
        ("h[t+1]", "h[t-1]"),
    ),
    "a shape clash": (
        equations("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t]) + x[t]" + OUTPUT),
        ("3", "4"),
    ),
    "an unknown operation": (equations("h[t] = tahn(W_hh @ h[t-1] + W_xh @ x[t])" + OUTPUT), ("tahn",)),
    "half an equation": (equations("h[t] = tanh(W_hh @ h[t-1]" + OUTPUT), ()),
    "no equation": (equations(""), ()),
    "a binary file": (dropped(bytes(range(256)) * 40), ("dropped.txt",)),
    "an empty text": (text(""), ("empty",)),
    "one character": (text("a"), ("one character",)),
    "an empty file": (dropped(b""), ("empty",)),
    "too large for the memory": (too_long, ("memory",)),
}


@pytest.mark.parametrize("kind", BAD)
def test_that_bad_input_is_said_and_the_last_good_run_stays(
    window: Window, qtbot: QtBot, tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    act, mentioned = BAD[kind]
    press(window, Qt.Key.Key_End)
    before = window.session.tape
    assert before is not None
    shown = values_on_screen(window, "h", 4, 3)
    act(window, tmp_path)
    wait_for_run(qtbot, window)
    banner = window.problem_banner
    qtbot.waitUntil(banner.isVisible)
    words = banner.message.text()
    for word in mentioned:
        assert word in words, words
    assert "Traceback" not in words
    assert window.session.tape is before
    np.testing.assert_array_equal(values_on_screen(window, "h", 4, 3), shown)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind not in ("a binary file", "an empty file")])
def test_that_undo_brings_back_what_ran(window: Window, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    first = window.session.draft
    BAD[kind][0](window, tmp_path)
    wait_for_run(qtbot, window)
    while window.session.undo.canUndo():
        window.problem_banner.undo.click()
        wait_for_run(qtbot, window)
    assert window.session.draft == first
    assert not window.problem_banner.isVisible()


@pytest.mark.parametrize("kind", ["a binary file", "an empty file"])
def test_that_what_was_said_of_a_refused_file_can_be_put_away(
    window: Window, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    BAD[kind][0](window, tmp_path)
    assert window.session.draft.text == "hello"
    qtbot.waitUntil(window.problem_banner.isVisible)
    qtbot.mouseClick(window.problem_banner.dismiss, Qt.MouseButton.LeftButton)
    assert not window.problem_banner.isVisible()
    window.theme.choose(ThemeChoice.DARK)
    QApplication.processEvents()
    assert not window.problem_banner.isVisible()


def test_that_the_place_of_an_error_is_shown_in_the_equations(window: Window, qtbot: QtBot) -> None:
    BAD["an unknown operation"][0](window, Path())
    wait_for_run(qtbot, window)
    editor = window.model_panel.equations
    assert editor.error_line == 1
    qtbot.waitUntil(window.problem_banner.isVisible)
    window.lanes.setFocus()
    qtbot.mouseClick(window.problem_banner.place, Qt.MouseButton.LeftButton)
    assert editor.hasFocus()
    assert editor.textCursor().blockNumber() == 0
    assert editor.textCursor().positionInBlock() == len("h[t] = ")


def test_that_a_nan_in_the_weights_is_named_with_its_first_timestep(window: Window, qtbot: QtBot) -> None:
    window.session.edit(weights=(Weight("W_hh", (0, 0), float("nan")),))
    wait_for_run(qtbot, window)
    qtbot.waitUntil(window.problem_banner.isVisible)
    assert "NaN" in window.problem_banner.message.text() or "not finite" in window.problem_banner.message.text()
    for _ in range(8):
        press(window, Qt.Key.Key_Right)
    lane_of(window, "h").grab()
    assert window.session.position == 8


@pytest.mark.parametrize("typing_pause", [WAIT])
def test_that_the_picture_stays_where_it_is_while_half_an_equation_is_typed(window: Window, qtbot: QtBot) -> None:
    window.open_panel("model")
    QApplication.processEvents()
    place = window.lanes.geometry()
    editor = window.model_panel.equations
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    for character in "\nz[t] = tanh(":
        qtbot.keyClick(editor, Qt.Key.Key_Return) if character == "\n" else qtbot.keyClicks(editor, character)
        wait_for_run(qtbot, window)
        QApplication.processEvents()
        assert not window.problem_banner.isVisible()
        assert window.lanes.geometry() == place
    assert window.session.problem is not None
    qtbot.waitUntil(window.problem_banner.isVisible)


def test_that_a_cancelled_run_is_said_once_and_can_be_run_again(window: Window, qtbot: QtBot) -> None:
    window.session.edit(text="abcdefgh" * 40_000, hidden=16)
    press(window, Qt.Key.Key_Escape)
    banner = window.problem_banner
    assert banner.isVisible()
    assert banner.message.text().count("still shown") == 1
    qtbot.mouseClick(banner.again, Qt.MouseButton.LeftButton)
    assert window.session.running is not None
    assert not banner.isVisible() or "cancelled" not in banner.message.text()
    press(window, Qt.Key.Key_Escape)


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.LIGHT])
def test_that_an_open_banner_has_the_colours_of_the_theme(window: Window, qtbot: QtBot, choice: ThemeChoice) -> None:
    window.theme.choose(ThemeChoice.LIGHT if choice is ThemeChoice.DARK else ThemeChoice.DARK)
    window.session.edit(equations="h[t] = tahn(x[t])")
    qtbot.waitUntil(window.problem_banner.isVisible)
    window.theme.choose(choice)
    QApplication.processEvents()
    expected = colours_in(choice is ThemeChoice.DARK)
    assert expected.error_background.name() in window.problem_banner.styleSheet()
    assert expected.error.name() in window.problem_banner.message.text()
