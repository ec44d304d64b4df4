"""English and Simplified Chinese: switched without a restart, whole, and with room for every text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QAction, QFontDatabase, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rnnviz.app.language import Language, entries, preferred, speak, translations_path
from rnnviz.app.window import Window
from rnnviz.models.resources import resource
from tests.app.fitting import clipped
from tests.app.screen import press

_DIALOGS = ("open_gallery", "count", "preferences", "keys", "tour", "about", "gradient_check")
_ENGLISH = re.compile(r"\b[A-Za-z][a-z]+ [a-z]{2,}")
_CODE = re.compile(r"<[^>]*>|`[^`]*`|“[^”]*”|[\w.]+\([^)]*\)|‖[^‖]*‖|\*\.\w+|\S*[\[\]=_@/]\S*")
# Not the program's words: names of people and of programs, a licence's, a user's own.
_NAMES = ("Droid Sans", "Qt for Python", "Patterson", "rnnviz")


@pytest.fixture(autouse=True)
def _as_started(qapp: QApplication) -> Iterator[None]:
    """With the font that the program brings along; and English again after the test."""
    font = QFontDatabase.addApplicationFont(str(resource("fonts", "DroidSansFallback.ttf")))
    yield
    speak(Language.ENGLISH)
    QFontDatabase.removeApplicationFont(font)


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (("zh-Hans-CN", "zh-CN", "zh"), Language.CHINESE),
        (("zh_CN", "en"), Language.CHINESE),
        (("de-DE", "de", "zh-CN"), Language.CHINESE),
        (("en-GB", "zh-CN"), Language.ENGLISH),
        (("zh-Hant-TW", "zh-TW"), Language.ENGLISH),
        (("de-DE", "de"), Language.ENGLISH),
        (("C",), Language.ENGLISH),
    ],
)
def test_that_the_system_asks_for_chinese_by_preferring_it_to_english(
    names: tuple[str, ...], language: Language
) -> None:
    assert preferred(names) is language


def switch(window: Window, language: Language) -> None:
    """The language chosen in the menu, and the window after it."""
    menu = window.findChild(QMenu, "menu_language")
    assert menu is not None
    menu.aboutToShow.emit()
    action = next(each for each in menu.actions() if each.data() == language.value)
    action.trigger()
    settle()


def settle() -> None:
    """What was put off is done, and what was let go is gone."""
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_the_language_is_switched_and_all_else_stays(window: Window) -> None:
    session = window.session
    session.edit(hidden=5)
    session.go_to(6)
    session.bookmarks.toggle(2)
    window.open_panel("watches")
    window.lanes.stack.axis.see(0.6, 3.1)
    settle()
    axis = window.lanes.stack.axis
    before = (session.cursor, session.undo.index(), session.undo.count(), axis.first, axis.last)
    shown = {name: (dock.isVisible(), dock.width()) for name, dock in window.docks.items()}
    size, english = window.size(), window.narration.happened
    switch(window, Language.CHINESE)
    assert window.docks["watches"].windowTitle() == "监视"
    assert window.menuBar().actions()[0].text() == "文件(&F)"
    assert window.narration.happened.startswith("反向 t = 3")
    assert window.watches_panel.isVisible()
    axis = window.lanes.stack.axis
    assert (session.cursor, session.undo.index(), session.undo.count(), axis.first, axis.last) == pytest.approx(before)
    assert {name: (dock.isVisible(), dock.width()) for name, dock in window.docks.items()} == shown
    assert window.size() == size
    press(window, Qt.Key.Key_Left)
    switch(window, Language.ENGLISH)
    press(window, Qt.Key.Key_Right)
    settle()
    assert window.docks["watches"].windowTitle() == "Watches"
    assert window.narration.happened == english
    session.undo.undo()
    session.undo.undo()
    assert session.draft.hidden == 3


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("open_text", "dialog_open"),
        ("load_arrays", "dialog_load"),
        ("save_as", "dialog_save"),
        ("save_example", "dialog_save_example"),
    ],
)
def test_that_a_dialog_for_files_speaks_chinese_and_its_words_have_room(
    window: Window, qtbot: QtBot, tmp_path: Path, action: str, name: str
) -> None:
    (tmp_path / "one").mkdir()
    switch(window, Language.CHINESE)
    assert QLocale().language() is QLocale.Language.Chinese
    window.actions_[action].trigger()
    dialog = window.findChild(QFileDialog, name)
    assert dialog is not None
    view = dialog.findChild(QTreeView)
    assert view is not None
    dialog.setDirectory(str(tmp_path))
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
    said = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    assert {"文件类型(&T)：", "查找范围(&L)："} <= said
    assert view.model().index(0, 2, view.rootIndex()).data() == "文件夹"
    settle()
    # The folder's own path is as long as it is.
    assert not [one for one in clipped(dialog) if str(tmp_path) not in one]
    dialog.close()


def test_that_large_type_makes_no_window_wider_and_higher_only_while_it_is_large(window: Window) -> None:
    switch(window, Language.CHINESE)
    window.resize(1280, 800)
    settle()

    def write(points: int) -> QSize:
        window.settings.font_size = points
        window.apply_settings()
        settle()
        return window.size()

    assert write(28).width() == 1280
    assert window.height() > 800
    whole = window.hover.text()
    assert window.fontMetrics().horizontalAdvance(whole) > window.hover.width()
    assert window.hover.toolTip() == whole
    assert write(0) == QSize(1280, 800)
    assert window.hover.toolTip() == ""
    write(28)
    window.resize(1400, 1100)
    assert write(0) == QSize(1400, 1100)


def test_that_a_language_is_spoken_once(window: Window) -> None:
    assert speak(Language.CHINESE)
    assert not speak(Language.CHINESE)
    assert speak(Language.ENGLISH)
    assert not speak(Language.ENGLISH)


def test_that_what_was_replaced_is_gone(window: Window) -> None:
    def parts() -> list[str]:
        return sorted(f"{type(each).__name__} {each.objectName()}" for each in window.findChildren(QWidget))

    settle()
    before = parts()
    switch(window, Language.CHINESE)
    switch(window, Language.ENGLISH)
    assert parts() == before


def test_that_a_run_goes_on_while_the_language_is_switched(window: Window, qtbot: QtBot) -> None:
    window.session.edit(text="hello world " * 4000)
    assert window.session.running is not None
    switch(window, Language.CHINESE)
    assert window.cancel.text() == "取消"
    qtbot.waitUntil(lambda: window.session.running is None, timeout=60_000)
    tape = window.session.tape
    assert tape is not None
    assert tape.timesteps == 47_999


def test_that_the_preferences_switch_and_open_again(window: Window) -> None:
    window.commands.tools.open_preferences()
    box = window.findChild(QComboBox, "field_language")
    assert box is not None
    box.setCurrentIndex(box.findData(Language.CHINESE.value))
    box.activated.emit(box.currentIndex())
    settle()
    shown = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert [dialog.windowTitle() for dialog in shown] == ["首选项"]
    assert window.settings.language is Language.CHINESE


def test_that_an_error_is_told_in_the_language_of_the_window(window: Window) -> None:
    window.session.edit(equations="h[t] = tanh(W @ h[t] + U @ x[t])")
    assert "is needed to compute itself" in window.problem_banner.message.text()
    switch(window, Language.CHINESE)
    words = window.problem_banner.message.text()
    assert "同一时间步内就需要它自己" in words
    assert "请读取更早的时间步 `h[t-1]`。" in words
    switch(window, Language.ENGLISH)
    assert "is needed to compute itself" in window.problem_banner.message.text()


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_that_no_text_of_a_small_window_is_clipped(window: Window, language: Language) -> None:
    switch(window, language)
    window.session.go_to(6)
    found = {}
    for name in window.docks:
        window.open_panel(name)
        settle()
        found[name] = clipped(window)
    for name in _DIALOGS:
        window.actions_[name].trigger()
        settle()
        for dialog in window.findChildren(QDialog):
            found[name] = clipped(dialog)
            dialog.close()
        settle()
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_that_no_letter_of_a_translation_is_an_empty_box(window: Window) -> None:
    """Set as the Chinese window sets it; a letter that no font has is glyph 0."""
    switch(window, Language.CHINESE)
    letters = sorted(
        {letter for _, _, said, _ in entries(translations_path()) for letter in said if letter.isprintable()}
    )
    missing = []
    for letter in letters:
        layout = QTextLayout(letter, window.font())
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        if any(0 in run.glyphIndexes() for run in layout.glyphRuns()):
            missing.append(letter)
    assert len(letters) > 700
    assert missing == []


def test_that_no_english_is_left_in_the_chinese_window(window: Window) -> None:
    switch(window, Language.CHINESE)
    window.session.go_to(6)
    for name in window.docks:
        window.open_panel(name)
        settle()
    for name in _DIALOGS:
        window.actions_[name].trigger()
    settle()
    found = {text for widget in window.findChildren(QWidget) for text in _texts(widget)}
    found |= {text for action in window.findChildren(QAction) for text in (action.text(), action.toolTip())}
    assert len(found) > 300
    assert sorted(text for text in found if _has_english(text)) == []


def _has_english(text: str) -> bool:
    for name in _NAMES:
        text = text.replace(name, "")
    return bool(_ENGLISH.search(_CODE.sub("|", text)))


def _texts(widget: QWidget) -> Iterator[str]:
    """Everything that a widget says, to the eye and to a screen reader."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle(), widget.statusTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    elif isinstance(widget, QDockWidget):
        yield widget.windowTitle()
    elif isinstance(widget, QHeaderView) and widget.model() is not None:
        for section in range(widget.count()):
            yield str(widget.model().headerData(section, widget.orientation()) or "")
    elif isinstance(widget, QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.placeholderText()
