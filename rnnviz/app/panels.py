"""The panels around the window's centre: each is built when its dock is first shown, or when it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from rnnviz.app import names
from rnnviz.app.layout_keeper import LEFT_WIDTH, RIGHT_WIDTH, TRAINING_WIDTH
from rnnviz.session.agreement import Agreement
from rnnviz.session.diagnosis import Diagnosis
from rnnviz.session.inquiry import Inquiry
from rnnviz.session.problems import fault
from rnnviz.session.session import Session
from rnnviz.widgets.naming import named

if TYPE_CHECKING:  # a window opens without what nobody sees
    from rnnviz.views.bookmarks_panel import BookmarksPanel
    from rnnviz.views.breakpoints import BreakpointsPanel
    from rnnviz.views.data_panel import DataPanel
    from rnnviz.views.diagnostics_panel import DiagnosticsPanel
    from rnnviz.views.generation_panel import GenerationPanel
    from rnnviz.views.influence_panel import InfluencePanel
    from rnnviz.views.inspector import Inspector
    from rnnviz.views.model_panel import ModelPanel
    from rnnviz.views.override_editor import OverrideEditor
    from rnnviz.views.sum_panel import SumPanel
    from rnnviz.views.training import TrainingPanel, UpdatePanel
    from rnnviz.views.walk_panel import WalkPanel
    from rnnviz.views.watches import WatchesPanel
    from rnnviz.views.what_if_panel import WhatIfPanel
    from rnnviz.views.why import WhyPanel

Panel = TypeVar("Panel", bound=QWidget)

_FRAME = 40
_log = logging.getLogger(__name__)


class Dock(QDockWidget):
    """Empty until it is first shown; `filled` carries the panel that it has then, which is to be connected.

    Args:
        fill: has the panel built and put in.
    """

    filled = Signal(object)

    def __init__(self, title: str, fill: Callable[[], object], parent: QWidget) -> None:
        super().__init__(title, parent)
        self._fill = fill

    def put_in(self, panel: QWidget) -> None:
        """Shows a panel."""
        names.name_parts(panel)
        failure = self.widget()
        if failure is not None:
            failure.deleteLater()
        self.setWidget(panel)
        self.filled.emit(panel)

    def setVisible(self, visible: bool) -> None:
        """Qt's one way to show and to hide. The panel comes before: its size has a say in its place."""
        if visible and self.widget() is None:
            self.build()
        super().setVisible(visible)

    def build(self) -> None:
        """Has the panel built; if it cannot be, says so in its place."""
        try:
            self._fill()
        except Exception as error:  # Qt calls, and would go on with an empty dock
            _log.error("the panel %s could not be built", self.objectName(), exc_info=error)
            before = self.widget()
            if before is not None:
                before.deleteLater()
            self.setWidget(Failure(error, self.build))


class Failure(QWidget):
    """Stands where a panel could not be built, and offers to try again."""

    def __init__(self, error: Exception, again: Callable[[], object]) -> None:
        super().__init__()
        words = self.tr("This panel could not be built: {error}. The run and your data are untouched.")
        self.words = named(QLabel(words.format(error=fault(error))), "label_panel_failure")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = named(QPushButton(self.tr("Try again")), "button_panel_again")
        self.again.clicked.connect(again)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)


class PanelWindow(QMainWindow):
    """A main window on one session, with a dock for each panel.

    Args:
        session: what the panels show and change; it goes with the window.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        session.setParent(self)
        self.agreement = Agreement(session)
        self.diagnosis = Diagnosis(session)
        self.inquiry = Inquiry(session)
        self.docks: dict[str, Dock] = {}
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)

    def add_docks(self) -> None:
        """Makes the docks, empty, with the titles of the present language; panels that were there are forgotten."""
        for name in [name for name, value in vars(PanelWindow).items() if isinstance(value, cached_property)]:
            vars(self).pop(name, None)
        for name, title, attribute in (
            ("walk", self.tr("Walk"), "walk_panel"),
            ("model", self.tr("Model"), "model_panel"),
            ("data", self.tr("Data"), "data_panel"),
            ("breakpoints", self.tr("Breakpoints"), "breakpoints_panel"),
            ("watches", self.tr("Watches"), "watches_panel"),
            ("what_if", self.tr("What if"), "what_if_panel"),
            ("generation", self.tr("Generation"), "generation_panel"),
            ("training", self.tr("Training"), "training_panel"),
            ("bookmarks", self.tr("Bookmarks"), "bookmarks_panel"),
            ("diagnostics", self.tr("Diagnostics"), "diagnostics_panel"),
            ("why", self.tr("Why"), "why_panel"),
            ("influence", self.tr("Influence"), "influence_panel"),
            ("inspector", self.tr("Inspector"), "inspector"),
            ("sum", self.tr("Sum"), "sum_panel"),
            ("update", self.tr("Update"), "update_panel"),
        ):
            self.docks[name] = Dock(title, partial(getattr, self, attribute), self)
            self.docks[name].setObjectName(f"dock_{name}")

    def _docked(self, name: str, panel: Panel, width: int = LEFT_WIDTH) -> Panel:
        panel.setMinimumWidth(width - _FRAME)
        self.docks[name].put_in(panel)
        return panel

    @cached_property
    def walk_panel(self) -> WalkPanel:
        """The guided walk through an example."""
        from rnnviz.views.walk_panel import WalkPanel

        return self._docked("walk", WalkPanel(self.session))

    @cached_property
    def model_panel(self) -> ModelPanel:
        """Equations, sizes, and the origin of the weights."""
        from rnnviz.views.model_panel import ModelPanel

        return self._docked("model", ModelPanel(self.session))

    @cached_property
    def data_panel(self) -> DataPanel:
        """The text and its vocabulary."""
        from rnnviz.views.data_panel import DataPanel
        from rnnviz.views.example_form import ExampleForm

        panel = DataPanel(self.session)
        panel.put_before_parts(ExampleForm(self.session))
        return self._docked("data", panel)

    @cached_property
    def breakpoints_panel(self) -> BreakpointsPanel:
        """Where the run is to stop."""
        from rnnviz.views.breakpoints import BreakpointsPanel

        return self._docked("breakpoints", BreakpointsPanel(self.session))

    @cached_property
    def watches_panel(self) -> WatchesPanel:
        """Expressions over the run."""
        from rnnviz.views.watches import WatchesPanel

        return self._docked("watches", WatchesPanel(self.session))

    @cached_property
    def what_if_panel(self) -> WhatIfPanel:
        """What is set by hand, and what the run is compared with."""
        from rnnviz.views.what_if_panel import WhatIfPanel

        return self._docked("what_if", WhatIfPanel(self.session))

    @cached_property
    def generation_panel(self) -> GenerationPanel:
        """The model reads its own predictions."""
        from rnnviz.views.generation_panel import GenerationPanel

        return self._docked("generation", GenerationPanel(self.session))

    @cached_property
    def training_panel(self) -> TrainingPanel:
        """How the model learns."""
        from rnnviz.views.training import TrainingPanel

        return self._docked("training", TrainingPanel(self.session), TRAINING_WIDTH)

    @cached_property
    def update_panel(self) -> UpdatePanel:
        """What one update does to a parameter."""
        from rnnviz.views.training import UpdatePanel

        return self._docked("update", UpdatePanel(self.session), RIGHT_WIDTH)

    @cached_property
    def bookmarks_panel(self) -> BookmarksPanel:
        """Timesteps to be found again."""
        from rnnviz.views.bookmarks_panel import BookmarksPanel

        return self._docked("bookmarks", BookmarksPanel(self.session))

    @cached_property
    def diagnostics_panel(self) -> DiagnosticsPanel:
        """What is wrong with the run."""
        from rnnviz.views.diagnostics_panel import DiagnosticsPanel

        return self._docked("diagnostics", DiagnosticsPanel(self.session, self.diagnosis))

    @cached_property
    def why_panel(self) -> WhyPanel:
        """Why a number is what it is."""
        from rnnviz.views.why import WhyPanel

        return self._docked("why", WhyPanel(self.session, self.inquiry), RIGHT_WIDTH)

    @cached_property
    def influence_panel(self) -> InfluencePanel:
        """What each loss sends back to each timestep."""
        from rnnviz.views.influence_panel import InfluencePanel

        return self._docked("influence", InfluencePanel(self.session), RIGHT_WIDTH)

    @cached_property
    def inspector(self) -> Inspector:
        """The selected value."""
        from rnnviz.views.inspector import Inspector

        return self._docked("inspector", Inspector(self.session), RIGHT_WIDTH)

    @cached_property
    def sum_panel(self) -> SumPanel:
        """How the contributions to a gradient add up."""
        from rnnviz.views.sum_panel import SumPanel

        return self._docked("sum", SumPanel(self.session, self.agreement), RIGHT_WIDTH)

    @cached_property
    def override_editor(self) -> OverrideEditor:
        """The editor of one value, which stands in no dock."""
        from rnnviz.views.override_editor import OverrideEditor

        editor = OverrideEditor(self.session, self)
        names.name_parts(editor)
        return editor
