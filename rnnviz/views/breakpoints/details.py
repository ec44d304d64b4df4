"""What the selected breakpoint waits for, to be changed in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from rnnviz.debugger.breakpoint import ALWAYS, Breakpoint
from rnnviz.debugger.expression import condition
from rnnviz.equations import EquationError
from rnnviz.session.session import Session
from rnnviz.views.breakpoints.words import counting_texts, explanation, has_threshold, problem_text
from rnnviz.widgets.expression_field import ExpressionField
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField

_MOST_HITS = 100_000_000


class Details(QWidget):
    """Shown while a breakpoint is selected. `changed` carries it as it then is, None when it was taken away."""

    changed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: Breakpoint | None = None
        self.about = named(QLabel(), "label_breakpoint")
        self.about.setWordWrap(True)
        self.text = ExpressionField("field_breakpoint_condition")
        self.text.line.setToolTip(self.tr("Enter changes the condition"))
        self.threshold_label = QLabel(self.tr("&Threshold"))
        self.threshold = named(QLineEdit(), "field_threshold")
        self.threshold_label.setBuddy(self.threshold)
        self.counting = named(QComboBox(), "field_counting")
        for name, words in counting_texts().items():
            self.counting.addItem(words, name)
        counting_label = QLabel(self.tr("&Stop"))
        counting_label.setBuddy(self.counting)
        self.count = NumberField("field_hit_count", 1, _MOST_HITS)
        self.remove = named(QPushButton(self.tr("Remove")), "button_remove_breakpoint")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(5)
        layout.addWidget(self.about, 0, 0, 1, 3)
        layout.addWidget(self.text, 1, 0, 1, 3)
        layout.addWidget(self.threshold_label, 2, 0)
        layout.addWidget(self.threshold, 2, 1, 1, 2)
        layout.addWidget(counting_label, 3, 0)
        layout.addWidget(self.counting, 3, 1)
        layout.addWidget(self.count, 3, 2)
        layout.addWidget(self.remove, 4, 2)
        layout.setColumnStretch(1, 1)
        self.text.submitted.connect(self._set_text)
        self.text.edited.connect(self._check_text)
        self.threshold.returnPressed.connect(self._set_threshold)
        self.counting.activated.connect(self._set_counting)
        self.count.edited.connect(self._set_count)
        self.remove.clicked.connect(self.remove_breakpoint)
        self.show_breakpoint(None)

    def show_breakpoint(self, one: Breakpoint | None) -> None:
        """What can be changed of a breakpoint; nothing for None."""
        self.setVisible(one is not None)
        if one is None:
            self._shown = None
            return
        if one != self._shown:
            self.text.fill(one.text if one.kind == "condition" else "")
            self.threshold.setText(repr(one.threshold))
        self._shown = one
        self.text.setVisible(one.kind == "condition")
        for part in (self.threshold, self.threshold_label):
            part.setVisible(has_threshold(one))
        self.counting.setCurrentIndex(self.counting.findData(one.counting))
        self.count.setVisible(one.counting != ALWAYS)
        self.count.fill(one.count)
        self.show_problem()

    def show_problem(self) -> None:
        """What is wrong with the breakpoint on the present run, in its place."""
        if self._shown is None:
            return
        wrong = self._session.breakpoint_run.problem(self._shown)
        if self._shown.kind == "condition":
            if self.text.text() == self._shown.text:
                self._tell(wrong)
            said = ""
        else:
            said = explanation(self._shown) if wrong is None else problem_text(wrong)
        self.about.setText(said)
        self.about.setVisible(bool(said))

    def remove_breakpoint(self) -> None:
        """Takes the breakpoint away."""
        if self._shown is not None:
            self._session.breakpoints.remove([self._shown])

    def _tell(self, wrong: EquationError | None) -> None:
        if wrong is None:
            self.text.set_problem("")
        else:
            self.text.set_problem(problem_text(wrong), wrong.column, wrong.length)

    def _check_text(self, text: str) -> EquationError | None:
        wrong: EquationError | None = None
        if self._session.tape is not None:
            try:
                condition(text, self._session.tape)
            except EquationError as error:
                wrong = error
        self._tell(wrong)
        return wrong

    def _set_text(self, text: str) -> None:
        if self._check_text(text) is None:
            self._change(text=text.strip())

    def _set_threshold(self) -> None:
        try:
            value = float(self.threshold.text().strip().replace("−", "-").replace(",", "."))
        except ValueError:
            value = float("nan")
        if value != value or abs(value) == float("inf"):
            words = self.tr("“%1” is not a number; 0.5 or 1e-6 is.").replace("%1", self.threshold.text())
            self.about.setText(words)
            self.about.show()
        else:
            self._change(threshold=value)

    def _set_counting(self, index: int) -> None:
        self._change(counting=self.counting.itemData(index))

    def _set_count(self, count: int) -> None:
        self._change(count=count)

    def _change(self, **changes: Any) -> None:
        if self._shown is not None:
            self.changed.emit(self._session.breakpoints.change(self._shown, **changes))
