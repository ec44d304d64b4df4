"""The strip that asks before a dropped file replaces the text: Enter opens it, Esc keeps what is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rnnviz.equations.sentence import said
from rnnviz.formats.data_file import ENDINGS, is_data
from rnnviz.session.session import Session
from rnnviz.widgets.naming import named


def droppable(data: QMimeData) -> bool:
    """Whether a drag carries something to open: a local file, several that may be arrays, or a text."""
    if data.hasUrls():
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        arrays = all(path.suffix.lower() in ENDINGS for path in paths)
        return len(paths) == len(data.urls()) and (len(paths) == 1 or arrays)
    return data.hasText()


def _nothing_in(data: QMimeData) -> str:
    """Why what was dropped is not asked about; "" where it is."""
    if not data.hasUrls():
        return "" if data.text().strip() else said("What was dropped is an empty text: there is nothing in it.")
    folder = next((path for path in (Path(url.toLocalFile()) for url in data.urls()) if path.is_dir()), None)
    return "" if folder is None else said("“{name}” is a folder. Drop a file that is in it.", name=folder.name)


class DropStrip(QFrame):
    """Asks about one dropped thing at a time. `file_accepted` carries a file that the user wants open."""

    file_accepted = Signal(Path)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_drop")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session = session
        self._paths: tuple[Path, ...] = ()
        self._text = ""
        self.question = named(QLabel(), "label_drop")
        self.accept = named(QPushButton(self.tr("Open")), "button_drop_open")
        self.keep = named(QPushButton(self.tr("Keep")), "button_drop_keep")
        for button in (self.accept, self.keep):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accept.clicked.connect(self._open)
        self.keep.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.accept)
        layout.addWidget(self.keep)
        self.hide()

    def offer(self, data: QMimeData) -> None:
        """Asks about what was dropped, and takes the keyboard. What can be nothing to open is told at once."""
        nothing = _nothing_in(data)
        if nothing:
            self._session.refuse(nothing)
            self._close()
            return
        if data.hasUrls():
            self._paths = tuple(Path(url.toLocalFile()) for url in data.urls())
            names = ", ".join(path.name for path in self._paths)
            if all(map(is_data, self._paths)):
                question = self.tr("Run over the numbers in %1? Enter loads them, Esc keeps what is here.")
            else:
                question = self.tr("Open %1? Enter opens it, Esc keeps what is here.")
            question = question.replace("%1", names)
        else:
            self._paths, self._text = (), data.text()
            question = self.tr("Use “%1” as the text? Enter takes it, Esc keeps the present one.")
            shown = self._text if len(self._text) <= 24 else self._text[:24] + "…"
            question = question.replace("%1", " ".join(shown.split()))
        self.question.setText(question)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc answer the question."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        for path in self._paths:
            self.file_accepted.emit(path)
        if not self._paths:
            self._session.use_text(self._text)
        self._close()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
