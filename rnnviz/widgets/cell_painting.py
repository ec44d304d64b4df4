"""Painting many coloured cells at once: as one image of exactly the device's pixels, then lines and numbers on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QImage, QPainter

from rnnviz.widgets.colours import CHALK, INK, Colours, Lut, ink_on, packed
from rnnviz.widgets.extremes import extremes_by_unit
from rnnviz.widgets.lettering import Type, type_like
from rnnviz.widgets.number_text import alike, short
from rnnviz.widgets.reduced_source import Columns
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.time_axis import TimeAxis

NUMBER_WIDTH, NUMBER_HEIGHT = 34, 14
"""The least cell, in pixels, that shows its number."""

LEAST_WILD = 5
"""The least width, in device pixels, at which a column that is not finite is marked."""


def column_map(axis: TimeAxis, pixels: range, ratio: float, first: int, bin_size: int, bins: int) -> NDArray[np.intp]:
    """For each of a lane's device pixels the index of its bin, `bins` where there is none; shape (len(pixels),)."""
    place = axis.first + (np.arange(pixels.start, pixels.stop) + 0.5) / (ratio * axis.column_width)
    timestep = np.floor(place + 0.5).astype(np.intp)
    index: NDArray[np.intp] = (timestep - first) // bin_size
    outside = (timestep < 1) | (timestep > axis.timesteps) | (index < 0) | (index >= bins)
    index[outside] = bins
    return index


def pixels_of(axis: TimeAxis, shown: Columns, part: QRect, ratio: float, spill: float) -> range:
    """The device pixels of a part of a body in which bins are, and as many more as what is painted for them reaches."""
    left = axis.x_of(shown.first - 0.5)
    right = axis.x_of(shown.first + len(shown.states) * shown.bin_size - 0.5)
    start = max(math.floor((part.left() - spill) * ratio), math.floor((left - spill) * ratio))
    stop = min(math.ceil((part.right() + 1 + spill) * ratio), math.ceil((right + spill) * ratio))
    return range(start, max(start, stop))


def row_map(rows: int, height: int) -> NDArray[np.intp]:
    """For each device pixel of a height the index of its row; shape (height,)."""
    middles: NDArray[np.intp] = ((np.arange(height) + 0.5) * rows / height).astype(np.intp)
    return np.minimum(middles, rows - 1)


def cell_image(
    entries: NDArray[np.uint8],
    wild: NDArray[np.bool_],
    shown: NDArray[np.bool_],
    across: NDArray[np.intp],
    down: NDArray[np.intp],
    lut: Lut,
    colours: Colours,
    *,
    column: int = LEAST_WILD,
    first: int = 0,
) -> QImage:
    """An image of cells.

    `entries` (columns, rows) are entries of the map, `wild` cells are not finite and are painted as loud stripes, only
    `shown` columns (columns,) are painted at all; `across` and `down` say which cell each pixel shows.  `column` is the
    width of a column in device pixels, `first` the place of the image's left edge in the whole.
    """
    columns, rows = entries.shape
    words = np.zeros((rows, columns + 1), dtype=np.uint32)
    packed(lut).take(entries.T, out=words[:, :columns], mode="clip")
    if not shown.all():
        words[:, :columns][:, ~shown] = 0
    image = words.take(across, axis=1).take(down, axis=0)
    if wild.any():
        loud = np.zeros((rows, columns + 1), dtype=bool)
        loud[:, :columns] = wild.T & shown[None, :]
        where = spread(loud.take(across, axis=1), column, LEAST_WILD).take(down, axis=0)
        x, y = np.arange(first, first + len(across))[None, :], np.arange(len(down))[:, None]
        stripes = np.where((x + y) % 6 < 4, colours.error.rgba(), colours.background.rgba()).astype(np.uint32)
        image = np.where(where, stripes, image)
    return image_of(image)


def paint_table(
    painter: QPainter,
    table: NDArray[np.floating],
    cells: QRectF,
    scale: Scale,
    lut: Lut,
    colours: Colours,
    ratio: float,
) -> NDArray[np.uint8]:
    """Paint a table (rows, columns) as cells in a rect, with lines between them where they are large.

    Where cells are smaller than device pixels (`ratio` of them a pixel) each pixel shows the extreme of its elements.
    Returns the cells' entries of the map, (columns, rows).
    """
    width, height = max(1, round(cells.width() * ratio)), max(1, round(cells.height() * ratio))
    values = extremes_by_unit(extremes_by_unit(table.astype(float), width).T, height)
    entries = scale.index(values)
    image = cell_image(
        entries,
        ~np.isfinite(values),
        np.ones(len(values), dtype=bool),
        row_map(len(values), width),
        row_map(values.shape[1], height),
        lut,
        colours,
    )
    painter.save()
    painter.translate(cells.topLeft())
    draw_image(painter, image, ratio)
    painter.restore()
    rows, columns = table.shape
    if min(cells.width() / columns, cells.height() / rows) >= 6:
        xs = [cells.left() + column * cells.width() / columns for column in range(columns + 1)]
        ys = [cells.top() + row * cells.height() / rows for row in range(rows + 1)]
        paint_grid(painter, xs, ys, colours)
    return entries


def spread(mask: NDArray[np.bool_], column: int, least: int) -> NDArray[np.bool_]:
    """The mask (rows, pixels) widened so that one narrow column in it is at least so many pixels wide."""
    wide = mask.copy()
    for shift in range(1, max(0, least - column) // 2 + 1):
        wide[:, shift:] |= mask[:, :-shift]
        wide[:, :-shift] |= mask[:, shift:]
    return wide


def image_of(words: NDArray[np.uint32]) -> QImage:
    """An image of its own from premultiplied words 0xAARRGGBB, shape (height, width)."""
    height, width = words.shape
    data = np.ascontiguousarray(words)
    return QImage(data.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def draw_image(painter: QPainter, image: QImage, ratio: float, first: int = 0) -> None:
    """Draw an image of device pixels, from a device pixel on."""
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(first / ratio, 0), image)


def paint_not_yet(painter: QPainter, rect: QRectF, colours: Colours) -> None:
    """The texture of what is not there yet: sparse dots, unlike any value."""
    painter.fillRect(rect, _dots(colours.not_yet.rgba()))


@cache
def _dots(colour: int) -> QBrush:
    dots = QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied)
    dots.fill(Qt.GlobalColor.transparent)
    for x, y in product((4, 5), repeat=2):
        dots.setPixel(x, y, colour)
    brush = QBrush()
    brush.setTextureImage(dots)
    return brush


def first_pixel(edge: float) -> int:
    """The first pixel of a cell that begins at an edge: the first whose middle is not before it, as in the image."""
    return math.ceil(edge - 0.5)


def paint_grid(painter: QPainter, xs: list[float], ys: list[float], colours: Colours) -> None:
    """Lines between cells: verticals at xs and horizontals at ys, over the extent of both, in pixels."""
    if len(xs) < 2 or len(ys) < 2:
        return
    painter.setPen(colours.grid)
    xs, ys = [first_pixel(x) for x in xs], [first_pixel(y) for y in ys]
    lines = [QLineF(x, ys[0], x, ys[-1]) for x in xs]
    lines += [QLineF(xs[0], y, xs[-1], y) for y in ys]
    painter.drawLines(lines)


def number_that_fits(value: float, width: float, face: Type) -> str:
    """The number with as many digits as a cell is wide enough for; "" if none fits."""
    for digits in _digits(width):
        text = short(value, digits)
        if face.width(text) <= width - 4:
            return text
    return ""


def numbers_that_fit(values: NDArray[np.floating], largest: float, width: float, face: Type) -> list[str] | None:
    """All numbers of a matrix in one format, with as many digits as cells are wide enough for; None if they are not.

    A cell without a number beside others with one would read as empty.
    """
    for digits in _digits(width):
        texts = alike(values, digits, largest)
        if max(map(face.width, texts), default=0) <= width - 4:
            return texts
    return None


def _digits(width: float) -> tuple[int, ...]:
    return (3, 2, 1) if width >= 64 else (2, 1)


def paint_numbers(
    painter: QPainter, cells: Iterable[tuple[QRectF, str, bool, int]], lut: Lut, face: Type, colours: Colours
) -> None:
    """Write each cell's number in it: (rect, text, whether it is finite, entry of the map)."""
    dark = ink_on(lut)
    for rect, text, finite, entry in cells:
        if not text:
            continue
        if finite:
            painter.setPen(INK if dark[entry] else CHALK)
        else:
            plate = QRectF(0, 0, face.width(text) + 6, face.line_height)
            plate.moveCenter(rect.center())
            painter.fillRect(plate, colours.background)
            painter.setPen(colours.error)
        face.draw_in(painter, rect, text)


def paint_legend(painter: QPainter, rect: QRect, scale: Scale, lut: Lut, font: QFont, colours: Colours) -> None:
    """A colour bar with the labels of its ends, as much as there is room for."""
    face = type_like(font)
    bar_height = min(8, rect.height() - 1)
    labelled = rect.height() >= bar_height + math.floor(face.line_height)
    bar = QRect(rect.left(), rect.top() + 2, rect.width(), bar_height)
    painter.drawImage(bar.adjusted(1, 1, -1, -1), _colour_bar(lut.tobytes(), max(1, bar.width() - 2)))
    painter.setPen(colours.grid)
    painter.drawRect(bar.adjusted(0, 0, -1, -1))
    if labelled:
        low, high = scale.ends()
        painter.setPen(colours.faint)
        wide, baseline = bar.width(), bar.bottom() + 1 + face.metrics.ascent()
        if scale.kind is ScaleKind.LOG and scale.signed:
            both = f"{low}…{high}"
            face.draw(painter, bar.left() + (wide - face.width(both)) / 2, baseline, both)
            return
        if face.width(low) + face.width(high) + 4 > wide:
            low, high = "", "±" + high if scale.signed else "0 … " + high
        face.draw(painter, bar.left(), baseline, low)
        face.draw(painter, bar.left() + wide - face.width(high), baseline, high)


@lru_cache(maxsize=64)
def _colour_bar(lut: bytes, width: int) -> QImage:
    """A map from its first colour to its last, one pixel high."""
    entries = np.rint(np.linspace(0, 255, width)).astype(np.intp)
    return image_of(packed(np.frombuffer(lut, np.uint8).reshape(256, 4))[entries][None, :])


def runs_of(mask: NDArray[np.bool_]) -> list[range]:
    """The unbroken runs of true entries."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [range(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
