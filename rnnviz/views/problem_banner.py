"""The banner under which the last good run stays: what is wrong, where, and what to do.

What is typed is wrong most of the time: the banner waits for the end of typing, so that the picture does not jump.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rnnviz.session.draft import Problem
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named

WAIT = 800
"""Milliseconds after the last change to the draft before the banner opens."""


_MOST_BUTTONS = 0.4
"""The part of the width that buttons beside the message take at most."""


class ProblemBanner(QFrame):
    """Shown while the draft is not what the window shows, or the run has something wrong in it."""

    place_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_problem")
        self._session = session
        self.message = named(QLabel(), "label_problem")
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.RichText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place = named(QPushButton(self.tr("Show the place")), "button_problem_place")
        self.again = named(QPushButton(self.tr("Run again")), "button_problem_run")
        self.shorten = named(QPushButton(), "button_problem_shorten")
        self.lighten = named(QPushButton(), "button_problem_lighten")
        self.lighten.setToolTip(self.tr("Half the memory, and 7 digits instead of 16"))
        self.undo = named(QPushButton(self.tr("Undo the change")), "button_problem_undo")
        self.dismiss = named(QPushButton(self.tr("Close")), "button_problem_close")
        self.dismiss.clicked.connect(self.hide)
        for button in self._buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.place.clicked.connect(self.place_wanted)
        self.again.clicked.connect(session.rerun)
        self.shorten.clicked.connect(self._shorten)
        self.lighten.clicked.connect(self._lighten)
        self.undo.clicked.connect(self._undo)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(12, 6, 8, 6)
        self._parts.addWidget(self.message, 1)
        row = QHBoxLayout()
        for button in self._buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        self._parts.addLayout(row)
        self._said: Problem | None = None
        self._is_run_kept = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(WAIT)
        self._typing.timeout.connect(self._show_problem)
        session.run_changed.connect(self._show_problem)
        session.draft_changed.connect(self._wait)
        session.undo.indexChanged.connect(self._show_problem)
        self._show_problem()

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.place, self.again, self.shorten, self.lighten, self.undo, self.dismiss

    def _wait(self) -> None:
        self._typing.start()
        self._show_problem()

    def _undo(self) -> None:
        self._session.undo.undo()

    def _shorten(self) -> None:
        """Runs as much of the text as there is memory for; undo brings the rest back."""
        if self._said is not None and self._said.fits is not None:
            self._session.edit(text=self._session.draft.text[: self._said.fits])

    def _lighten(self) -> None:
        """Runs all of it in single precision; undo brings the other back."""
        if self._said is not None and self._said.lighter is not None:
            self._session.edit(dtype=self._said.lighter)

    def changeEvent(self, event: QEvent) -> None:
        """Its colours are the theme's."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_typing"):
            self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The buttons beside the message, or under it where they would leave it too narrow."""
        shown = [button for button in self._buttons() if button.isVisibleTo(self)]
        wide = sum(button.sizeHint().width() for button in shown) > _MOST_BUTTONS * self.width()
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if wide else directions.LeftToRight)

    def _show_problem(self) -> None:
        problem = self._session.problem
        typed = problem is not None and problem.blocking and problem.where != "run"
        waits = typed and self._typing.isActive() and self.isHidden()
        if problem is not None and problem.blocking and not typed:
            waits = self._session.running is not None  # it is being run again
        self.setVisible(problem is not None and not waits)
        self._said = problem
        self._is_run_kept = self._session.tape is not None
        self._write()
        if problem is None:
            return
        self.again.setVisible(problem.blocking and problem.where == "run")
        self.place.setVisible(problem.line is not None or problem.where == "sizes")
        can_undo = problem.blocking and problem.where != "data" and self._session.undo.canUndo()
        self.shorten.setVisible(problem.fits is not None)
        if problem.fits is not None:
            words = self.tr("Take the first {count} characters")
            self.shorten.setText(words.format(count=f"{problem.fits:,}"))
        self.lighten.setVisible(problem.lighter is not None)
        if problem.lighter is not None:
            self.lighten.setText(self.tr("Compute in {precision}").format(precision=problem.lighter))
        self.undo.setVisible(can_undo)
        self.dismiss.setVisible(not can_undo)
        self._arrange()

    def _write(self) -> None:
        """The words, in the theme's colours."""
        problem = self._said
        if problem is None:
            return
        colours = colours_of(self)
        ink, paper = (
            (colours.error, colours.error_background)
            if problem.blocking
            else (colours.warning, colours.warning_background)
        )
        sheet = (
            f"#view_problem {{ background: {paper.name()}; border-left: 4px solid {ink.name()}; }}"
            f"#label_problem {{ color: {colours.text.name()}; }}"
        )
        # Another sheet is another palette, which comes back here.
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        where = ""
        if problem.where == "equations" and problem.line is not None:
            where = self.tr("Line %1: ").replace("%1", str(problem.line))
        kept = ""
        if problem.blocking and self._is_run_kept:
            kept = self.tr("The last good run is still shown.")
        hint = " ".join(part for part in (translated(problem.hint), kept) if part)
        self.message.setText(
            f"<b style='color:{ink.name()}'>{escape(where)}</b><b>{escape(translated(problem.message))}</b>"
            + (f"<br>{escape(hint)}" if hint else "")
        )
