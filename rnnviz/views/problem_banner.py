"""The banner under which the last good run stays: what is wrong, where, and what to do."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rnnviz.session.session import Session
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named


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
        self.undo = named(QPushButton(self.tr("Undo the change")), "button_problem_undo")
        self.dismiss = named(QPushButton(self.tr("Close")), "button_problem_close")
        self.dismiss.clicked.connect(self.hide)
        for button in (self.place, self.undo, self.dismiss):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.place.clicked.connect(self.place_wanted)
        self.undo.clicked.connect(self._undo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.place, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignVCenter)
        session.run_changed.connect(self._show_problem)
        session.draft_changed.connect(self._show_problem)
        session.undo.indexChanged.connect(self._show_problem)
        self._show_problem()

    def _undo(self) -> None:
        self._session.undo.undo()

    def _show_problem(self) -> None:
        problem = self._session.problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        colours = colours_of(self)
        ink, paper = (
            (colours.error, colours.error_background)
            if problem.blocking
            else (colours.warning, colours.warning_background)
        )
        self.setStyleSheet(
            f"#view_problem {{ background: {paper.name()}; border-left: 4px solid {ink.name()}; }}"
            f"#label_problem {{ color: {colours.text.name()}; }}"
        )
        where = ""
        if problem.where == "equations" and problem.line is not None:
            where = self.tr("Line %1: ").replace("%1", str(problem.line))
        kept = ""
        if problem.blocking and self._session.tape is not None:
            kept = self.tr("The last good run is still shown.")
        hint = " ".join(part for part in (problem.hint, kept) if part)
        self.message.setText(
            f"<b style='color:{ink.name()}'>{escape(where)}</b><b>{escape(problem.message)}</b>"
            + (f"<br>{escape(hint)}" if hint else "")
        )
        self.place.setVisible(problem.line is not None or problem.where == "sizes")
        can_undo = problem.blocking and problem.where != "data" and self._session.undo.canUndo()
        self.undo.setVisible(can_undo)
        self.dismiss.setVisible(not can_undo)
