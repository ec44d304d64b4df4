"""The panel of breakpoints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.expression import condition
from rnnviz.equations import EquationError
from rnnviz.session.session import Session
from rnnviz.views.breakpoints.details import Details
from rnnviz.views.breakpoints.hits_model import HitsModel
from rnnviz.views.breakpoints.list_model import BreakpointModel
from rnnviz.views.breakpoints.words import problem_text, title
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.expression_field import ExpressionField
from rnnviz.widgets.naming import named

_LONGEST_ENTRY = 80


class Rows(QTreeView):
    """A list of rows of one height; `moved_to` says to which row a key has gone. Delete is handed on."""

    moved_to = Signal(QModelIndex)

    def __init__(self, name: str, stretched: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setStretchLastSection(False)
        self._stretched = stretched
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """The frames of check boxes, which the style draws a shade darker than the window, can be seen in the dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A row that is gone to is chosen, as by a click."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.moved_to.emit(self.currentIndex())

    def _dress(self) -> None:
        palette, frame = self.palette(), colours_of(QGuiApplication.palette()).faint
        if palette.color(QPalette.ColorRole.Window) != frame:
            palette.setColor(QPalette.ColorRole.Window, frame)
            self.setPalette(palette)

    def size_columns(self) -> None:
        """To be called when the model is there."""
        for column in range(2):
            mode = QHeaderView.ResizeMode.Stretch if column == self._stretched else QHeaderView.ResizeMode.Interactive
            self.header().setSectionResizeMode(column, mode)


class BreakpointsPanel(QWidget):
    """All breakpoints of the session. Hits are looked for only while the panel is to be seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_breakpoints")
        self._session = session
        self._selected: Breakpoint | None = None
        self.condition = ExpressionField("field_condition")
        self.condition.line.setPlaceholderText(self.tr("such as norm(dh[t]) < 1e-6"))
        self.condition.line.setToolTip(self.tr("Enter sets a breakpoint where this holds"))
        self.add_menu = QMenu(self)
        self.add_menu.setObjectName("menu_add_breakpoint")
        self.add = named(QPushButton(self.tr("Add")), "button_add_breakpoint")
        self.add.setMenu(self.add_menu)
        self.ready_made = named(QPushButton(self.tr("Ready-made")), "button_ready_made")
        self.ready_made.setToolTip(
            self.tr(
                "Not finite, vanishing, exploding, saturated, dead, loss jump, dominated by one timestep: "
                "each with a threshold that can be changed"
            )
        )
        self.remove_all = named(QPushButton(self.tr("Remove all")), "button_remove_breakpoints")
        self.remove_all.setToolTip(self.tr("Take away every breakpoint; undo brings them back"))
        self.model = BreakpointModel(session, self)
        self.rows = Rows("list_breakpoints", stretched=0)
        self.rows.setModel(self.model)
        self.rows.size_columns()
        self.rows.header().resizeSection(1, 50)
        self.details = Details(session)
        self.hits_title = named(QLabel(), "label_hits")
        self.hits_title.setWordWrap(True)
        self.hits_model = HitsModel(self)
        self.hits = Rows("list_hits", stretched=1)
        self.hits.setModel(self.hits_model)
        self.hits.size_columns()
        self.hits.header().resizeSection(0, 64)
        self.hits.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the run
        self._lay_out()
        self._connect()
        self._show_breakpoints()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Break when"))
        label.setBuddy(self.condition.line)
        buttons = QHBoxLayout()
        buttons.addWidget(self.ready_made, 1)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove_all)
        above, below = QWidget(), QWidget()
        for part, widgets in ((above, (self.rows, self.details)), (below, (self.hits_title, self.hits))):
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(6)
            for widget in widgets:
                column.addWidget(widget, 1 if isinstance(widget, Rows) else 0)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(above)
        both.addWidget(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(label)
        layout.addWidget(self.condition)
        layout.addLayout(buttons)
        layout.addWidget(both, 1)

    def _connect(self) -> None:
        self.condition.submitted.connect(self._add_condition)
        self.condition.edited.connect(self._check_condition)
        self.ready_made.clicked.connect(self._session.breakpoints.add_ready_made)
        self.remove_all.clicked.connect(self._remove_all)
        self.add_menu.aboutToShow.connect(self._fill_add_menu)
        self.add_menu.triggered.connect(self._add_from_menu)
        self.rows.clicked.connect(self._select)
        self.rows.activated.connect(self._select)
        self.rows.moved_to.connect(self._select)
        self.hits.clicked.connect(self._go_to_hit)
        self.hits.activated.connect(self._go_to_hit)
        self.hits.moved_to.connect(self._go_to_hit)
        self.details.changed.connect(self._keep_selected)
        session = self._session
        session.breakpoints_changed.connect(self._show_breakpoints)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        session.breakpoint_run.found.connect(self._show_hits)
        session.breakpoint_run.searched.connect(self._show_outcome)

    def type_condition(self, text: str = "") -> None:
        """Puts the keyboard into the condition, with a text to go on from: its last number is selected."""
        self.condition.fill(text)
        self.condition.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        start = text.rfind(" ") + 1
        self.condition.line.setSelection(start, len(text) - start)
        self._check_condition(text)

    def type_condition_of(self, one: Breakpoint) -> None:
        """Selects a breakpoint, and puts the keyboard into the condition beside its place."""
        self._selected = one
        self._show_breakpoints()
        self.details.beside.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """What has not been looked for while the panel was away is looked for now."""
        super().showEvent(event)
        self._show_run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the selected breakpoint away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.rows.hasFocus():
            self.details.remove_breakpoint()
        else:
            super().keyPressEvent(event)

    # What the user does

    def _check_condition(self, text: str) -> EquationError | None:
        """Says below the field what is wrong with it; an empty one is not wrong yet."""
        tape = self._session.tape
        found: EquationError | None = None
        if tape is not None and text.strip():
            try:
                condition(text, tape)
            except EquationError as error:
                found = error
        if found is None:
            self.condition.set_problem("")
        else:
            self.condition.set_problem(problem_text(found), found.column, found.length)
        return found

    def _add_condition(self, text: str) -> None:
        if text.strip() and self._session.tape is not None and self._check_condition(text) is None:
            one = Breakpoint("condition", text.strip())
            self._selected = one
            self.condition.fill("")
            self._session.breakpoints.add([one])
            self._show_breakpoints()

    def _fill_add_menu(self) -> None:
        self.add_menu.clear()
        tape = self._session.tape
        if tape is None:
            return
        timestep = self._session.selection.timestep or tape.moment(max(1, self._session.position)).timestep
        entries = [Breakpoint("timestep", timestep=timestep)]
        entries += [Breakpoint("phase", phase) for phase in dict.fromkeys(one.phase for one in tape.passes)]
        for number, one in enumerate(entries):
            self._entry(self.add_menu, f"action_add_{one.kind}_{number}", one)
        equations = self.add_menu.addMenu(self.tr("An equation"))
        equations.setObjectName("menu_add_equation")
        operations = self.add_menu.addMenu(self.tr("An operation"))
        operations.setObjectName("menu_add_operation")
        for pass_ in tape.passes:
            graph = tape.graph if pass_.phase == "forward" else tape.adjoint
            for line in pass_.lines:
                for name in line.names:
                    if "." not in name:
                        self._entry(equations, f"action_add_equation_{name}", Breakpoint("equation", name), name)
                for operation in line.operations:
                    if operation.timed and operation.name not in line.names:
                        words = f"{operation.name} = {graph.expression(operation.name)}"
                        one = Breakpoint("operation", operation.name)
                        self._entry(operations, f"action_add_operation_{operation.name}", one, words[:_LONGEST_ENTRY])

    def _entry(self, menu: QMenu, name: str, one: Breakpoint, words: str = "") -> None:
        action = menu.addAction((words or title(one)).replace("&", "&&"))
        action.setObjectName(name)
        action.setData(one.to_plain())

    def _add_from_menu(self, action: QAction) -> None:
        self._selected = Breakpoint.from_plain(action.data())
        self._session.breakpoints.add([self._selected])
        self._show_breakpoints()

    def _remove_all(self) -> None:
        self._session.breakpoints.remove(self._session.breakpoints.all)

    def _select(self, index: QModelIndex) -> None:
        self._selected = self.model.breakpoint_at(index)
        self._show_selected()

    def _keep_selected(self, one: Breakpoint) -> None:
        self._selected = one
        self._show_breakpoints()

    def _go_to_hit(self, index: QModelIndex) -> None:
        hit = self.hits_model.hit(index.row())
        self._session.go_to_cursor(hit.cursor)

    # What is shown

    def _show_breakpoints(self) -> None:
        there = self._session.breakpoints.all
        if self._selected is not None and self._selected not in there:
            alike = [one for one in there if replace(one, enabled=True) == replace(self._selected, enabled=True)]
            self._selected = alike[0] if alike else None
        self.model.show_all()
        self.remove_all.setEnabled(bool(there))
        if self._selected is not None:
            self.rows.setCurrentIndex(self.model.index(there.index(self._selected), 0))
        self._show_run()

    def _show_run(self) -> None:
        if self.isVisible():
            self._session.breakpoint_run.want_hits()
        self._show_selected()
        self._show_outcome()

    def _show_selected(self) -> None:
        self.details.show_breakpoint(self._selected)
        self._show_hits()

    def _show_hits(self) -> None:
        self.model.show_state()
        self.details.show_problem()
        run, there = self._session.breakpoint_run, self._session.breakpoints.all
        wanted = [one for one in there if one.enabled] if self._selected is None else [self._selected]
        lists = [(one, hits) for one in wanted if (hits := run.hits(one)) is not None]
        self.hits_model.show_hits([hits for _, hits in lists], self._session.tape)
        if not there:
            words = self.tr(
                "Nothing to stop at yet. Click in the gutter below the timesteps, type a condition, or take the "
                "ready-made set; then continue with F5."
            )
        elif self._selected is not None:
            words = self.tr("Hits of %1, in the whole run").replace("%1", title(self._selected, self._session.tape))
        else:
            words = self.tr("All hits, in the whole run")
        self.hits_title.setText(words)
        self._show_cursor()

    def _show_cursor(self) -> None:
        """The hit at which the cursor stands is the current one."""
        row = self.hits_model.row_at(self._session.cursor)
        if row is None:
            self.hits.setCurrentIndex(QModelIndex())
            self.hits.clearSelection()
        else:
            self.hits.setCurrentIndex(self.hits_model.index(row, 0))

    def _show_outcome(self) -> None:
        self.model.show_state()
