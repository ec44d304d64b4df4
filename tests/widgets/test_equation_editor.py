"""Equations are typed with colours, completions and errors where they stand."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import theme
from rnnviz.widgets.equation_editor import EquationEditor
from rnnviz.widgets.equation_syntax import EquationSyntax
from tests.widgets.screen import distance, has, palette, pixels

RNN = "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)  # the cell\nL[t] = cross_entropy(h[t], target[t])"


@pytest.fixture
def editor(qtbot: QtBot) -> EquationEditor:
    editor = EquationEditor()
    qtbot.addWidget(editor)
    editor.set_functions(["tanh", "tan_like", "cross_entropy", "sigmoid"])
    editor.resize(520, 200)
    editor.show()
    qtbot.waitExposed(editor)
    editor.setFocus()
    return editor


def put_caret(editor: EquationEditor, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("line", "word", "kind"),
    [
        (RNN.split("\n")[0], "h[", "value"),
        (RNN.split("\n")[0], "tanh", "function"),
        (RNN.split("\n")[0], "W_hh", "parameter"),
        (RNN.split("\n")[0], "-1", "lag"),
        (RNN.split("\n")[0], "# the", "comment"),
        (RNN.split("\n")[1], "cross_entropy", "loss"),
        ("encode:", "enc", "header"),
        ("untied W, b", "untied", "declaration"),
        ("untied W, b", "W", "parameter"),
        ("y[t] = 0.5 * x[t]", "0.5", "number"),
        ("β[t] = σ_1[t+2]", "β", "value"),
    ],
)
def test_that_each_kind_of_word_is_known(editor: EquationEditor, line: str, word: str, kind: str) -> None:
    syntax = EquationSyntax(editor.document(), theme(False))
    assert syntax.kind_at(line, line.index(word)) == kind


@pytest.mark.parametrize("dark", [False, True])
def test_that_values_have_the_forward_colour_and_losses_theirs(editor: EquationEditor, dark: bool) -> None:
    editor.set_text(RNN)
    chosen = palette(dark)
    chosen.setColor(chosen.ColorRole.Base, theme(dark).background)
    editor.setPalette(chosen)
    image = pixels(editor)
    assert distance(image, theme(dark).forward).min() <= 2
    assert distance(image, theme(dark).loss).min() <= 12
    assert not (distance(image, theme(not dark).forward) == 0).any()


def test_that_only_the_user_s_typing_is_announced(qtbot: QtBot, editor: EquationEditor) -> None:
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_text(RNN)
        editor.set_error(1, 0, 1, "wrong")
        editor.clear_error()
        editor.set_functions(["relu"])
    with qtbot.waitSignal(editor.edited) as heard:
        qtbot.keyClicks(editor, "a")
    assert heard.args == [editor.text()]


def test_that_a_text_taken_back_leaves_the_caret_at_the_change(editor: EquationEditor) -> None:
    editor.set_text("one\ntwo\nthree")
    put_caret(editor, 0)
    editor.set_text("one\ntwo and a half\nthree")
    assert editor.textCursor().blockNumber() == 1
    place = editor.textCursor().position()
    editor.set_text("one\ntwo and a half\nthree")
    assert editor.textCursor().position() == place
    for text in ("", "中文 𝛽[t] = 1", "𝛽𝛽[t] = 1", "x"):
        editor.set_text(text)
        assert editor.text() == text


def test_that_an_error_is_underlined_in_its_place(editor: EquationEditor) -> None:
    editor.set_text(RNN)
    plain = pixels(editor)
    editor.set_error(1, 7, 4, "No operation is called tanh.")
    marked = pixels(editor)
    changed = np.argwhere((plain != marked).any(axis=2))
    colours = theme(False)
    assert has(marked, colours.error)
    inside = changed[changed[:, 1] > editor.numbers_width() + 4]
    left = editor.fontMetrics().height()
    assert inside[:, 1].min() > editor.numbers_width() + 30
    assert inside[:, 0].max() < 2.2 * left
    assert "tanh" in editor.accessibleDescription()
    assert editor.error_line == 1
    editor.clear_error()
    assert (pixels(editor) == plain).all()


@pytest.mark.parametrize(("line", "column", "length"), [(1, 500, 3), (99, 0, 1), (1, 0, 0), (2, 38, 1)])
def test_that_an_error_may_point_beyond_the_text(editor: EquationEditor, line: int, column: int, length: int) -> None:
    editor.set_text(RNN)
    plain = pixels(editor)
    editor.set_error(line, column, length, "wrong")
    assert (pixels(editor) != plain).any()


def test_that_the_caret_goes_where_it_is_sent(editor: EquationEditor) -> None:
    editor.set_text(RNN)
    editor.go_to(2, 7)
    cursor = editor.textCursor()
    assert (cursor.blockNumber(), cursor.positionInBlock()) == (1, 7)


def test_that_a_name_is_completed(qtbot: QtBot, editor: EquationEditor) -> None:
    editor.set_text("hidden[t] = ")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "si")
    assert editor.completion.offered() == ["sigmoid("]
    # An open list takes the keys of the window.
    QTest.keyClick(editor.windowHandle(), Qt.Key.Key_Return)
    assert editor.text() == "hidden[t] = sigmoid("
    assert not editor.completion.visible
    qtbot.keyClicks(editor, "hid")
    assert "hidden" in editor.completion.offered()
    QTest.keyClick(editor.windowHandle(), Qt.Key.Key_Escape)
    assert not editor.completion.visible
    assert editor.text() == "hidden[t] = sigmoid(hid"


def test_that_comments_offer_nothing(qtbot: QtBot, editor: EquationEditor) -> None:
    editor.set_text("# ")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "sig")
    assert not editor.completion.visible


def test_that_a_header_indents_what_follows(qtbot: QtBot, editor: EquationEditor) -> None:
    qtbot.keyClicks(editor, "encode:")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "a[t] = 1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b[t] = 2")
    assert editor.text() == "encode:\n    a[t] = 1\n    b[t] = 2"


def test_that_tab_indents_lines_and_else_goes_on(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    editor, other = EquationEditor(), QLineEdit()
    layout.addWidget(editor)
    layout.addWidget(other)
    window.show()
    qtbot.waitExposed(window)
    editor.set_text("a\nb")
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == "    a\n    b"
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "a\nb"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == "a\nb"
    assert window.focusWidget() is other


def test_that_lines_are_numbered_and_a_number_selects_its_line(qtbot: QtBot, editor: EquationEditor) -> None:
    editor.set_text(RNN)
    numbers = editor.childAt(QPoint(6, 40))
    assert numbers is not None
    assert numbers is not editor.viewport()
    qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert editor.textCursor().selectedText() == RNN.split("\n")[0]


def test_that_undo_is_left_to_the_window(editor: EquationEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "abc")
    assert not editor.document().isUndoAvailable()


def test_that_no_equation_is_cut_at_an_edge(qtbot: QtBot) -> None:
    editor = EquationEditor()
    qtbot.addWidget(editor)
    editor.resize(240, 200)
    editor.show()
    editor.set_text("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)\ny[t] = W_hy @ h[t] + b_y")
    assert editor.horizontalScrollBar().maximum() == 0
    end = editor.textCursor()
    end.setPosition(len("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)"))
    assert editor.cursorRect(end).right() <= editor.viewport().width()
    assert editor.cursorRect(end).top() > 5, "the first equation stands on one line only"
