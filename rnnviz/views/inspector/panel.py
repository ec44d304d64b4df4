"""The inspector: everything about the selected value at one timestep, each name in it a link."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.engine import Tape
from rnnviz.session.draft import Weight
from rnnviz.session.session import Session
from rnnviz.views.inspector.texts import Texts
from rnnviz.views.inspector.unit_plot import UnitPlot
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.matrix_view import MatrixView
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_table import NumberTable, as_table, tab_separated

_LARGEST_TABLE = 40_000


class _Rich(QLabel):
    """A piece of text with links."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        policy = self.sizePolicy()  # which says that the height follows from the width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)

    def show_html(self, html: str) -> None:
        """Shows the text, or nothing where it is empty."""
        if html != self.text():
            self.setText(html)
        self.setVisible(bool(html))


class _Body(QWidget):
    """As high as its texts are at its width; a scroll area alone asks for that too seldom."""

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A part has changed its size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done


class Inspector(QScrollArea):
    """The selection's equation, numbers, value, gradient, operations, inputs and users."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._session = session
        self.heading = _Rich("label_heading")
        self.equation = _Rich("label_equation")
        self.numbers = _Rich("label_numbers")
        self.value = _Rich("label_value")
        self.map = MatrixView()
        self.map.setObjectName("map_value")
        self.table = NumberTable()
        self.table.setObjectName("table_value")
        self.copy = named(QPushButton(self.tr("Copy")), "button_copy_value")
        self.show_table = named(QToolButton(), "button_show_table")
        self.show_table.setText(self.tr("Numbers"))
        self.show_table.setCheckable(True)
        self.weight = named(QLineEdit(), "field_weight")
        self.weight.setToolTip(self.tr("Type another number and Enter: the run follows"))
        self.weight_label = named(QLabel(), "label_weight")
        self.gradient_title = _Rich("label_gradient_title")
        self.gradient = _Rich("label_gradient")
        self.gradient_map = MatrixView()
        self.gradient_map.setObjectName("map_gradient")
        self.contribution = _Rich("label_contribution")
        self.parts = _Rich("label_parts")
        self.links = _Rich("label_links")
        self.plot = UnitPlot(session)
        self._lay_out()
        self._connect()
        self._show_all()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addStretch(1)
        buttons.addWidget(self.show_table)
        buttons.addWidget(self.copy)
        maps = QHBoxLayout()
        maps.setSpacing(10)
        for title, view in ((self.value, self.map), (self.gradient_title, self.gradient_map)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(title)
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            column.addWidget(view)
            column.addStretch(1)
            maps.addLayout(column, 1)
        weight = QHBoxLayout()
        weight.addWidget(self.weight_label)
        weight.addWidget(self.weight, 1)
        body = _Body()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 6, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.equation)
        column.addWidget(self.numbers)
        column.addLayout(maps)
        column.addLayout(weight)
        column.addLayout(buttons)
        column.addWidget(self.table)
        for part in (self.gradient, self.contribution, self.parts, self.links, self.plot):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)

    def _connect(self) -> None:
        for label in self.findChildren(_Rich):
            label.linkActivated.connect(self._follow)
        self.copy.clicked.connect(self._copy)
        self.show_table.clicked.connect(self._show_all)
        self.weight.returnPressed.connect(self._set_weight)
        self.map.clicked.connect(self._select_unit)
        self.gradient_map.clicked.connect(self._select_unit)
        session = self._session
        for signal in (session.tape_changed, session.cursor_moved, session.selection_changed, session.view_changed):
            signal.connect(self._show_all)

    def changeEvent(self, event: QEvent) -> None:
        """The colours of links and roles follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "links"):
            self._show_all()

    @property
    def timestep(self) -> int:
        """The timestep inspected: the selection's, or the cursor's where the selection has none."""
        session = self._session
        if session.tape is None:
            return 0
        if session.selection.timestep is not None:
            return session.selection.timestep
        return session.tape.moment(max(1, session.position)).timestep

    def value_as_text(self) -> str:
        """The inspected value as a table: rows by line, columns by tab; empty where it is not there yet."""
        tape = self._session.tape
        value = self._value(tape, self._session.selection.name) if tape is not None else None
        return "" if value is None else tab_separated(as_table(value))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.value_as_text())

    def _select_unit(self, unit: tuple[int, ...]) -> None:
        selection = self._session.selection
        self._session.select(selection.name, selection.timestep, unit)

    def _set_weight(self) -> None:
        """Gives the selected element of a parameter the number that was typed; words for what is no number."""
        selection = self._session.selection
        if selection.unit is None:
            return
        try:
            value = float(self.weight.text().replace("−", "-").replace(",", "."))
        except ValueError:
            self.weight.setToolTip(self.tr("This is no number."))
            self.weight.selectAll()
            return
        self._session.edit(weights=(*self._session.draft.weights, Weight(selection.name, selection.unit, value)))

    def _follow(self, link: str) -> None:
        """A link is name@timestep; an empty timestep is the cursor's."""
        name, _, timestep = link.partition("@")
        self._session.select(name, int(timestep) if timestep else None)

    def _value(self, tape: Tape, name: str) -> NDArray[np.generic] | None:
        """The value at the inspected timestep, None where the cursor has not reached it."""
        if name in tape.model.parameters:
            return np.asarray(tape.model.parameters[name])
        parameter = name.removeprefix("d")
        if parameter in tape.model.parameters:
            known = self._session.known(name)
            return np.asarray(tape.contributions(parameter).at(self.timestep)) if self.timestep in known else None
        known = self._session.known(name)
        before_first = known.start == 1 and self.timestep <= 0
        return np.asarray(tape.value(name, self.timestep)) if self.timestep in known or before_first else None

    def _show_all(self) -> None:
        tape, selection = self._session.tape, self._session.selection
        if tape is None or not selection.name:
            for label in self.findChildren(_Rich):
                label.show_html("")
            self.heading.show_html(self.tr("Click anything in the lanes: its equation and its numbers come here."))
            for part in (
                self.map,
                self.table,
                self.gradient_map,
                self.copy,
                self.show_table,
                self.weight,
                self.weight_label,
            ):
                part.hide()
            return
        texts = Texts(tape, selection.name, self.timestep, colours_of(self))
        value = self._value(tape, selection.name)
        self.heading.show_html(texts.heading(follows=selection.timestep is None))
        defined = texts.graph is not None
        self.equation.show_html(texts.equation_of(selection.name) if defined else "")
        there = defined and value is not None
        self.numbers.show_html(texts.numbers_of(selection.name) if there else "")
        self._show_value(value, texts)
        self._show_weight(tape, selection.name, selection.unit)
        self._show_gradient(tape, texts)
        self.contribution.show_html(texts.contribution(self._session.known(f"d{texts.parameter}")))
        self.parts.show_html(texts.operations() if there else "")
        self.links.show_html(texts.links())

    def _show_value(self, value: NDArray[np.generic] | None, texts: Texts) -> None:
        there = value is not None
        for part in (self.copy, self.show_table, self.map):
            part.setVisible(there)
        self.table.setVisible(value is not None and self.show_table.isChecked() and value.size <= _LARGEST_TABLE)
        if value is None:
            self.value.show_html("")
            self.numbers.show_html(texts.caption(self.tr("Not yet: the cursor has not reached it.")))
            return
        self.value.show_html(texts.caption(self.tr("Value")))
        self.map.set_values(value)
        self.map.set_selected(self._session.selection.unit)
        if self.table.isVisibleTo(self):
            self.table.set_values(value)

    def _show_weight(self, tape: Tape, name: str, unit: tuple[int, ...] | None) -> None:
        parameter = tape.model.parameters.get(name)
        there = parameter is not None and unit is not None and len(unit) == parameter.ndim
        self.weight.setVisible(there)
        self.weight_label.setVisible(there)
        if parameter is not None and unit is not None and there:
            self.weight_label.setText(f"{name}[{', '.join(map(str, unit))}] =")
            self.weight.setText(repr(parameter[unit].item()))

    def _show_gradient(self, tape: Tape, texts: Texts) -> None:
        name = f"d{texts.name}"
        known = self._session.known(name) if name in tape.adjoint.definitions else range(0)
        there = self.timestep in known
        self.gradient_map.setVisible(there)
        if not there:
            self.gradient_title.show_html("")
            self.gradient.show_html("")
            return
        self.gradient_title.show_html(
            texts.caption(self.tr("Gradient %1").replace("%1", texts.link(name, self.timestep)))
        )
        self.gradient.show_html(texts.section(self.tr("Its adjoint equation"), texts.both(name)))
        self.gradient_map.set_values(np.asarray(tape.value(name, self.timestep)))
        self.gradient_map.set_selected(self._session.selection.unit)
