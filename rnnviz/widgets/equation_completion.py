"""Completion of names while equations are typed."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

_NAME = re.compile(r"[^\W\d]\w*")
_LEAST_PREFIX = 2
"""Characters typed before completions are offered unasked."""
_FOR_THE_LIST = {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
}


class EquationCompletion(QObject):
    """A list under the caret of the functions and of the names that the text uses already."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.functions: tuple[str, ...] = ()
        self._words = QStringListModel(self)
        self._popup = QListView()
        self._popup.setObjectName("equation_completions")
        self._completer = QCompleter(self._words, self)
        self._completer.setPopup(self._popup)
        self._completer.setWidget(editor)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self._completer.activated.connect(self._insert)

    @property
    def visible(self) -> bool:
        """True while the list is open."""
        return self._popup.isVisible()

    def takes(self, key: Qt.Key) -> bool:
        """Whether a key is for the open list."""
        return self.visible and key in _FOR_THE_LIST

    def offered(self) -> list[str]:
        """What the open list offers, from the top."""
        model = self._completer.completionModel()
        rows = range(self._completer.completionCount()) if self.visible else ()
        return [str(model.data(model.index(row, 0))) for row in rows]

    def prefix(self) -> str:
        """The part of a name that stands before the caret, "" in a comment."""
        cursor = self._editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        match = re.search(r"[^\W\d]\w*$", before)
        return match.group() if match and "#" not in before else ""

    def offer(self, *, asked: bool) -> None:
        """Open the list, or take it away where there is nothing to offer; `asked` by a key, for any prefix."""
        prefix = self.prefix()
        if len(prefix) < (0 if asked else _LEAST_PREFIX):
            self._popup.hide()
            return
        self._words.setStringList(self._candidates(prefix))
        self._completer.setCompletionPrefix(prefix)
        if not self._completer.completionCount() or self._completer.currentCompletion() == prefix:
            self._popup.hide()
            return
        place = self._editor.cursorRect()
        place.translate(self._editor.viewport().x(), self._editor.viewport().y() + 2)
        place.setWidth(self._popup.sizeHintForColumn(0) + self._popup.verticalScrollBar().sizeHint().width() + 12)
        self._completer.complete(place)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _candidates(self, prefix: str) -> list[str]:
        text = re.sub(r"#.*", "", self._editor.toPlainText())
        words = _NAME.findall(text)
        used = set(words) - {"t"} - set(self.functions)
        if words.count(prefix) < 2:
            # It is what is being typed, not a name that is used elsewhere.
            used.discard(prefix)
        return sorted(used | {f"{function}(" for function in self.functions})

    def _insert(self, word: str) -> None:
        cursor = self._editor.textCursor()
        cursor.insertText(word[len(self.prefix()) :])
        self._editor.setTextCursor(cursor)
