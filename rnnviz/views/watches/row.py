"""One watch: its expression, which can be typed over, its value at the cursor, and its value over time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rnnviz.debugger.expression import Expression
from rnnviz.debugger.watch import Watch
from rnnviz.equations import EquationError
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.views.watches.words import value_text
from rnnviz.widgets.expression_field import ExpressionField
from rnnviz.widgets.naming import named
from rnnviz.widgets.trace import Trace


class WatchRow(QWidget):
    """`remove_wanted` carries the watch."""

    remove_wanted = Signal(object)

    def __init__(self, session: Session, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"watch_{number}")
        self._session = session
        self._watch: Watch | None = None
        self._curve_shown: object = None
        self.expression = ExpressionField(f"field_watch_{number}")
        self.expression.line.setAccessibleName(self.tr("Watched expression %1").replace("%1", str(number)))
        self.expression.line.setToolTip(self.tr("Type another expression and Enter"))
        self.remove = named(QToolButton(), f"button_remove_watch_{number}")
        self.remove.setText("×")
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(self.tr("Remove this watch"))
        self.remove.setAccessibleName(self.tr("Remove watch %1").replace("%1", str(number)))
        self.value = named(QLabel(), f"label_watch_{number}")
        self.value.setTextFormat(Qt.TextFormat.RichText)
        self.value.setWordWrap(True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.range = named(QLabel(), f"label_watch_range_{number}")
        self.range.setEnabled(False)
        self.trace = Trace()
        self.trace.setObjectName(f"trace_watch_{number}")
        head = QHBoxLayout()
        head.setSpacing(3)
        head.addWidget(self.expression, 1)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        said = QHBoxLayout()
        said.addWidget(self.value, 1)
        said.addWidget(self.range, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addLayout(said)
        layout.addWidget(self.trace)
        self.expression.submitted.connect(self._set_text)
        self.expression.edited.connect(self._check)
        self.remove.clicked.connect(self._ask_to_remove)
        self.trace.clicked.connect(session.go_to_timestep)
        self.trace.reduced.connect(self._show_range)

    def show_watch(self, watch: Watch) -> None:
        """Shows this watch on the present run."""
        if watch != self._watch:
            self.expression.fill(watch.text)
        self._watch = watch
        self.show_curve()
        self.show_cursor()

    def show_curve(self) -> None:
        """The values over time, once they are there."""
        if self._watch is None:
            return
        run, tape = self._session.watch_run, self._session.tape
        curve, values = run.curve(self._watch), run.values(self._watch)
        if curve is None or values is None or tape is None:
            self._curve_shown = None
            self.trace.set_values(None)
        elif curve is not self._curve_shown:
            self._curve_shown = curve
            self.trace.set_values(curve, values.known(tape.stops - 1))
        self._show_range()
        self.show_cursor()

    def show_cursor(self) -> None:
        """The value where the cursor stands, and what of the curve it has reached."""
        session = self._session
        tape = session.tape
        if self._watch is None or tape is None:
            return
        values, reading = session.watch_run.values(self._watch), session.watch_run.reading(self._watch)
        wrong = session.watch_run.problem(self._watch)
        if self.expression.text() == self._watch.text:
            self._tell(wrong)
        self.value.setVisible(wrong is None)
        for part in (self.trace, self.range):
            part.setVisible(wrong is None and values is not None and values.expression.timed)
        if values is None or wrong is not None:
            return
        self.value.setText(value_text(reading, values))
        self.trace.set_known(values.known(tape.stops - 1 if session.whole_run else session.cursor))
        begun = session.cursor.begun
        self.trace.set_timestep(tape.moment(begun).timestep if begun else None)

    def _show_range(self) -> None:
        self.range.setText(self.trace.range_text())

    def _tell(self, wrong: EquationError | None) -> None:
        if wrong is None:
            self.expression.set_problem("")
        else:
            self.expression.set_problem(told(wrong.message, wrong.hint), wrong.column, wrong.length)

    def _check(self, text: str) -> bool:
        wrong: EquationError | None = None
        if self._session.tape is not None:
            try:
                Expression.parse(text, self._session.tape)
            except EquationError as error:
                wrong = error
        self._tell(wrong)
        return wrong is None

    def _set_text(self, text: str) -> None:
        if self._watch is not None and self._check(text):
            self._session.watches.change(self._watch, text.strip())

    def _ask_to_remove(self) -> None:
        self.remove_wanted.emit(self._watch)
