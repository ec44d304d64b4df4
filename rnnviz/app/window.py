"""The window: the views in their places, the actions in menus and toolbars, and what passes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QCursor,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QProgressBar,
    QPushButton,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from rnnviz.app import names
from rnnviz.app.action_table import Commands
from rnnviz.app.actions import Actions
from rnnviz.app.icons import icon
from rnnviz.app.language import Language, speak, spoken
from rnnviz.app.layout_keeper import LayoutKeeper
from rnnviz.app.menus import Menus
from rnnviz.app.panels import PanelWindow
from rnnviz.app.project_keeper import ProjectKeeper
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme
from rnnviz.session.overrides import selected_place
from rnnviz.session.session import Session
from rnnviz.views.drop_strip import DropStrip, droppable
from rnnviz.views.findings_readout import FindingsReadout
from rnnviz.views.lanes import Lanes
from rnnviz.views.narration import NarrationLine
from rnnviz.views.problem_banner import ProblemBanner
from rnnviz.views.recovery_strip import RecoveryStrip
from rnnviz.views.run_readout import RunReadout
from rnnviz.views.scrubber import Scrubber
from rnnviz.views.transport import Transport
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.naming import named
from rnnviz.widgets.one_line import OneLine

if TYPE_CHECKING:
    from rnnviz.views.data_panel import DataPanel
    from rnnviz.views.influence_panel import InfluencePanel, Shading
    from rnnviz.views.inspector import Inspector
    from rnnviz.views.sum_panel import SumPanel
    from rnnviz.views.training import UpdatePanel
    from rnnviz.views.walk_panel import WalkPanel

_STEPS = ("go_start", "reverse_continue", "step_back", "step_forward", "step_into", "step_out", "continue", "go_end")
_TOOLBAR = (*_STEPS, None, "slower", "play", "faster")
_OF_TIMESTEPS = ("run_to_here", "run_back_to_here", "toggle_breakpoint", "breakpoint_condition", "toggle_bookmark")


class Window(PanelWindow):
    """The main window on one session.

    Args:
        session: what is shown and changed; it goes with the window.
        settings: what is remembered.
        theme: the application's look.

    `closing` says that everything that moves by itself is to stop.
    """

    closing = Signal()

    def __init__(self, session: Session, settings: Settings, theme: Theme) -> None:
        speak(settings.language)
        theme.write_chinese(spoken(settings.language) is Language.CHINESE)
        # A style sheet is cheap as long as there is nothing to style.
        theme.choose(settings.theme_shown, settings.font_size)
        super().__init__(session)
        self.setObjectName("window")
        self.settings, self.theme = settings, theme
        self._was_seen = False
        self.setAcceptDrops(True)
        self._said = ""
        self.commands = Commands(self)
        self.layout_keeper = LayoutKeeper(self)
        self.project = ProjectKeeper(self)
        self.build()
        self._connect()
        self.apply_settings()
        self.layout_keeper.restore()
        self._repaint_icons()
        self.lanes.setFocus(Qt.FocusReason.OtherFocusReason)

    def build(self) -> None:
        """Makes everything that has words; to be called again, once it is taken away, for those of another language."""
        self.add_docks()
        self._add_centre()
        self.actions_ = Actions(self, self.commands.rows(), self.settings.keys)
        self._add_toolbars()
        self._add_readouts()
        self.menus = Menus(self, self.actions_)
        self._connect_parts()
        names.name_parts(self)

    def _add_centre(self) -> None:
        self.centre = QWidget()
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.drop_strip = DropStrip(self.session)
        self.recovery_strip = RecoveryStrip()
        self.problem_banner = ProblemBanner(self.session)
        self.lanes = Lanes(self.session, self.agreement)
        for part in (self.recovery_strip, self.drop_strip, self.problem_banner):
            column.addWidget(part)
        column.addWidget(self.lanes, 1)
        self.setCentralWidget(self.centre)

    def _add_toolbars(self) -> None:
        run = self._toolbar("toolbar_run", Qt.ToolBarArea.TopToolBarArea)
        for name in _TOOLBAR:
            if name is None:
                run.addSeparator()
            else:
                run.addAction(self.actions_[name])
        self.transport = Transport(self.session)
        self.scrubber = Scrubber(self.session)
        run.addWidget(self.transport)
        run.addWidget(self.scrubber)
        run.addWidget(self.transport.pass_readout)
        self.addToolBarBreak()
        narration = self._toolbar("toolbar_narration", Qt.ToolBarArea.TopToolBarArea)
        self.narration = NarrationLine(self.session)
        narration.addWidget(self.narration)
        self.rail = self._toolbar("toolbar_rail", Qt.ToolBarArea.LeftToolBarArea)
        self.panel_actions = QActionGroup(self)
        self.panel_actions.setExclusive(False)
        self.panel_actions.triggered.connect(self._toggle_panel)
        for name, dock in self.docks.items():
            action = QAction(dock.windowTitle(), self)
            action.setObjectName(f"action_panel_{name}")
            action.setToolTip(self.tr("Show or hide the panel “%1”").replace("%1", dock.windowTitle()))
            action.setCheckable(True)
            action.setData(name)
            dock.visibilityChanged.connect(action.setChecked)  # not while it stands behind another
            self.panel_actions.addAction(action)
            self.rail.addAction(action)

    def _toolbar(self, name: str, area: Qt.ToolBarArea) -> QToolBar:
        bar = QToolBar(self)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.toggleViewAction().setVisible(False)
        self.addToolBar(area, bar)
        return bar

    def _add_readouts(self) -> None:
        self.hover = named(OneLine(), "readout_hover")
        self.hover.setContentsMargins(8, 0, 8, 0)
        self.run_readout = RunReadout(self.session)
        self.findings_readout = FindingsReadout(self.diagnosis)
        self.progress = named(QProgressBar(), "progress_run")
        self.progress.setMaximumWidth(220)
        self.progress.setRange(0, 1000)
        self.cancel = named(QPushButton(self.tr("Cancel")), "button_cancel_run")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.hover, 1)
        for part in (self.progress, self.cancel, self.findings_readout, self.run_readout):
            bar.addPermanentWidget(part)

    def _connect_parts(self) -> None:
        self.cancel.clicked.connect(self.commands.run.cancel)
        self.lanes.hovered.connect(self._read_out)
        self.lanes.copy_requested.connect(self.commands.edit.copy_value)
        self.lanes.set_menu_actions(
            [self.actions_[name] for name in ("override", "watch_value", "break_when")],
            [self.actions_[name] for name in _OF_TIMESTEPS],
        )
        self.lanes.why_requested.connect(self.commands.tools.ask_why)
        self.findings_readout.clicked.connect(self.commands.tools.open_diagnostics)
        self.docks["inspector"].filled.connect(self._connect_inspector)
        self.docks["data"].filled.connect(self._connect_data)
        self.docks["walk"].filled.connect(self._connect_walk)
        self.docks["sum"].filled.connect(self._connect_sum)
        self.docks["influence"].filled.connect(self._connect_influence)
        self.docks["update"].filled.connect(self._connect_update)
        self.drop_strip.file_accepted.connect(self.commands.file.open_path)
        self.drop_strip.closed.connect(self.lanes.setFocus)
        self.problem_banner.place_wanted.connect(self._show_place)
        self.recovery_strip.restored.connect(self.project.restore_leftover)
        self.recovery_strip.discarded.connect(self.project.discard_leftover)
        self.recovery_strip.postponed.connect(self.project.postpone_leftover)

    def _connect(self) -> None:
        self.session.breakpoint_run.searched.connect(self._searched)
        self.theme.changed.connect(self._repaint_icons)
        for signal in (
            self.session.tape_changed,
            self.session.draft_changed,
            self.session.view_changed,
            self.session.comparison.changed,
            self.session.undo.indexChanged,
            self.project.changed,
        ):
            signal.connect(self.refresh)
        self.session.run_changed.connect(self._run_changed)
        self.session.run_changed.connect(self.layout_keeper.show_what_was_seen)
        self.session.cursor_moved.connect(self._refresh_actions)
        self.session.opened.changed.connect(self._refresh_actions)
        self.session.breakpoints_changed.connect(self._refresh_actions)
        self.session.selection_changed.connect(self._refresh_actions)
        self.session.walk.changed.connect(self._show_stop)
        self.session.training.changed.connect(self._trained)

    def _connect_inspector(self, inspector: Inspector) -> None:
        inspector.set_menu_actions([self.actions_[name] for name in ("override", "watch_value", "break_when")])
        inspector.why_requested.connect(self.commands.tools.ask_why)

    def _connect_data(self, panel: DataPanel) -> None:
        panel.load_wanted.connect(self.commands.file.load_arrays)

    def _show_stop(self) -> None:
        if self.session.walk.stop is not None:
            self.lanes.reveal_selection()

    def _connect_walk(self, panel: WalkPanel) -> None:
        panel.gallery_wanted.connect(self.commands.file.open_gallery)

    def _connect_sum(self, panel: SumPanel) -> None:
        panel.hovered.connect(self._read_out)
        panel.set_menu_actions([self.actions_[name] for name in ("watch_value", "break_when", "override")])
        panel.why_requested.connect(self.commands.tools.ask_why)

    def _connect_update(self, panel: UpdatePanel) -> None:
        panel.hovered.connect(self._read_out)

    def _connect_influence(self, panel: InfluencePanel) -> None:
        panel.hovered.connect(self._read_out)
        panel.row_pointed.connect(self._colour_text)
        self.lanes.pointed.connect(panel.point_at)
        self.closing.connect(panel.close_work)

    def refresh(self) -> None:
        """Title, progress, and which actions can be used, by what the session says now."""
        self.setWindowTitle(self.tr("%1[*] – rnnviz").replace("%1", self.project.name))
        self.setWindowModified(self.project.modified)
        self._show_progress()
        self._refresh_actions()
        self.actions_["play"].setIcon(icon("pause" if self.session.playing else "play"))

    def _run_changed(self) -> None:
        """A run reports often: only its beginning and end change more than the bar."""
        if (self.session.running is not None) != self.progress.isVisibleTo(self):
            self.refresh()
        else:
            self._show_progress()

    def _searched(self) -> None:
        """A search for a breakpoint has begun, gone on, or ended: then it says where."""
        run = self.session.breakpoint_run
        if (run.searching is not None) != self.progress.isVisibleTo(self):
            self.refresh()
        else:
            self._show_progress()
        if run.outcome is not None:
            from rnnviz.views.breakpoints.words import outcome_text

            self._said = outcome_text(self.session)
            self.say(self._said)
        elif self._said and self.hover.text() == self._said:
            self._said = ""
            self._read_out("")

    def _trained(self) -> None:
        """A training has begun, gone on or ended."""
        self._show_progress()
        self._refresh_actions()

    def _show_progress(self) -> None:
        training = self.session.training
        running = self.session.running if self.session.running is not None else self.session.breakpoint_run.searching
        if training.running:
            running = training.number / max(1, training.target)
        for part in (self.progress, self.cancel):
            part.setVisible(running is not None)
        self.progress.setValue(round(1000 * (running or 0.0)))

    def _refresh_actions(self) -> None:
        self.actions_.refresh(self.session)

    def _read_out(self, words: str) -> None:
        """What stands under the pointer; beside everything, which keys there are."""
        self.hover.setText(words or self._hint())

    def _colour_text(self, shading: Shading | None) -> None:
        """What one loss sends back, on the text; None takes it away."""
        if shading is None:
            self.lanes.colour_text(None)
        else:
            self.lanes.colour_text(shading.fractions, self.tr("← %1").replace("%1", shading.loss))

    def say(self, words: str) -> None:
        """Words in the status bar, until the pointer reads out something else."""
        self.hover.setText(words)

    def _hint(self) -> str:
        step, back, play, keys = (
            self.actions_[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            for name in ("step_forward", "step_back", "play", "keys")
        )
        words = self.tr("%1 steps, %2 steps back, %3 plays; click anything to ask about it; %4 has all keys")
        return words.replace("%1", step).replace("%2", back).replace("%3", play).replace("%4", keys)

    def apply_settings(self) -> None:
        """Puts the preferences into effect; another language, with which the window is made again, a moment later."""
        if speak(self.settings.language):
            self.theme.write_chinese(spoken(self.settings.language) is Language.CHINESE)
            QTimer.singleShot(0, self, self._speak_again)
        if not self.layout_keeper.presentation:
            self.layout_keeper.choose_look()
        self.actions_.set_keys(self.settings.keys)
        self._read_out("")
        self.session.set_memory_limit(self.settings.memory_of_a_run)
        self.lanes.set_follow(self.settings.follow_cursor)
        self.lanes.set_rolled(self.settings.rolled)
        self.lanes.set_map_scale(self.settings.map_scale)

    def _speak_again(self) -> None:
        from rnnviz.app.rebuilding import rebuild

        rebuild(self)
        self._repaint_icons()

    def open_panel(self, name: str) -> None:
        """Shows a panel, and puts it before those that it shares its place with."""
        self.layout_keeper.show_panel(name)
        names.name_tabs(self)

    def edit_override(self) -> None:
        """An editor for the selected value, beside the pointer where that is over the window."""
        place = selected_place(self.session)
        if place is not None:
            here = QCursor.pos()
            inside = self.frameGeometry().contains(here)
            middle = self.lanes.mapToGlobal(self.lanes.rect().center())
            self.override_editor.open_at(here if inside else middle, *place)

    def _toggle_panel(self, action: QAction) -> None:
        """Puts a panel before the others, or away where it is before them already."""
        if action.isChecked():
            self.open_panel(action.data())
        else:
            self.layout_keeper.hide_panel(action.data())

    def _show_place(self) -> None:
        self.open_panel("model")
        self.model_panel.show_problem_place()

    def _repaint_icons(self) -> None:
        """The icons in the theme's colours, the toolbars' as large as the type asks for."""
        size = round(22 * scale_of(self))
        for bar in self.findChildren(QToolBar):
            bar.setIconSize(QSize(size, size))
        self.actions_.paint_icons()
        for action in self.panel_actions.actions():
            action.setIcon(icon(action.data()))
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit that nobody else wanted begins the number of a timestep."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text().isdigit() and self.session.tape is not None:
            self.transport.type_timestep(event.text())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file, or a piece of text, may be dropped anywhere on the window."""
        if droppable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped is asked about first."""
        event.acceptProposedAction()
        self.drop_strip.offer(event.mimeData())
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Once the window is seen, and not before, it looks for what others left behind."""
        super().paintEvent(event)
        if not self._was_seen:
            self._was_seen = True
            QTimer.singleShot(0, self.project, self.project.look_for_leftovers)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Unsaved work is asked about; then the layout is remembered, and everything that moves by itself stops."""
        if not self.project.may_close():
            event.ignore()
            return
        self.layout_keeper.remember()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.project.close()
        self.session.close()
        self.agreement.close()
        self.closing.emit()
        self.diagnosis.close()
        self.inquiry.close()
        super().closeEvent(event)
