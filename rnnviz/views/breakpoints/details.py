"""What the selected breakpoint waits for, to be changed in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from rnnviz.debugger.breakpoint import ALWAYS, Breakpoint
from rnnviz.debugger.breakpoint_kinds import KINDS
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
        self.beside_label = QLabel(self.tr("Only &if"))
        self.beside = ExpressionField("field_breakpoint_beside")
        self.beside.line.setPlaceholderText(self.tr("such as norm(dh[t]) < 1e-6"))
        self.beside.line.setToolTip(self.tr("Enter lets it stop only where this holds and is known; nothing: always"))
        self.beside_label.setBuddy(self.beside.line)
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
        layout.addWidget(self.beside_label, 2, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.beside, 2, 1, 1, 2)
        layout.addWidget(self.threshold_label, 5, 0)
        layout.addWidget(self.threshold, 5, 1, 1, 2)
        layout.addWidget(counting_label, 3, 0)
        layout.addWidget(self.counting, 3, 1)
        layout.addWidget(self.count, 3, 2)
        layout.addWidget(self.remove, 6, 2)
        layout.setColumnStretch(1, 1)
        self.text.submitted.connect(self._set_text)
        self.text.edited.connect(self._check_text)
        self.beside.submitted.connect(self._set_beside)
        self.beside.edited.connect(self._check_beside)
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
            self.beside.fill(one.condition)
            self.threshold.setText(repr(one.threshold))
        self._shown = one
        self.text.setVisible(one.kind == "condition")
        for row in (self.beside, self.beside_label):
            row.setVisible(KINDS[one.kind].conditional)
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
        field = self.text if self._shown.kind == "condition" else self.beside if self._shown.condition else None
        if field is None:
            said = explanation(self._shown) if wrong is None else problem_text(wrong)
        else:
            if field.text() == (self._shown.condition or self._shown.text):
                _tell(field, wrong)
            said = ""
        if field is not self.beside and not self.beside.text():
            _tell(self.beside, None)
        self.about.setText(said)
        self.about.setVisible(bool(said))

    def remove_breakpoint(self) -> None:
        """Takes the breakpoint away."""
        if self._shown is not None:
            self._session.breakpoints.remove([self._shown])

    def _check_text(self, text: str) -> EquationError | None:
        return self._check(self.text, text)

    def _check_beside(self, text: str) -> EquationError | None:
        """No condition is one that always holds."""
        return self._check(self.beside, text) if text.strip() else _tell(self.beside, None)

    def _check(self, field: ExpressionField, text: str) -> EquationError | None:
        wrong: EquationError | None = None
        if self._session.tape is not None:
            try:
                condition(text, self._session.tape)
            except EquationError as error:
                wrong = error
        return _tell(field, wrong)

    def _set_text(self, text: str) -> None:
        if self._check_text(text) is None:
            self._change(text=text.strip())

    def _set_beside(self, text: str) -> None:
        if self._check_beside(text) is None:
            self._change(condition=text.strip())

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


def _tell(field: ExpressionField, wrong: EquationError | None) -> EquationError | None:
    """Says below a field what is wrong with it, and hands that back."""
    if wrong is None:
        field.set_problem("")
    else:
        field.set_problem(problem_text(wrong), wrong.column, wrong.length)
    return wrong
