"""The lanes of a run: made from its equations, kept where the cursor and the selection are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from rnnviz.engine import Tape
from rnnviz.equations.added_names import is_added
from rnnviz.session.agreement import Agreement
from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.session import Session
from rnnviz.views.lanes.bookmark_marks import BookmarkMarks
from rnnviz.views.lanes.compared import OTHER, with_comparison
from rnnviz.views.lanes.contents import fill, graph_numbers, make
from rnnviz.views.lanes.cursor import loss_so_far, playhead, timestep_shown
from rnnviz.views.lanes.graph_feed import graph_state, layout_of
from rnnviz.views.lanes.gutter import Gutter
from rnnviz.views.lanes.opened_timestep import opened_timestep
from rnnviz.views.lanes.overridden import overridden_places
from rnnviz.views.lanes.plan import LanePlan, at_once, plan
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Lane
from rnnviz.widgets.lane_stack import LaneStack
from rnnviz.widgets.number_text import short
from rnnviz.widgets.rolled_graph import RolledGraph
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.timestep_graph import TimestepGraph
from rnnviz.widgets.token_lane import TokenLane

_ZOOM = 1.5
_ROLLED_HEIGHT = 250


class Lanes(QWidget):
    """Everything over time. `hovered` is what stands under the pointer, in words, and "" beside the lanes."""

    hovered = Signal(str)
    pointed = Signal(str, int)
    """The name and the timestep of the value under the pointer; NOWHERE when it left."""
    copy_requested = Signal()
    why_requested = Signal()

    def __init__(self, session: Session, agreement: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_lanes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session, self._agreement = session, agreement
        self._plans: dict[str, LanePlan] = {}
        self._waiting: dict[str, LanePlan] = {}
        self._asked: set[str] = set()
        self._value_actions: tuple[QAction, ...] = ()
        self._timestep_actions: tuple[QAction, ...] = ()
        self._follow = True
        self._map_scale = ScaleKind.FIXED
        self.stack = LaneStack()
        self.stack.set_placeholder(
            self.tr(
                "There is no run to show. Type a text and equations in the panels at the left, or drop a text here."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.rolled = RolledGraph()
        self.rolled.setFixedHeight(_ROLLED_HEIGHT)
        self.rolled.hide()
        layout.addWidget(self.rolled)
        layout.addWidget(self.stack, 1)
        self.rolled.name_clicked.connect(self._select_name)
        self.rolled.timestep_opened.connect(self._session.opened.open)
        self._add_opened(self.rolled, self.rolled.rect)
        self.rolled.hovered.connect(self.hovered)
        self.stack.clicked.connect(self._select)
        self.stack.hovered.connect(self._hover)
        self.stack.context_requested.connect(self._open_menu)
        self.stack.ruler.clicked.connect(self._session.go_to_timestep)
        self.stack.ruler.context_requested.connect(self._open_timestep_menu)
        self.gutter = Gutter(session, self.stack.ruler)
        self.bookmark_marks = BookmarkMarks(session, self.stack.ruler)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        session.selection_changed.connect(self._show_selection)
        session.view_changed.connect(self._show_whole_run)
        session.comparison.changed.connect(self._show_run)
        session.opened.changed.connect(self._show_opened)
        session.training.changed.connect(self._hold_scales)
        agreement.found.connect(self._show_cursor)
        self._show_run()

    # What the window asks for

    def set_menu_actions(self, of_values: Sequence[QAction], of_timesteps: Sequence[QAction]) -> None:
        """What the context menus of values, and of timesteps too, offer for the selection besides the lanes' own."""
        self._value_actions, self._timestep_actions = tuple(of_values), tuple(of_timesteps)

    def fit(self) -> None:
        """The whole sequence in the lanes' width."""
        self.stack.axis.fit()

    def zoom_in(self) -> None:
        """Wider columns, about the middle."""
        self.stack.axis.zoom(_ZOOM, self._zoom_centre())

    def zoom_out(self) -> None:
        """Narrower columns, about the middle."""
        self.stack.axis.zoom(1 / _ZOOM, self._zoom_centre())

    def _zoom_centre(self) -> float:
        axis = self.stack.axis
        head = playhead(self._session)
        if head is not None and axis.first <= head.timestep <= axis.last:
            return axis.x_of(head.timestep)
        return axis.width / 2

    def set_follow(self, follow: bool) -> None:
        """Whether the cursor's timestep is kept in sight."""
        self._follow = follow
        self._follow_cursor()

    def set_rolled(self, rolled: bool) -> None:
        """Draws the graph as a loop, or unrolled."""
        self.rolled.setVisible(rolled)
        self.stack.set_hidden("graph", rolled)
        self._show_cursor()

    def set_map_scale(self, name: str) -> None:
        """The scale of all maps, by its name in the preferences."""
        kind = ScaleKind(name)
        if kind is not self._map_scale:
            self._map_scale = kind
            for name, each in self._plans.items():
                lane = self.stack.lane(name)
                if each.kind == "heat" and isinstance(lane, HeatLane):
                    lane.set_kind(kind)

    def lanes(self) -> list[tuple[str, str, bool]]:
        """Name, title, and whether it is shown, of every lane from the top."""
        shown = set(self.stack.shown())
        made = [(name, self.stack.lane(name).title, name in shown) for name in self.stack.names()]
        return made + [(name, each.title, False) for name, each in self._waiting.items()]

    def set_lane_shown(self, name: str, shown: bool) -> None:
        """Shows or hides a lane; one that folds under another opens that one."""
        each = self._plans.get(name) or self._waiting[name]
        if name in self._waiting:
            self._asked.update(part for part in (name, each.under) if part)
            self._show_run()
        if shown and each.under:
            self.stack.set_opened(each.under, True)
        self.stack.set_hidden(name, not shown)

    def reset(self) -> None:
        """Lanes as at the first start."""
        self.stack.reset_layout()
        self.fit()

    def save_state(self) -> str:
        """The lanes' layout, for the next start."""
        return json.dumps(self.stack.save_state())

    def restore_state(self, text: str) -> None:
        """The layout of the last time; one that cannot be read is left."""
        try:
            state = json.loads(text)
            self.stack.restore_state(state)
        except (ValueError, AttributeError):
            self.stack.reset_layout()
            return
        self._asked.update(name for name, hidden in state.get("hidden", {}).items() if not hidden)
        if self._asked & set(self._waiting):
            self._show_run()

    def colour_text(self, fractions: NDArray[np.float64] | None, note: str = "") -> None:
        """Colours the text's symbols by a magnitude of 0 … 1, (T,), NaN for none; None takes the colours away."""
        for lane in self._of_kind("tokens"):
            if isinstance(lane, TokenLane):
                lane.set_shading(fractions, note)

    # The run

    def _show_run(self) -> None:
        tape = self._session.tape
        if tape is None:
            self.stack.axis.set_timesteps(0)
            return
        planned = {each.name: each for each in self._planned(tape)}
        made = at_once(list(planned.values())) | self._asked
        chosen = [each for name, each in planned.items() if name in made]
        wanted = {each.name: each for each in with_comparison(chosen, self._session)}
        self._waiting = {name: each for name, each in planned.items() if name not in made}
        with self.stack.laid_out_once():
            self._make(wanted)
        self.stack.axis.set_timesteps(tape.timesteps)
        self.stack.axis.set_cuts(tape.truncate, tape.carry)
        self.rolled.set_graph(layout_of(tape), graph_numbers(self._session, tape))
        for each in wanted.values():
            lane = self.stack.lane(each.name)
            fill(each, lane, self._session, tape)
            lane.set_overridden(overridden_places(tape, each))
        self._pair_scales()
        self._frame_selection()
        self._show_cursor()

    def _make(self, wanted: dict[str, LanePlan]) -> None:
        """Has the lanes that are wanted; those that stay as they are are kept."""
        for name in [name for name in self._plans if wanted.get(name) != self._plans[name]]:
            self.stack.remove_lane(name)
            del self._plans[name]
        before = ""
        for name, each in wanted.items():
            if name not in self._plans:
                self.stack.add_lane(
                    self._made(each),
                    pinned=each.kind in ("graph", "tokens"),
                    height=each.height,
                    after=before,
                    under=each.under,
                )
            before = name
        self._plans = wanted

    def _planned(self, tape: Tape) -> tuple[LanePlan, ...]:
        example = self._session.draft.example
        pictures = example.pictures if example is not None else {}
        return plan(tape.model, text=self._session.sequence is not None, pictures=pictures)

    def _pair_scales(self) -> None:
        """Lanes of one value in two runs have one scale."""
        for name in self._plans:
            twin = name.removesuffix(OTHER) if name.endswith(OTHER) else name + OTHER
            self.stack.lane(name).set_companion(self.stack.lane(twin) if twin in self._plans else None)

    def _add_opened(self, host: QWidget, area: Callable[[], QRect]) -> None:
        graph = TimestepGraph(host, area)
        graph.name_clicked.connect(self._select_opened)
        graph.closed.connect(self._session.opened.close)

    def _hold_scales(self) -> None:
        for name in self._plans:
            self.stack.lane(name).set_held(self._session.training.holds_scales)

    def _made(self, each: LanePlan) -> Lane:
        lane = make(each, self.stack.axis, self._map_scale)
        lane.set_held(self._session.training.holds_scales)
        if isinstance(lane, GraphLane):
            lane.name_clicked.connect(self._select_name)
            lane.timestep_opened.connect(self._session.opened.open)
            self._add_opened(lane, lane.body_rect)
        if each.kind in ("graph", "losses"):
            lane.total_clicked.connect(self._select_total)
        return lane

    # The cursor and the selection

    def _show_cursor(self) -> None:
        tape = self._session.tape
        if tape is None:
            return
        self.stack.set_playhead(playhead(self._session))
        self._show_graph(tape)
        self._show_total()
        self._follow_cursor()

    def _follow_cursor(self) -> None:
        head = playhead(self._session)
        if self._follow and head is not None:
            self.stack.axis.show(head.timestep)

    def _show_graph(self, tape: Tape) -> None:
        state = graph_state(self._session, self._agreement, tape)
        self.rolled.set_state(state)
        self.rolled.set_timestep(timestep_shown(self._session))
        for lane in self._of_kind("graph"):
            if isinstance(lane, GraphLane):
                lane.set_state(state)
        self._show_opened()

    def _show_opened(self) -> None:
        """The opened timestep, over the graph as it is drawn now."""
        opened = opened_timestep(self._session)
        for graph in self.findChildren(TimestepGraph):
            graph.set_opened(opened)
        for lane in self._of_kind("graph"):
            if isinstance(lane, GraphLane):
                lane.set_covered(opened is not None)

    def _of_kind(self, kind: str) -> list[Lane]:
        return [self.stack.lane(name) for name, each in self._plans.items() if each.kind == kind]

    def _show_total(self) -> None:
        for name, each in self._plans.items():
            if each.kind == "losses":
                parts = {loss: self._total_of(each, loss) for loss in each.shows.split()}
                known = [part for part in parts.values() if part is not None]
                total = sum(known) if known else None
                words = self.tr("Σ %1").replace("%1", short(total)) if total is not None else ""
                tip = self.tr("The sum of every loss so far: %1").replace("%1", repr(total))
                for loss, part in parts.items() if len(parts) > 1 else ():
                    tip += f"\n{loss}: {'–' if part is None else repr(part)}"
                self.stack.lane(name).set_total(words, tip if words else "")

    def _total_of(self, each: LanePlan, loss: str) -> float | None:
        shown = self._session.comparison.shown
        total = loss_so_far(self._session, (loss,))
        if each.way == "run" or shown is None or total is None:
            return total
        before = loss_so_far(self._session, (loss,), shown.before)
        return before if each.way == "other" or before is None else total - before

    def _show_whole_run(self) -> None:
        for name in self.stack.names():
            self.stack.lane(name).refresh()
        self._show_cursor()

    def _show_selection(self) -> None:
        tape = self._session.tape
        if tape is not None:
            self._frame_selection()
            self._show_graph(tape)

    def reveal_selection(self) -> None:
        """Scrolls to the lane that shows what is selected."""
        self.stack.reveal(self._frame_selection())

    def _frame_selection(self) -> str:
        """What is selected, framed in the lane that shows it; its timestep in all of them. The name of that lane."""
        selection = self._session.selection
        name, unit = selection.name, selection.unit
        for each in self._plans.values():
            lane = self.stack.lane(each.name)
            if each.way == "other":
                continue
            if each.kind == "norms" and isinstance(lane, BarLane):
                lane.set_main(self._session.parameter)
                if name.removeprefix("d") in lane.series:
                    name, unit = each.name, (lane.series.index(name.removeprefix("d")),)
            elif each.kind in ("heat", "pictures", "probabilities") and each.shows == selection.name:
                name = each.name
            elif each.kind == "losses" and selection.name in each.shows.split():
                name, unit = each.name, (each.shows.split().index(selection.name),)
                if isinstance(lane, BarLane):
                    lane.set_main(selection.name)
        self.stack.set_selection(selection.timestep, name, unit)
        return name

    # What the user does in the lanes

    def _select(self, lane: str, timestep: int, unit: tuple[int, ...] | None) -> None:
        each = self._plans[lane]
        tape = self._session.tape
        if tape is None:
            return
        if each.kind == "graph":
            shown = self.stack.lane(lane)
            if isinstance(shown, GraphLane) and unit:
                self._session.select(shown.names[unit[0]], timestep)
            return
        if each.kind == "tokens":
            self._session.select(each.shows, timestep)
        elif each.kind == "losses":
            losses = each.shows.split()
            self._session.select(losses[unit[0] if unit else 0], timestep)
        elif each.kind == "norms":
            series = tuple(tape.model.parameters)
            self._session.select(f"d{series[unit[0]]}" if unit else f"d{self._session.parameter}", timestep)
        else:
            self._session.select(each.shows, timestep, unit)

    def _targets(self) -> set[str]:
        return {each.target for each in self._plans.values() if each.target}

    def _select_name(self, name: str, timestep: int) -> None:
        self._session.select(name, timestep)

    def _select_opened(self, name: str, timestep: int) -> None:
        """Of what is made of parameters alone and has no name of its own (`W_hh.T`), the first of them."""
        tape = self._session.tape
        if tape is None:
            return
        for graph in (tape.graph, tape.adjoint):
            while "." in name and name in graph.definitions and not graph.timed(name):
                name = graph.definitions[name][0].reads[0].name
        if not is_added(name):
            self._session.select(name, timestep)

    def _select_total(self) -> None:
        tape = self._session.tape
        if tape is not None and tape.graph.losses:
            self._session.select(TOTAL_LOSS)

    def _hover(self, lane: str, timestep: int, unit: tuple[int, ...] | None, words: str) -> None:
        self.hovered.emit(words)
        each = self._plans.get(lane)
        losses = each.shows.split() if each is not None and each.kind == "losses" else []
        name = losses[unit[0] if unit else 0] if losses else "" if each is None else each.shows
        self.pointed.emit(name, timestep)

    def _open_menu(self, lane: str, timestep: int, unit: tuple[int, ...] | None, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("menu_value")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if timestep >= 1:
            self._select(lane, timestep, unit)
            go = menu.addAction(self.tr("Go to t = %1").replace("%1", str(timestep)))
            go.setObjectName("action_go_here")
            go.setData(timestep)
            copy = menu.addAction(self.tr("Copy value"))
            copy.setObjectName("action_copy_here")
            copy.triggered.connect(self.copy_requested)
            why = menu.addAction(self.tr("Why is it so?"))
            why.setObjectName("action_why_here")
            why.triggered.connect(self.why_requested)
            self._add_open(menu, timestep)
            menu.triggered.connect(self._go_to_action)
            menu.addSeparator()
            menu.addActions(self._value_actions)
            menu.addActions(self._timestep_actions)
            menu.addSeparator()
        menu.addMenu(self.stack.menu())
        menu.popup(place)

    def _open_timestep_menu(self, timestep: int, place: QPoint) -> None:
        if timestep < 1 or self._session.tape is None:
            return
        self._session.select(self._session.selection.name, timestep)
        menu = QMenu(self)
        menu.setObjectName("menu_timestep")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_open(menu, timestep)
        menu.triggered.connect(self._open_by_action)
        menu.addActions(self._timestep_actions)
        menu.popup(place)

    def _add_open(self, menu: QMenu, timestep: int) -> None:
        action = menu.addAction(self.tr("Open timestep %1").replace("%1", str(timestep)))
        action.setObjectName("action_open_here")
        action.setData(timestep)

    def _go_to_action(self, action: QAction) -> None:
        if action.objectName() == "action_go_here":
            self._session.go_to_timestep(action.data())
        elif action.objectName() == "action_open_here":
            self._session.opened.open(action.data(), self._session.selection.name)

    def _open_by_action(self, action: QAction) -> None:
        """From the ruler, where no value is meant: in the pass in which the cursor stands."""
        if action.objectName() == "action_open_here":
            self._session.opened.open(action.data())
