"""What a stack of lanes remembers: their order, heights, and which are hidden, folded or opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class LaneOrder:
    """The layout of lanes by name, also of lanes that are not there at the moment.

    A lane that comes back (another model has a gate of the same name) is found as it was left.
    """

    def __init__(self) -> None:
        self.order: list[str] = []
        """The order that the user made; empty as long as lanes stand in the order they came."""
        self.heights: dict[str, int] = {}
        """Pixels at the usual font size, of lanes that the user or an example gave a height."""
        self.fills = True
        """Whether they fill a high window, in proportion; not after the user has resized one."""
        self.hidden: dict[str, bool] = {}
        self.folded: dict[str, bool] = {}
        self.opened: dict[str, bool] = {}
        """Whether the lanes under a lane are shown."""

    def save(self) -> dict[str, Any]:
        """All of it, in types that JSON knows."""
        return {
            "order": list(self.order),
            "heights": dict(self.heights),
            "fills": self.fills,
            "hidden": dict(self.hidden),
            "folded": dict(self.folded),
            "opened": dict(self.opened),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `save` gave; raises ValueError for anything else, and then changes nothing."""
        order = state.get("order", [])
        if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
            raise ValueError("the order of the lanes is not a list of names")
        heights = _table(state, "heights", int)
        if any(not 1 <= height <= 5000 for height in heights.values()):
            raise ValueError("a lane's height is not between 1 and 5000 pixels")
        fills = state.get("fills", True)
        if not isinstance(fills, bool):
            raise ValueError("whether the lanes fill the window is neither true nor false")
        flags = {key: _table(state, key, bool) for key in ("hidden", "folded", "opened")}
        self.order, self.heights, self.fills = list(order), heights, fills
        self.hidden, self.folded, self.opened = flags["hidden"], flags["folded"], flags["opened"]

    def arranged(self, names: Iterable[str]) -> list[str]:
        """Names in the user's order; one that is not in it stays behind the one that it followed."""
        given = list(names)
        result = sorted((name for name in given if name in self.order), key=self.order.index)
        for index, name in enumerate(given):
            if name not in self.order:
                result.insert(result.index(given[index - 1]) + 1 if index else 0, name)
        return result


def _table(state: Mapping[str, Any], key: str, kind: type) -> dict[str, Any]:
    table = state.get(key, {})
    if not isinstance(table, dict) or not all(
        isinstance(name, str) and type(value) is kind for name, value in table.items()
    ):
        raise ValueError(f"the lanes' {key} are not a table of {kind.__name__} by name")
    return dict(table)
