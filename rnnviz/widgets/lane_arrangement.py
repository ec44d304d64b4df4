"""How lanes stand in a stack: order, heights, and what is pinned, hidden, folded or put under another; by name."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.widgets.lane_order import LaneOrder

MOST_STRETCH = 2.4
"""How much taller than asked for lanes become to use a high window."""
LEAST_HEIGHT, MOST_HEIGHT = 20, 2000


@dataclass(frozen=True)
class LaneBegin:
    """How a lane stands as long as the user changes nothing."""

    height: int
    """In pixels at the usual font size."""
    pinned: bool
    under: str
    """The lane that it belongs to, or ""."""
    folded: bool
    hidden: bool


class LaneArrangement:
    """Knows the lanes that are there, and through its `LaneOrder` what the user made of them."""

    def __init__(self) -> None:
        self.kept = LaneOrder()
        self._begins: dict[str, LaneBegin] = {}
        self._came: list[str] = []
        """The names in the order in which they stand if the user moves none."""

    def add(self, name: str, begin: LaneBegin, after: str | None) -> None:
        """Take a lane in, after another ("": before all), else after those under the same lane, else at the end."""
        anchor = after if after is not None else self._last_under(begin.under)
        place = self._came.index(anchor) + 1 if anchor in self._came else 0 if after == "" else len(self._came)
        self._came.insert(place, name)
        self._begins[name] = begin

    def remove(self, name: str) -> None:
        """Leave a lane out; what the user made of it is kept."""
        self._came.remove(name)
        del self._begins[name]

    def names(self) -> list[str]:
        """All lanes in their order, hidden ones included."""
        return self.kept.arranged(self._came)

    def shown(self) -> list[str]:
        """The lanes that are to be seen, from the top."""
        return sorted((name for name in self.names() if self._is_shown(name)), key=lambda name: not self.pinned(name))

    def group(self, name: str) -> list[str]:
        """The shown lanes among which a lane can be moved: pinned ones, or the others."""
        return [other for other in self.shown() if self.pinned(other) == self.pinned(name)]

    def pinned(self, name: str) -> bool:
        """Whether a lane stays on top while the others scroll."""
        return self._begins[name].pinned

    def hidden(self, name: str) -> bool:
        """Whether a lane is hidden by itself; one under a closed lane is not shown either."""
        return self.kept.hidden.get(name, self._begins[name].hidden)

    def folded(self, name: str) -> bool:
        """Whether only a lane's title is shown."""
        return self.kept.folded.get(name, self._begins[name].folded)

    def opened(self, name: str) -> bool:
        """Whether the lanes under a lane are shown."""
        return self.kept.opened.get(name, False)

    def children(self, name: str) -> list[str]:
        """The lanes under a lane that are not hidden."""
        return [other for other in self._came if self._begins[other].under == name and not self.hidden(other)]

    def move(self, name: str, place: int) -> None:
        """Put a lane at a place in its group."""
        group = self.group(name)
        group.remove(name)
        at = max(0, min(place, len(group)))
        names = [other for other in self.names() if other != name]
        if at:
            names.insert(names.index(group[at - 1]) + 1, name)
        else:
            names.insert(names.index(group[0]) if group else 0, name)
        self.kept.order = names + [other for other in self.kept.order if other not in self._begins]

    def set_height(self, name: str, height: int, now: dict[str, int]) -> None:
        """Give a lane a height, and all others the one they have `now`; in pixels at the usual font size."""
        if self.kept.fills:
            self.kept.fills = False
            self.kept.heights.update({other: now[other] for other in self.shown() if not self.folded(other)})
        self.kept.heights[name] = max(LEAST_HEIGHT, min(MOST_HEIGHT, height))

    def heights(self, room: int, scale: float, folded: int) -> dict[str, int]:
        """The height of every shown lane in pixels, from the top.

        As long as the user has resized none they fill a `room`, within reason.  `scale` is that of the font,
        `folded` the height of a folded lane.
        """
        wanted = {name: self.kept.heights.get(name, self._begins[name].height) * scale for name in self.shown()}
        fixed = sum(folded for name in wanted if self.folded(name))
        free = sum(height for name, height in wanted.items() if not self.folded(name))
        stretch = 1.0
        if free and self.kept.fills:
            stretch = min(MOST_STRETCH, max(1.0, (room - fixed) / free))
        # Rounded down: all together must not be a pixel higher than the room that they were stretched to fill.
        return {name: folded if self.folded(name) else int(height * stretch + 1e-6) for name, height in wanted.items()}

    def _is_shown(self, name: str) -> bool:
        parent = self._begins[name].under
        return not self.hidden(name) and (parent not in self._begins or self.opened(parent))

    def _last_under(self, parent: str) -> str | None:
        return next(
            (name for name in reversed(self._came) if parent and parent in (name, self._begins[name].under)), None
        )
