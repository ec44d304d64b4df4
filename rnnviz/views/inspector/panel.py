"""The inspector: everything about the selected value at one timestep, each name in it a link."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session
from rnnviz.views.inspector.compared import other_run, set_by_hand
from rnnviz.views.inspector.rich_text import Body, RichText
from rnnviz.views.inspector.subject import Kind, Subject
from rnnviz.views.inspector.texts import Texts
from rnnviz.views.inspector.unit_plot import UnitPlot
from rnnviz.views.inspector.weight_field import WeightField
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.matrix_view import MatrixView
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_table import NumberTable, as_table, tab_separated

_MOST_SIDE_BY_SIDE = 12
"""A longer value stands over its gradient and not beside it."""


class Inspector(QScrollArea):
    """The selection's equation, numbers, value, gradient, operations, inputs and users.

    `why_requested`: the user asks why the element that has just been selected is what it is.
    """

    why_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._session = session
        self._shown: object = None
        """What is inspected, but for its timestep."""
        self.heading = RichText("label_heading")
        self.equation = RichText("label_equation")
        self.numbers = RichText("label_numbers")
        self.value = RichText("label_value")
        self.map = MatrixView()
        self.map.setObjectName("map_value")
        self.table = NumberTable()
        self.table.setObjectName("table_value")
        self.copy = named(QPushButton(self.tr("Copy")), "button_copy_value")
        self.show_table = named(QToolButton(), "button_show_table")
        self.show_table.setText(self.tr("Numbers"))
        self.show_table.setCheckable(True)
        self.show_table.setToolTip(self.tr("Show the value as a table of numbers"))
        self.copy.setToolTip(self.tr("Copy the value's numbers, as a table"))
        self.weight = WeightField(session)
        self.gradient_title = RichText("label_gradient_title")
        self.gradient = RichText("label_gradient")
        self.gradient_map = MatrixView()
        self.gradient_map.setObjectName("map_gradient")
        self.by_hand = RichText("label_set_by_hand")
        self.compared = RichText("label_other_run")
        self.contribution = RichText("label_contribution")
        self.parts = RichText("label_parts")
        self.links = RichText("label_links")
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
        self._maps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._maps.setSpacing(10)
        for title, view in ((self.value, self.map), (self.gradient_title, self.gradient_map)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(title)
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            column.addWidget(view)
            column.addStretch(1)
            self._maps.addLayout(column, 1)
        body = Body()
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 6, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.equation)
        column.addWidget(self.numbers)
        column.addLayout(self._maps)
        column.addWidget(self.weight)
        column.addLayout(buttons)
        column.addWidget(self.table)
        for part in (self.by_hand, self.compared, self.gradient, self.contribution, self.parts, self.links, self.plot):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)

    def _connect(self) -> None:
        for label in self.findChildren(RichText):
            label.linkActivated.connect(self._follow)
        self.copy.clicked.connect(self._copy)
        self.show_table.clicked.connect(self._show_all)
        self.map.clicked.connect(self._select_unit)
        self.gradient_map.clicked.connect(self._select_unit)
        self.map.why_requested.connect(self._ask_why)
        self.gradient_map.why_requested.connect(self._ask_why)
        self.map.asked_about.connect(self._select_unit)
        self.gradient_map.asked_about.connect(self._select_gradient)
        session = self._session
        for signal in (session.tape_changed, session.cursor_moved, session.selection_changed, session.view_changed):
            signal.connect(self._show_all)
        session.comparison.changed.connect(self._show_all)

    def changeEvent(self, event: QEvent) -> None:
        """The colours of links and roles follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "links"):
            self._show_all()

    def value_as_text(self) -> str:
        """The inspected value as a table: rows by line, columns by tab; empty where it is not there yet."""
        tape = self._session.tape
        value = Subject.of(self._session, tape).value if tape is not None and self._session.selection.name else None
        return "" if value is None else tab_separated(as_table(value))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.value_as_text())

    def _select_unit(self, unit: tuple[int, ...]) -> None:
        selection = self._session.selection
        self._session.select(selection.name, selection.timestep, unit)

    def set_menu_actions(self, actions: Sequence[QAction]) -> None:
        """What the context menus of elements offer besides their own; they act on what is selected."""
        self.map.menu_actions = self.gradient_map.menu_actions = tuple(actions)

    def _select_gradient(self, unit: tuple[int, ...]) -> None:
        tape = self._session.tape
        if tape is not None:
            subject = Subject.of(self._session, tape)
            if subject.kind is Kind.WEIGHTS:
                self._session.select(f"{subject.gradient_name}.total", None, unit)
            else:
                self._session.select(subject.gradient_name, subject.timestep, unit)

    def _ask_why(self) -> None:
        self.why_requested.emit()  # of what the menu has selected when it opened

    def _follow(self, link: str) -> None:
        """A link is name@timestep; an empty timestep is the cursor's."""
        name, _, timestep = link.partition("@")
        self._session.select(name, int(timestep) if timestep else None)

    def _show_all(self) -> None:
        tape, selection = self._session.tape, self._session.selection
        if tape is None or not selection.name:
            for label in self.findChildren(RichText):
                label.show_html("")
            self.heading.show_html(self.tr("Click anything in the lanes: its equation and its numbers come here."))
            for part in (self.map, self.table, self.gradient_map, self.copy, self.show_table, self.weight):
                part.hide()
            return
        subject = Subject.of(self._session, tape)
        texts = Texts(subject, colours_of(self))
        value = subject.value
        self.heading.show_html(texts.heading())
        self.equation.show_html(self._equation(subject, texts))
        there = subject.is_computed and value is not None
        self.numbers.show_html(texts.numbers_of(subject.name) if there else "")
        self._show_value(subject, value, texts)
        self._show_weight(subject)
        self._show_gradient(subject, texts)
        self.by_hand.show_html(set_by_hand(subject, texts))
        self.compared.show_html(other_run(subject, self._session, texts))
        self.contribution.show_html(texts.contribution())
        shown, self._shown = self._shown, (id(tape), subject.name, subject.kind, there, subject.gradient is None)
        for label, make in ((self.parts, texts.operations if there else str), (self.links, texts.links)):
            if shown == self._shown:  # at another timestep, in as many lines
                label.show_when_seen(make)
            else:
                label.show_html(make())
        self._settle()

    def _settle(self) -> None:
        """Lays the texts out now: else everything would be painted where it stood, and then again."""
        for part in (self.widget(), self.viewport()):
            QCoreApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest.value)

    def _equation(self, subject: Subject, texts: Texts) -> str:
        if subject.kind in (Kind.SUM, Kind.ALL):
            return texts.sum_of_all()
        if subject.kind is Kind.TOTAL_LOSS:
            return texts.sum_of_losses()
        return texts.equation_of(subject.name) if subject.is_computed else ""

    def _show_value(self, subject: Subject, value: NDArray[np.generic] | None, texts: Texts) -> None:
        is_class = value is not None and value.ndim == 0 and subject.tape.graph.index(subject.name)
        for part in (self.copy, self.show_table):
            part.setVisible(value is not None)
        self.map.setVisible(value is not None and not is_class)
        self.table.setVisible(value is not None and self.show_table.isChecked())
        if value is None:
            self.value.show_html("")
            self.numbers.show_html(texts.caption(self._not_yet(subject)))
            return
        words = texts.caption(self.tr("Value"))
        self.value.show_html(f"{words}<br>{texts.class_index(value)}" if is_class else words)
        self.map.set_values(value, signed=subject.name not in (*subject.tape.graph.losses, TOTAL_LOSS))
        self.map.set_selected(self._session.selection.unit)
        below = value.ndim > 0 and (value.shape[-1] > _MOST_SIDE_BY_SIDE or len(value) > _MOST_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._maps.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        if self.table.isVisibleTo(self):
            self.table.set_values(value)

    def _not_yet(self, subject: Subject) -> str:
        if subject.parameter and not subject.tape.graph.losses:
            return self.tr("This model has no loss: there is no gradient.")
        return self.tr("Not yet: the cursor has not reached it.")

    def _show_weight(self, subject: Subject) -> None:
        unit = self._session.selection.unit
        shape = subject.tape.graph.parameters[subject.parameter].shape if subject.parameter else ()
        if subject.kind not in (Kind.WEIGHTS, Kind.UNTIED) or unit is None or len(unit) != len(shape):
            self.weight.hide()
            return
        name, element = subject.name, f"[{', '.join(map(str, unit))}]" if unit else ""
        if subject.untied:
            name, unit = f"{name}[{subject.timestep}]", (subject.timestep - 1, *unit)
        value = subject.tape.parameters[subject.name][unit].item()
        self.weight.show_element(subject.name, unit, value, f"{name}{element}")

    def _show_gradient(self, subject: Subject, texts: Texts) -> None:
        gradient, name = subject.gradient, subject.gradient_name
        self.gradient_map.setVisible(gradient is not None)
        if gradient is None:
            self.gradient_title.show_html("")
            self.gradient.show_html("")
            return
        whole = subject.kind is Kind.WEIGHTS
        title = texts.caption(self.tr("Gradient %1")).replace(
            "%1", texts.link(name, None if whole else subject.timestep)
        )
        self.gradient_title.show_html(title)
        if whole:
            self.gradient.show_html(texts.section(self.tr("Its gradient"), texts.sum_of_all()))
        elif subject.kind is Kind.START:
            self.gradient.show_html("")
        else:
            self.gradient.show_html(texts.section(self.tr("Its adjoint equation"), texts.both(name)))
        self.gradient_map.set_values(gradient)
        self.gradient_map.set_selected(self._session.selection.unit)
