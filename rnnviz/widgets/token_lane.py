"""A lane that shows the symbols of a text, one a timestep."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from rnnviz.widgets.cell_painting import cell_image, column_map, draw_image, row_map
from rnnviz.widgets.colours import colour_at, dotted, text_on, translucent
from rnnviz.widgets.extremes import signed_extremes
from rnnviz.widgets.lane import Lane, Unit
from rnnviz.widgets.lane_metrics import line_height, sized_font, small_font
from rnnviz.widgets.lettering import sized_type, small_type
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import overlap
from rnnviz.widgets.time_axis import TimeAxis

_LEAST_LETTER = 7
"""Pixels a column below which letters give way to blocks."""
_BLOCKS = 1.5
"""Pixels a column below which even words cannot be told apart."""
_LOOKED_THROUGH = 500
_BETWEEN, _LONGEST_RUN = 2, 64
"""Pixels that a word leaves free in its column, and how many timesteps it is said for at most."""
_VISIBLE = {" ": "␣", "\n": "⏎", "\r": "↵", "\t": "⇥", "\u00a0": "⍽", "\u3000": "□", "": "∅"}


def visible_symbol(symbol: str) -> str:
    """The symbol, or a sign for it where it would leave nothing to see."""
    if symbol in _VISIBLE:
        return _VISIBLE[symbol]
    if len(symbol) == 1 and not symbol.isprintable():
        return f"U+{ord(symbol):04X}"
    return symbol


class TokenLane(Lane):
    """The symbol of each timestep and, where there is room, its index in the vocabulary.

    Where columns are too narrow for letters, each word is a block: the text as seen from afar.
    """

    def __init__(
        self, name: str, title: str, axis: TimeAxis, role: str = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, axis, role, parent)
        self.tokens: Sequence[str] = ""
        self.indices: Sequence[int] | None = None
        self.span = range(0)
        self.shading: NDArray[np.float64] | None = None
        self.generated_from: int | None = None
        self._words: list[str] = []
        self._known: Callable[[], range] | None = None
        self._told = range(0)

    def set_tokens(
        self, tokens: Sequence[str], indices: Sequence[int] | None = None, span: range | None = None
    ) -> None:
        """Show a text, or a sequence of longer symbols; entry i is timestep i + 1.

        `indices` are the places in the vocabulary; raises ValueError if there are not as many.  Outside of `span`, an
        ascending range of timesteps, there are no symbols; by default, they are everywhere.
        """
        if indices is not None and len(indices) != len(tokens):
            raise ValueError(f"{len(tokens)} symbols but {len(indices)} indices")
        self.tokens, self.indices, self.shading = tokens, indices, None
        self._words = sorted({visible_symbol(one) for one in islice(tokens, _LOOKED_THROUGH) if len(one) > 1})
        self.span = range(1, len(tokens) + 1) if span is None else span
        self.generated_from, self._known = None, None
        self.set_note("")
        self.refresh()

    def set_generated(self, first: int, known: Callable[[], range]) -> None:
        """The symbols from timestep `first` on are the model's own; of those only what is `known` now is shown."""
        self.generated_from, self._known = first, known
        self.set_note(self.tr("own: t ≥ %1").replace("%1", str(first)))
        self._told = self.shown
        self.refresh()

    @property
    def shown(self) -> range:
        """The timesteps whose symbols are to be seen now."""
        if self.generated_from is None or self._known is None:
            return self.span
        return overlap(range(1, max(self.generated_from, self._known().stop)), self.span)

    def _is_generated(self, t: int) -> bool:
        return self.generated_from is not None and t >= self.generated_from

    def set_shading(self, fractions: NDArray[np.float64] | None, note: str = "") -> None:
        """Colour each symbol by a magnitude of 0 … 1, NaN for none; (T,). `note` says of what."""
        self.shading = fractions
        self.set_note(note)
        self.refresh()

    # -- painting ------------------------------------------------------------------------------------------------

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        inside = overlap(columns, self.shown)
        if self.shading is not None and inside:
            self._paint_shading(painter, part, columns, self.shading)
        if self.axis.column_width >= _LEAST_LETTER:
            self._paint_letters(painter, part, inside)
        elif self.shading is None:
            # A word's block ends where the word does, and not with the part.
            self._paint_blocks(painter, part, overlap(range(columns.start - 1, columns.stop + 1), self.shown))

    def _paint_shading(self, painter: QPainter, part: QRect, columns: range, shading: NDArray[np.float64]) -> None:
        """Where columns are narrower than pixels, the largest of those that share one."""
        ratio, axis = self.devicePixelRatioF(), self.axis
        size = 1 << max(0, math.ceil(math.log2(1.0001 / (axis.column_width * ratio))))
        first, last = (columns.start - 1) // size, (columns.stop - 2) // size + 1
        rows = signed_extremes(np.nan_to_num(shading)[first * size : last * size, None], size)
        pixels = range(math.floor(part.left() * ratio), math.ceil((part.right() + 1) * ratio))
        image = cell_image(
            Scale(ScaleKind.FIXED, 1.0, signed=False).index(rows),
            np.zeros(rows.shape, dtype=bool),
            np.ones(len(rows), dtype=bool),
            column_map(axis, pixels, ratio, first * size + 1, size, len(rows)),
            row_map(1, round(part.height() * ratio)),
            self.colours.sequential,
            self.colours,
        )
        draw_image(painter, image, ratio, pixels.start)

    def _ink(self, t: int, usual: QColor) -> QColor:
        """What reads on a symbol's colour."""
        fraction = 0.0 if self.shading is None else float(np.nan_to_num(self.shading[t - 1]))
        return usual if fraction == 0 else text_on(colour_at(self.colours.sequential, round(255 * min(1.0, fraction))))

    def _paint_letters(self, painter: QPainter, part: QRect, columns: range) -> None:
        width = self.axis.column_width
        small = small_font(self)
        with_index = self.indices is not None and width >= 26 and part.height() >= 2 * line_height(small)
        index_height = line_height(small) if with_index else 0
        factor = min(1.5, max(0.86, width / 11))
        if line_height(sized_font(self.font(), factor, bold=width >= 24)) + index_height > part.height() + 4:
            factor = 1.0
        face, narrow = sized_type(self.font(), factor, bold=width >= 24), small_type(self)
        if any(face.width(word) > width for word in self._words):
            face = narrow  # words of one size, as far as they are looked through
        drawn = 0
        for t in columns:
            if t < drawn:
                continue
            symbol = self.tokens[t - 1]
            shown = visible_symbol(symbol)
            cell = QRectF(self.axis.x_of(t - 0.5), 0, width, part.height() - index_height)
            usual = self.colours.forward if self._is_generated(t) else self.colours.text
            painter.setPen(self._ink(t, usual if shown == symbol or usual != self.colours.text else self.colours.faint))
            fits = face.width(shown) <= width
            letters = face if fits or len(shown) == 1 else narrow
            if not fits and len(shown) == 1:
                cell.adjust(-width, 0, width, 0)  # a letter may reach beyond a narrow column as it does in a text
            elif not fits and narrow.width(shown) > width - _BETWEEN:
                # A word that has no room is said once for all timesteps side by side that have it.
                run = self._run_of(t)
                drawn = run.stop
                cell.setLeft(self.axis.x_of(run.start - 0.5))
                cell.setWidth(len(run) * width)
                shown = narrow.metrics.elidedText(shown, Qt.TextElideMode.ElideRight, cell.width() - _BETWEEN)
                if len(run) > 1:
                    line = QLineF(cell.left() + 2, cell.bottom() - 1, cell.right() - 2, cell.bottom() - 1)
                    painter.drawLine(line)
            letters.draw_in(painter, cell, shown)
        self._underline(painter, part, columns)
        if with_index and self.indices is not None:
            for t in columns:
                painter.setPen(self._ink(t, self.colours.faint))
                cell = QRectF(self.axis.x_of(t - 0.5), part.height() - index_height - 1, width, index_height)
                narrow.draw_in(painter, cell, str(self.indices[t - 1]))
        if self.selected_timestep in columns and self.selected_timestep is not None:
            left = self.axis.x_of(self.selected_timestep - 0.5)
            painter.fillRect(QRectF(left, 0, width, part.height()), translucent(self.colours.cursor, 0.08))

    def _run_of(self, t: int) -> range:
        """The timesteps around t, side by side, that have the same symbol as t."""
        first, last, shown = t, t + 1, overlap(range(t - _LONGEST_RUN, t + _LONGEST_RUN), self.shown)
        while first > shown.start and self.tokens[first - 2] == self.tokens[t - 1]:
            first -= 1
        while last < shown.stop and self.tokens[last - 1] == self.tokens[t - 1]:
            last += 1
        return range(first, last)

    def _underline(self, painter: QPainter, part: QRect, columns: range) -> None:
        """Dots under the symbols that the model has chosen, as on the edges that bring them."""
        own = columns if self.generated_from is None else overlap(columns, range(self.generated_from, columns.stop))
        if self.generated_from is None or not own:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dotted(self.colours.forward, 2.0))
        y = part.height() - 2.0
        painter.drawLine(QLineF(self.axis.x_of(own.start - 0.5) + 2, y, self.axis.x_of(own.stop - 0.5) - 2, y))
        painter.restore()

    def _paint_blocks(self, painter: QPainter, part: QRect, columns: range) -> None:
        width = self.axis.column_width
        middle = QRectF(0, part.height() * 0.3, 0, part.height() * 0.4)
        colour = translucent(self.colours.text, 0.45)
        if width < _BLOCKS:
            # The hint stands in the middle of all that is seen, whichever part is painted again.
            seen = overlap(self.axis.visible(), self.shown)
            left, right = self.axis.x_of(seen.start - 0.5), self.axis.x_of(seen.stop - 0.5)
            painter.fillRect(QRectF(left, middle.top(), right - left, middle.height()), translucent(colour, 0.25))
            painter.setFont(small_font(self))
            painter.setPen(self.colours.text)
            hint = self.tr("zoom in to read the text")
            if QFontMetricsF(painter.font()).horizontalAdvance(hint) > right - left:
                return
            painter.drawText(QRectF(left, 0, right - left, part.height()), Qt.AlignmentFlag.AlignCenter, hint)
            return
        given: list[QRectF] = []
        own: list[QRectF] = []
        start: int | None = None
        for t in range(columns.start, columns.stop + 1):
            blank = t == columns.stop or self.tokens[t - 1].isspace()
            if blank and start is not None:
                x = self.axis.x_of(start - 0.5)
                blocks = own if self._is_generated(start) else given
                blocks.append(QRectF(x, middle.top(), self.axis.x_of(t - 0.5) - x - 0.5, middle.height()))
                start = None
            elif not blank and start is None:
                start = t
        painter.setPen(Qt.PenStyle.NoPen)
        for blocks, brush in ((given, colour), (own, translucent(self.colours.forward, 0.6))):
            painter.setBrush(brush)
            painter.drawRects(blocks)

    # -- under the pointer ---------------------------------------------------------------------------------------

    def keeps(self) -> bool:
        return self.axis.column_width >= _BLOCKS  # the hint stands in the middle of what is seen

    def stale(self) -> range | None:
        before, self._told = self._told, self.shown
        if before == self._told:
            return range(0)
        # Where dots begin or end, the columns beside change too.
        stops = sorted((before.stop, self._told.stop))
        return range(max(1, stops[0] - 1), stops[1] + 1)

    def readout(self, timestep: int, unit: Unit | None) -> str:
        where = self.place_words(timestep)
        if timestep not in self.span:
            return self.tr("%1: no value here").replace("%1", where)
        if timestep not in self.shown:
            return self.tr("%1: the model has not predicted it yet").replace("%1", where)
        symbol = visible_symbol(self.tokens[timestep - 1])
        text = self.tr("%1: “%2”").replace("%1", where).replace("%2", symbol)
        if self.indices is not None:
            text += self.tr(", number %1 of the vocabulary").replace("%1", str(self.indices[timestep - 1]))
        if self._is_generated(timestep):
            text = self.tr("%1: the model's own prediction").replace("%1", text)
        return text
