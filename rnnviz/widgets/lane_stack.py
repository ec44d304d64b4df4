"""All lanes, one under the other, on one time axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollBar, QWidget

from rnnviz.widgets.axis_ruler import AxisRuler
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane import Lane, Unit
from rnnviz.widgets.lane_arrangement import LaneArrangement, LaneBegin
from rnnviz.widgets.lane_metrics import FOLDED, head_width, scale_of, total_width
from rnnviz.widgets.lane_order import LaneOrder
from rnnviz.widgets.marks import Playhead
from rnnviz.widgets.time_axis import TimeAxis

_SCROLL_PER_NOTCH = 60
"""Pixels."""


class LaneStack(QWidget):
    """The ruler and the pinned lanes on top, the other lanes below, scrolling; all share one `TimeAxis`.

    Lanes are resized by their lower border, moved by their heads, folded and hidden by the heads' menu.  As long as no
    lane was resized they grow together when there is room.
    """

    clicked = Signal(str, int, object)
    """A lane's name and what its own signal of this name says; so are the next two."""
    hovered = Signal(str, int, object, str)
    context_requested = Signal(str, int, object, QPoint)
    layout_changed = Signal()
    """The user resized, moved, hid or folded a lane: what `save_state` gives is another."""

    def __init__(self, axis: TimeAxis | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis if axis is not None else TimeAxis(self)
        self.ruler = AxisRuler(self.axis, self)
        self._lanes: dict[str, Lane] = {}
        self._arrangement = LaneArrangement()
        self._places: dict[str, int] = {}
        """Where the scrolled lanes begin, in pixels from the first of them."""
        self._playhead: Playhead | None = None
        self._selected: tuple[int | None, str, Unit | None] = (None, "", None)
        self._placeholder = ""
        self._awaited: bool | None = None
        """Whether lanes await to be laid out; None where they are at once."""
        self._viewport = QWidget(self)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll_bar.setObjectName("lane_scroll_bar")
        self._scroll_bar.setAccessibleName(self.tr("Scroll the lanes"))
        self._scroll_bar.valueChanged.connect(self._arrange_scrolled)
        self._drop_line = QFrame(self)
        self._drop_line.setAutoFillBackground(True)
        self._drop_line.setBackgroundRole(self.palette().ColorRole.Highlight)
        self._drop_line.hide()
        self.setObjectName("lane_stack")

    # -- lanes ---------------------------------------------------------------------------------------------------

    def add_lane(
        self,
        lane: Lane,
        *,
        pinned: bool = False,
        height: int = 72,
        after: str | None = None,
        under: str = "",
        folded: bool = False,
        hidden: bool = False,
    ) -> None:
        """Add a lane, at the end or after another ("": before all).

        `height` is in pixels at the usual font size.  `under` names the lane that this one belongs to: it then stands
        after it and is shown only while that one is opened.  `folded` and `hidden` say how a lane begins that the user
        never changed.  Raises ValueError if there is a lane of this name.
        """
        if lane.name in self._lanes:
            raise ValueError(f"there is already a lane {lane.name!r}")
        self._lanes[lane.name] = lane
        self._arrangement.add(lane.name, LaneBegin(height, pinned, under, folded, hidden), after)
        lane.setParent(self if pinned else self._viewport)
        lane.set_playhead(self._playhead)
        self._select_in(lane)
        self._connect(lane)
        self._relayout()

    def remove_lane(self, name: str) -> None:
        """Remove and delete a lane; its layout is remembered.  Raises KeyError if there is none of this name."""
        lane = self._lanes.pop(name)
        self._arrangement.remove(name)
        lane.hide()
        lane.setParent(None)
        lane.deleteLater()
        self._relayout()

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """While lanes are added and removed, many of them, they are laid out at the end and not after each."""
        self._awaited = False
        try:
            yield
        finally:
            changed, self._awaited = self._awaited, None
            if changed:
                self._relayout()

    def lane(self, name: str) -> Lane:
        """The lane of this name; raises KeyError if there is none."""
        return self._lanes[name]

    def names(self) -> list[str]:
        """The names of all lanes in their order, hidden ones included."""
        return self._arrangement.names()

    def shown(self) -> list[str]:
        """The names of the lanes that are to be seen, from the top."""
        return self._arrangement.shown()

    def set_hidden(self, name: str, hidden: bool) -> None:
        """Hide or show a lane."""
        self._arrangement.kept.hidden[name] = hidden
        self._changed_by_user()

    def set_folded(self, name: str, folded: bool) -> None:
        """Show a lane's title only, or all of it."""
        self._arrangement.kept.folded[name] = folded
        self._changed_by_user()

    def set_opened(self, name: str, opened: bool) -> None:
        """Show or put away the lanes under a lane."""
        self._arrangement.kept.opened[name] = opened
        self._changed_by_user()

    def set_height(self, name: str, height: int) -> None:
        """Give a lane a height in pixels; from then on lanes no longer grow with the window."""
        scale = scale_of(self)
        now = {other: round(lane.height() / scale) for other, lane in self._lanes.items()}
        self._arrangement.set_height(name, round(height / scale), now)
        self._changed_by_user()

    def move_lane(self, name: str, place: int) -> None:
        """Put a lane at a place, counted among the shown lanes that are pinned or not, as it is."""
        self._arrangement.move(name, place)
        self._changed_by_user()

    # -- what all lanes show -------------------------------------------------------------------------------------

    def set_playhead(self, playhead: Playhead | None) -> None:
        """Where execution stands, in all lanes."""
        self._playhead = playhead
        self.ruler.set_playhead(playhead)
        for lane in self._lanes.values():
            lane.set_playhead(playhead)

    def set_selection(self, timestep: int | None, name: str = "", unit: Unit | None = None) -> None:
        """Frame a timestep in all lanes, and a unit in the lane of that name."""
        self._selected = (timestep, name, unit)
        self.ruler.set_selected(timestep)
        for lane in self._lanes.values():
            self._select_in(lane)

    def reveal(self, name: str) -> None:
        """Scroll so far that all of a lane is to be seen, if it is shown at all."""
        if name in self._places:
            top, room = self._places[name], self._viewport.height()
            bottom = top + self._lanes[name].height()
            value = self._scroll_bar.value()
            self._scroll_bar.setValue(min(top, max(value, bottom - room)))

    def set_placeholder(self, text: str) -> None:
        """What stands in the middle while there are no timesteps: what to do next."""
        self._placeholder = text
        self.update()

    # -- layout --------------------------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """Order, heights, hidden, folded and opened lanes, in types that JSON knows."""
        return self._arrangement.kept.save()

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what `save_state` gave, also for lanes that come later.

        Raises ValueError for anything else, and then changes nothing.
        """
        self._arrangement.kept.restore(state)
        self._relayout()

    def reset_layout(self) -> None:
        """Forget what the user changed: lanes stand as they came and grow with the window again."""
        self._arrangement.kept = LaneOrder()
        self._changed_by_user()

    def menu(self) -> QMenu:
        """A menu that shows and hides each lane, for the window's View menu too."""
        menu = QMenu(self.tr("Lanes"), self)
        for name in self.names():
            action = menu.addAction(self._lanes[name].title)
            action.setObjectName(f"action_show_lane_{name}")
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(not self._arrangement.hidden(name))
            action.triggered.connect(self._toggle_shown)
        menu.addSeparator()
        reset = menu.addAction(self.tr("Reset layout"))
        reset.setObjectName("action_reset_lanes")
        reset.triggered.connect(self.reset_layout)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._relayout()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._relayout()
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        exact = event.pixelDelta().y()
        notches = event.angleDelta().y() / 120
        self._scroll_bar.setValue(round(self._scroll_bar.value() - (exact or notches * _SCROLL_PER_NOTCH)))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        if self._placeholder and not self.axis.timesteps:
            painter.setPen(colours.faint)
            centre = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 40, -40, -40), int(centre), self._placeholder)

    def _relayout(self) -> None:
        if self._awaited is not None:
            self._awaited = True
            return
        ruler, scale = self.ruler.preferred_height(), scale_of(self)
        heights = self._arrangement.heights(self.height() - ruler, scale, round(FOLDED * scale))
        bar = self._scroll_bar.sizeHint().width() if ruler + sum(heights.values()) > self.height() else 0
        width = max(0, self.width() - bar)
        self.ruler.setGeometry(0, 0, width, ruler)
        for name, lane in self._lanes.items():
            lane.head.set_more(len(self._arrangement.children(name)), self._arrangement.opened(name))
            lane.set_folded(self._arrangement.folded(name))
            lane.setVisible(name in heights)
        y, self._places = ruler, {}
        for name, height in heights.items():
            if self._arrangement.pinned(name):
                self._lanes[name].setGeometry(0, y, width, height)
                y += height
            else:
                self._lanes[name].resize(width, height)
                self._places[name] = sum(heights[other] for other in self._places)
        self._viewport.setGeometry(0, y, width, max(0, self.height() - y))
        scrolled = sum(heights[name] for name in self._places)
        self._scroll_bar.setGeometry(QRect(width, y, bar, max(0, self.height() - y)))
        self._scroll_bar.setVisible(bar > 0)
        self._scroll_bar.setPageStep(max(1, self._viewport.height()))
        self._scroll_bar.setSingleStep(24)
        self._scroll_bar.setMaximum(max(0, scrolled - self._viewport.height()))
        self._arrange_scrolled()
        self.axis.set_width(width - head_width(self) - total_width(self))

    def _arrange_scrolled(self) -> None:
        for name, y in self._places.items():
            self._lanes[name].move(0, y - self._scroll_bar.value())

    # -- what the user does --------------------------------------------------------------------------------------

    def _connect(self, lane: Lane) -> None:
        lane.clicked.connect(self._lane_clicked)
        lane.hovered.connect(self._lane_hovered)
        lane.context_requested.connect(self._lane_context)
        lane.fold_requested.connect(self._lane_folded)
        lane.height_requested.connect(self._lane_resized)
        lane.move_requested.connect(self._lane_moved)
        lane.head.more_clicked.connect(self._lane_opened)
        lane.head.dragged.connect(self._head_dragged)
        lane.head.dropped.connect(self._head_dropped)
        lane.head.menu_requested.connect(self._head_menu)

    def _sender(self) -> Lane:
        sender = self.sender()
        lane = sender if isinstance(sender, Lane) else sender.parent()
        assert isinstance(lane, Lane)
        return lane

    def _lane_clicked(self, timestep: int, unit: Unit | None) -> None:
        self.clicked.emit(self._sender().name, timestep, unit)

    def _lane_hovered(self, timestep: int, unit: Unit | None, text: str) -> None:
        self.hovered.emit(self._sender().name, timestep, unit, text)

    def _lane_context(self, timestep: int, unit: Unit | None, place: QPoint) -> None:
        self.context_requested.emit(self._sender().name, timestep, unit, place)

    def _lane_folded(self) -> None:
        lane = self._sender()
        self.set_folded(lane.name, not lane.folded)

    def _lane_resized(self, height: int) -> None:
        self.set_height(self._sender().name, height)

    def _lane_opened(self) -> None:
        name = self._sender().name
        self.set_opened(name, not self._arrangement.opened(name))

    def _lane_moved(self, step: int) -> None:
        name = self._sender().name
        self.move_lane(name, self._arrangement.group(name).index(name) + step)

    def _place_for(self, lane: Lane, place: QPoint) -> tuple[int, int]:
        """Where a lane dropped at a global position would go: its place in its group, and y of the gap."""
        y = self.mapFromGlobal(place).y()
        others = [self._lanes[name] for name in self._arrangement.group(lane.name) if name != lane.name]
        tops = [other.mapTo(self, QPoint(0, 0)).y() for other in others]
        index = sum(y > top + other.height() / 2 for top, other in zip(tops, others, strict=True))
        if not others:
            return 0, lane.mapTo(self, QPoint(0, 0)).y()
        return index, tops[index] if index < len(others) else tops[-1] + others[-1].height()

    def _head_dragged(self, place: QPoint) -> None:
        _, gap = self._place_for(self._sender(), place)
        self._drop_line.setGeometry(0, gap - 2, self.ruler.width(), 3)
        self._drop_line.raise_()
        self._drop_line.show()

    def _head_dropped(self, place: QPoint) -> None:
        self._drop_line.hide()
        lane = self._sender()
        index, _ = self._place_for(lane, place)
        self.move_lane(lane.name, index)

    def _head_menu(self, place: QPoint) -> None:
        lane = self._sender()
        menu = self.head_menu(lane.name)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def head_menu(self, name: str) -> QMenu:
        """The menu of a lane's head: the lane's own entries, fold, hide, and which lanes are shown."""
        lane = self._lanes[name]
        menu = QMenu(self)
        lane.fill_menu(menu)
        if not menu.isEmpty():
            menu.addSeparator()
        fold = menu.addAction(self.tr("Unfold") if lane.folded else self.tr("Fold"))
        fold.setObjectName("action_fold_lane")
        fold.triggered.connect(lane.fold_requested)
        hide = menu.addAction(self.tr("Hide"))
        hide.setObjectName("action_hide_lane")
        hide.setData(name)
        hide.triggered.connect(self._toggle_shown)
        menu.addMenu(self.menu())
        return menu

    def _toggle_shown(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        name = str(action.data())
        self.set_hidden(name, not self._arrangement.hidden(name))

    def _changed_by_user(self) -> None:
        self._relayout()
        self.layout_changed.emit()

    def _select_in(self, lane: Lane) -> None:
        timestep, name, unit = self._selected
        lane.set_selection(timestep, unit if lane.name == name else None)
