"""The data: the text that the model reads, editable in place, and the vocabulary that follows from it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QLocale, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from rnnviz.session.draft import EXAMPLE, Draft, example
from rnnviz.session.session import Session
from rnnviz.widgets.naming import named

LONGEST_EDITED = 20_000
_SHOWN_OF_LONG = 2_000
_MOST_SYMBOLS = 250
"""So many symbols of a vocabulary are listed: a label of thousands takes half a second to lay out."""
_SYMBOLS = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍", "\u00a0": "⍽"}


def data_name(draft: Draft) -> str:
    """What the data are called: the file's or the example's name, unless the example's text has been typed over."""
    if draft.title == EXAMPLE and draft.text != example().text:
        return QCoreApplication.translate("DataPanel", "typed text")
    return draft.title


class TextField(QPlainTextEdit):
    """The text. `edited` tells what the user made of it, and never what the program put there."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("field_text")
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._filling = False
        self.textChanged.connect(self._tell)

    def fill(self, text: str) -> None:
        """Shows a text, with the caret left where it was as far as that can be."""
        if text == self.toPlainText():
            return
        place = self.textCursor().position()
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        caret = self.textCursor()
        caret.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(caret)

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit(self.toPlainText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text is pasted; a dropped file is the window's to ask about."""
        return source.hasText() and not source.hasUrls()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leaves files to the window."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Leaves files to the window."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)


class DataPanel(QWidget):
    """The text, what is read and predicted of it, and its vocabulary."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_data")
        self._session = session
        self.title = named(QLabel(), "label_text")
        self.title.setWordWrap(True)
        self.text = TextField()
        self.text.setPlaceholderText(self.tr("Type a text here, or drop a file on the window."))
        self.title.setBuddy(self.text)
        self.summary = named(QLabel(), "label_summary")
        self.summary.setWordWrap(True)
        self.vocabulary = named(QLabel(), "label_vocabulary")
        self.vocabulary.setWordWrap(True)
        self.vocabulary.setTextFormat(Qt.TextFormat.RichText)
        self.vocabulary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.vocabulary.setContentsMargins(2, 2, 2, 2)
        symbols = QScrollArea()
        symbols.setWidgetResizable(True)
        symbols.setFrameShape(QScrollArea.Shape.NoFrame)
        symbols.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        symbols.setWidget(self.vocabulary)
        self.hint = QLabel(self.tr("Drop a text file anywhere on the window, then Enter, to run the model over it."))
        self.hint.setObjectName("label_drop_hint")
        self.hint.setWordWrap(True)
        self.hint.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 3)
        layout.addWidget(self.summary)
        layout.addWidget(symbols, 2)
        layout.addWidget(self.hint)
        self.text.edited.connect(self._edit)
        session.draft_changed.connect(self._show_draft)
        session.tape_changed.connect(self._show_sequence)
        self._show_draft()
        self._show_sequence()

    def _edit(self, text: str) -> None:
        self._session.edit(text=text, given=None)

    def _show_draft(self) -> None:
        draft = self._session.draft
        long = len(draft.text) > LONGEST_EDITED
        self.text.setReadOnly(long)
        self.text.fill(draft.text[:_SHOWN_OF_LONG] if long else draft.text)
        if draft.given is not None:
            words = self.tr("%1: these data are numbers. A text typed here takes their place.")
        elif long:
            words = self.tr("%1: the first %2 of %3 characters. A text this long is replaced, not edited here.")
            words = words.replace("%2", QLocale().toString(_SHOWN_OF_LONG)).replace(
                "%3", QLocale().toString(len(draft.text))
            )
        else:
            words = self.tr("&Text: %1")
        self.title.setText(words.replace("%1", data_name(draft)))

    def _show_sequence(self) -> None:
        sequence = self._session.sequence
        if sequence is None:
            self.summary.clear()
            self.vocabulary.clear()
            return
        words = self.tr("%1 timesteps: at each the model reads one character and predicts the next. Vocabulary of %2:")
        self.summary.setText(
            words.replace("%1", QLocale().toString(sequence.timesteps)).replace(
                "%2", QLocale().toString(len(sequence.vocabulary))
            )
        )
        listed = [
            f"<b>{escape(_SYMBOLS.get(symbol, symbol))}</b>&nbsp;<span style='font-size:small'>{index}</span>"
            for index, symbol in enumerate(sequence.vocabulary[:_MOST_SYMBOLS])
        ]
        more = ["…"] if len(listed) < len(sequence.vocabulary) else []
        self.vocabulary.setText("&nbsp; ".join(listed + more))
