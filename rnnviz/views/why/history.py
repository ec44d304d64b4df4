"""The history of one weight: what every timestep adds to its gradient, and which losses sent it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from rnnviz.debugger.weight_histories import WeightHistory
from rnnviz.session.inquiry import Inquiry
from rnnviz.session.session import Session
from rnnviz.views.why.reached import is_there
from rnnviz.widgets.curve import Curve
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_text import short


class History(QWidget):
    """A curve over the timesteps that add to the gradient, or over those whose losses sent it; a click goes there."""

    def __init__(self, session: Session, inquiry: Inquiry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_weight_history")
        self._session, self._inquiry = session, inquiry
        self._known = range(0)
        self.words = named(QLabel(), "label_weight_history")
        self.words.setWordWrap(True)
        self.curve = named(Curve(), "plot_weight_history")
        self.added = self._choice("button_by_timestep", self.tr("By timestep"))
        self.added.setToolTip(self.tr("What every timestep adds to the gradient of this weight"))
        self.added.setChecked(True)
        self.sent = self._choice("button_which_losses", self.tr("By loss"))
        self.sent.setToolTip(
            self.tr("Which losses sent it: one more forward run finds what that of each timestep sent")
        )
        self._choices = QButtonGroup(self)
        for choice in (self.added, self.sent):
            self._choices.addButton(choice)
        self.cancel = named(QPushButton(self.tr("Cancel")), "button_cancel_losses")
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for part in (self.added, self.sent, self.cancel):
            buttons.addWidget(part)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(buttons)
        layout.addWidget(self.words)
        layout.addWidget(self.curve)
        self.curve.clicked.connect(self._go)
        self._choices.buttonClicked.connect(self._choose)
        self.cancel.clicked.connect(self._give_up)
        inquiry.changed.connect(self._show_history)
        inquiry.sent.connect(self._show_history)
        session.cursor_moved.connect(self._show_reached)
        session.view_changed.connect(self._show_reached)
        self._show_history()

    def _choice(self, name: str, text: str) -> QToolButton:
        button = named(QToolButton(), name)
        button.setText(text)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        return button

    def _choose(self) -> None:
        inquiry = self._inquiry
        if self.sent.isChecked() and inquiry.by_loss is None and inquiry.searching is None:
            inquiry.find_losses()
        self._show_history()

    def _give_up(self) -> None:
        self.added.setChecked(True)
        self._inquiry.cancel()

    def _show_reached(self) -> None:
        """What the cursor reaches appears, and what it leaves goes."""
        history = self._inquiry.history
        if history is not None and self._session.known(f"d{history.parameter}") != self._known:
            self._show_history()

    def _show_history(self) -> None:
        inquiry = self._inquiry
        history = inquiry.history
        self.setVisible(history is not None)
        if history is None:
            return
        everything = is_there(self._session, f"d{history.parameter}", None)
        self.sent.setEnabled(everything and inquiry.question is not None)
        if not everything:
            self.added.setChecked(True)
        if self.sent.isChecked() and inquiry.by_loss is None and inquiry.searching is None:
            self.added.setChecked(True)  # another question, whose losses have not been asked for
        self.cancel.setVisible(inquiry.searching is not None)
        if self.sent.isChecked():
            self._show_sent(history)
        else:
            self._show_added(history)

    def _show_added(self, history: WeightHistory) -> None:
        amounts, question = history.amounts, self._inquiry.question
        self._known = self._session.known(f"d{history.parameter}")
        if not is_there(self._session, f"d{history.parameter}", None):
            words = self.tr("%1, timestep by timestep, as far as the cursor has come: %2 of %3.")
            words = words.replace("%1", _name(history)).replace("%2", str(len(self._known)))
            self._show_curve(words.replace("%3", str(len(amounts))), amounts, _name(history), "backward")
            self.curve.set_known(self._known)
            return
        words = self.tr("%1, timestep by timestep: %2 of %3 add %4, %5 take away %6. Together %7.")
        for place, value in (
            ("%1", _name(history)),
            ("%2", str(int(np.sum(amounts > 0)))),
            ("%3", str(len(amounts))),
            ("%4", short(history.added)),
            ("%5", str(int(np.sum(amounts < 0)))),
            ("%6", short(-history.taken)),
            ("%7", short(history.total)),
        ):
            words = words.replace(place, value)
        self._show_curve(words, amounts, _name(history), "backward")
        self.curve.set_timestep(None if question is None else question.timestep)

    def _show_sent(self, history: WeightHistory) -> None:
        found, searching = self._inquiry.by_loss, self._inquiry.searching
        sent = np.zeros(len(history.amounts))
        if found is None:
            words = self.tr("Looking for the losses: %1 %").replace("%1", str(round(100 * (searching or 0.0))))
            self._show_curve(words, np.zeros(0), "", "loss")
            return
        rows = found.total
        sent[found.first - 1 : found.first - 1 + len(rows)] = rows
        most = int(np.argmax(np.abs(np.nan_to_num(sent))))
        words = self.tr("By the timestep of the loss that sent it: that of t = %1 sent most, %2.")
        words = words.replace("%1", str(most + 1)).replace("%2", short(float(sent[most])))
        if not found.complete:
            only = self.tr("Only the losses %1 … %2 were looked at.").replace("%1", str(found.first))
            words += " " + only.replace("%2", str(found.first + len(rows) - 1))
        self._show_curve(words, sent, self.tr("sent"), "loss")
        self.curve.set_timestep(most + 1)

    def _show_curve(self, words: str, values: NDArray[np.float64], name: str, role: str) -> None:
        self.words.setText(words)
        self.curve.setAccessibleName(words)
        self.curve.set_values(values, name, role)
        self.curve.set_known(range(1, len(values) + 1))

    def _go(self, timestep: int) -> None:
        """To the contribution of a timestep, or to its loss."""
        history, tape = self._inquiry.history, self._session.tape
        if history is None or tape is None:
            return
        if self.sent.isChecked():
            self._session.select(tape.graph.losses[0], timestep)
        else:
            self._session.select(f"d{history.parameter}", timestep, history.element or None)
        self.curve.set_timestep(timestep)


def _name(history: WeightHistory) -> str:
    inside = f"[{', '.join(map(str, history.element))}]" if history.element else ""
    return f"d{history.parameter}{inside}"
