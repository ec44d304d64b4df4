"""Bookmarks: the timesteps that the user wants to find again, with notes; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.session.session import Session
from rnnviz.widgets.naming import named


class NoteField(QPlainTextEdit):
    """A note. `edited` carries what the user made of it, once the keyboard goes elsewhere."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("field_note")
        self.setTabChangesFocus(True)
        self._filled = ""

    def fill(self, note: str) -> None:
        """Shows a note."""
        self._filled = note
        if note != self.toPlainText():
            self.setPlainText(note)

    def give(self) -> None:
        """Hands over what has been written."""
        note = self.toPlainText()
        if note != self._filled:
            self._filled = note
            self.edited.emit(note)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written is handed over."""
        super().focusOutEvent(event)
        self.give()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Hide:
            self.give()
        return super().event(event)


class BookmarksPanel(QWidget):
    """The list of bookmarks, and the note of the one that is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_bookmarks")
        self._session = session
        self._chosen: int | None = None
        self.hint = named(QLabel(), "label_bookmarks")
        self.hint.setWordWrap(True)
        self.list = named(QListWidget(), "list_bookmarks")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.note = NoteField()
        self.note.setPlaceholderText(self.tr("What is to be seen here?"))
        self.note.edited.connect(self._write)
        self.note_title = QLabel(self.tr("&Note"))
        self.note_title.setBuddy(self.note)
        self.set = named(QPushButton(), "button_set_bookmark")
        self.set.clicked.connect(self._toggle)
        self.remove = named(QPushButton(self.tr("Remove")), "button_remove_bookmark")
        self.remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.addWidget(self.set, 1)
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.hint)
        layout.addWidget(self.list, 2)
        layout.addWidget(self.note_title)
        layout.addWidget(self.note, 1)
        layout.addLayout(buttons)
        session.bookmarks.changed.connect(self._show)
        session.cursor_moved.connect(self._show_cursor)
        session.tape_changed.connect(self._show)
        self._show()

    def choose(self, timestep: int) -> None:
        """Shows the note of a bookmark, which is to be there."""
        self.note.give()
        self._chosen = timestep
        self._show()

    def _show(self) -> None:
        notes = self._session.bookmarks.notes
        if self._chosen not in notes:
            self._chosen = next(iter(notes), None)
        self.list.clear()
        for timestep, note in notes.items():
            words = self.tr("t = %1").replace("%1", QLocale().toString(timestep))
            first = note.strip().partition("\n")[0]
            item = QListWidgetItem(f"{words}   {first}" if first else words)
            item.setData(Qt.ItemDataRole.UserRole, timestep)
            item.setToolTip(note)
            self.list.addItem(item)
            if timestep == self._chosen:
                self.list.setCurrentItem(item)
        self.hint.setText(
            self.tr("A click on a bookmark goes there.")
            if notes
            else self.tr("No timestep has a bookmark yet. Go to one that you want to find again, and set one.")
        )
        for part in (self.note, self.note_title, self.remove):
            part.setEnabled(bool(notes))
        self.note.fill(notes[self._chosen] if self._chosen is not None else "")
        self._show_cursor()

    def _show_cursor(self) -> None:
        timestep = self._session.timestep
        self.set.setEnabled(timestep is not None)
        words = self.tr("Remove from t = %1") if timestep in self._session.bookmarks.notes else self.tr("Set at t = %1")
        self.set.setText(words.replace("%1", QLocale().toString(timestep or 1)))

    def _toggle(self) -> None:
        timestep = self._session.timestep
        if timestep is not None:
            self.note.give()
            self._chosen = timestep
            self._session.bookmarks.toggle(timestep)

    def _remove(self) -> None:
        if self._chosen is not None:
            self._session.bookmarks.remove(self._chosen)

    def _write(self, note: str) -> None:
        if self._chosen in self._session.bookmarks.notes and self._chosen is not None:
            self._session.bookmarks.write(self._chosen, note)

    def _go(self, item: QListWidgetItem) -> None:
        timestep = item.data(Qt.ItemDataRole.UserRole)
        self._session.go_to_timestep(timestep)
        if self._chosen != timestep:
            self.choose(timestep)
