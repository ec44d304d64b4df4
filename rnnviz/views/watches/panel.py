"""The panel of watches."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from rnnviz.debugger.expression import Expression
from rnnviz.equations import EquationError
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.views.watches.row import WatchRow
from rnnviz.widgets.expression_field import ExpressionField
from rnnviz.widgets.naming import named


class WatchesPanel(QWidget):
    """All watches of the session. Curves are made only while the panel is to be seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_watches")
        self._session = session
        self._rows: list[WatchRow] = []
        self.expression = ExpressionField("field_watch")
        self.expression.line.setPlaceholderText(self.tr("such as h[t][0] or norm(dh[t])"))
        self.expression.line.setToolTip(self.tr("Enter watches this expression"))
        label = QLabel(self.tr("&Watch"))
        label.setBuddy(self.expression.line)
        self.empty = named(QLabel(), "label_no_watches")
        self.empty.setWordWrap(True)
        self.empty.setEnabled(False)
        self.empty.setText(
            self.tr(
                "Nothing is watched yet. Type a name and a timestep, h[t], or any expression of the language; or take "
                "“Watch” from the context menu of a value."
            )
        )
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(label)
        layout.addWidget(self.expression)
        layout.addWidget(self.empty)
        layout.addWidget(area, 1)
        self.expression.submitted.connect(self._add)
        self.expression.edited.connect(self._check)
        session.watches_changed.connect(self._show_watches)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        session.view_changed.connect(self._show_cursor)
        session.watch_run.found.connect(self._show_curves)
        self._show_watches()

    def type_watch(self) -> None:
        """Puts the keyboard into the field of a new watch."""
        self.expression.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """What has not been worked out while the panel was away is worked out now."""
        super().showEvent(event)
        self._show_run()

    def _check(self, text: str) -> bool:
        """Says below the field what is wrong with it; an empty one is not wrong yet."""
        wrong: EquationError | None = None
        if self._session.tape is not None and text.strip():
            try:
                Expression.parse(text, self._session.tape)
            except EquationError as error:
                wrong = error
        if wrong is None:
            self.expression.set_problem("")
        else:
            self.expression.set_problem(told(wrong.message, wrong.hint), wrong.column, wrong.length)
        return wrong is None

    def _add(self, text: str) -> None:
        if text.strip() and self._session.tape is not None and self._check(text):
            self.expression.fill("")
            self._session.watches.add(text.strip())

    def _show_watches(self) -> None:
        watches = self._session.watches.all
        self.empty.setVisible(not watches)
        while len(self._rows) > len(watches):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(watches):
            row = WatchRow(self._session, len(self._rows) + 1)
            row.remove_wanted.connect(self._session.watches.remove)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        self._show_run()

    def _show_run(self) -> None:
        if not self.isVisible():
            return
        self._session.watch_run.want_curves()
        for row, watch in zip(self._rows, self._session.watches.all, strict=True):
            row.show_watch(watch)

    def _show_curves(self) -> None:
        if self.isVisible():
            for row in self._rows:
                row.show_curve()

    def _show_cursor(self) -> None:
        if self.isVisible():
            for row in self._rows:
                row.show_cursor()
