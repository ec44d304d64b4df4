"""The tracks in the gaps between rows, and the risers in the margins, that the lines of a column share.

Heights are symbolic here: the number of tracks in each gap, known only at the end, decides how high the gaps are.
"""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Across = float | tuple[str, tuple[object, ...]]
"""An x in pixels, or a side ("left", "right") and the key of a riser in that margin."""
Height = tuple[str, int, object]
"""("top" | "bottom" | "middle", row, part), ("rail", number, 0), ("gap", number, part) or ("track", gap, key)."""
Path = list[tuple[Across, Height]]

MARGINS = {"left": (0.01, 0.055), "right": (0.962, 0.994)}
TRACK_ORDER = {"tap": 0, "loop": 1, "out": 2, "in": 3}


def _rank(key: tuple[object, ...]) -> int:
    return TRACK_ORDER[str(key[0])]


class Tracks:
    """Hands out tracks and risers by keys: the same key is the same line."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._tracks: dict[int, dict[tuple[object, ...], None]] = {}
        self._risers: dict[str, dict[tuple[object, ...], None]] = {"left": {}, "right": {}}

    def track(self, gap: int, *key: object) -> Height:
        """A level line in a gap."""
        self._tracks.setdefault(gap, {})[key] = None
        return "track", gap, key

    def riser(self, side: str, *key: object) -> Across:
        """An upright line in a margin."""
        self._risers[side][key] = None
        return side, key

    def count(self, gap: int) -> int:
        """How many tracks a gap holds."""
        return len(self._tracks.get(gap, ()))

    def settled(self, path: Path) -> list[tuple[float, tuple[str, int, float]]]:
        """A path with every riser and track in its final place."""
        return [(self._x(x), self._height(height)) for x, height in path]

    def _x(self, x: Across) -> float:
        if isinstance(x, float):
            return x
        side, key = x
        low, high = MARGINS[side]
        keys = list(self._risers[side])
        return (low + (high - low) * (keys.index(key) + 0.5) / len(keys)) * self._width

    def _height(self, height: Height) -> tuple[str, int, float]:
        kind, number, part = height
        if kind != "track":
            assert isinstance(part, (int, float))
            return kind, number, float(part)
        keys: list[object] = [*sorted(self._tracks[number], key=_rank)]
        return "gap", number, (keys.index(part) + 1) / (len(keys) + 1)


def hump(points: Sequence[Point], samples: int = 16) -> list[Point]:
    """A path whose last three points are the start, the height and the end of an arc; the arc is sampled.

    Between ends of one height the arc rises to the height given; between others it bends there.
    """
    *before, (x0, y0), (_, peak), (x1, y1) = points
    control = y0 + (peak - y0) * 4 / 3 if abs(y0 - y1) < 1e-6 else peak
    curve = []
    for number in range(samples + 1):
        s = number / samples
        a, b, c, d = (1 - s) ** 3, 3 * s * (1 - s) ** 2, 3 * s * s * (1 - s), s**3
        curve.append((a * x0 + b * x0 + c * x1 + d * x1, a * y0 + (b + c) * control + d * y1))
    return [*before, *curve]
