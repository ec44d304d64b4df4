"""The colours and forms of the window's roles, for a light and a dark background.

One role has one colour and one form everywhere: forward is solid blue, backward dashed orange, a parameter a double
rail, a loss a hatched bar.  Signed numbers use a diverging map centred on zero, magnitudes a sequential one; both are
interpolated in OKLab, so that equal steps of the number look like equal steps of colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPalette, QPen
from PySide6.QtWidgets import QWidget

Lut = NDArray[np.uint8]
"""A colour map of 256 entries: shape (256, 4), red, green, blue and alpha in 0 … 255."""


@dataclass(frozen=True, eq=False)
class Colours:
    """The colours of one theme; see the module's docstring for the roles."""

    dark: bool
    forward: QColor
    backward: QColor
    parameter: QColor
    loss: QColor
    text: QColor
    """Numbers and labels."""
    faint: QColor
    """Secondary text; still readable on the background."""
    background: QColor
    """Behind lanes and matrices."""
    panel: QColor
    """Behind lane heads, strips and legends."""
    grid: QColor
    """Thin lines between cells, columns and lanes."""
    cursor: QColor
    """The selection's outline; not one of the roles."""
    not_yet: QColor
    """The texture of what the cursor has not reached."""
    error: QColor
    """Not finite, wrong, refused."""
    warning: QColor
    error_background: QColor
    warning_background: QColor
    diverging: Lut
    """Signed values: index 0 is the most negative, 128 about zero, 255 the most positive."""
    sequential: Lut
    """Magnitudes: index 0 is zero, 255 the largest."""

    def role(self, name: str) -> QColor:
        """The colour of a role: "forward", "backward", "parameter" or "loss"; "neutral" is the text's colour."""
        return {
            "forward": self.forward,
            "backward": self.backward,
            "parameter": self.parameter,
            "loss": self.loss,
            "neutral": self.text,
        }[name]


def colours_of(widget: QWidget | QPalette) -> Colours:
    """The colours that suit a widget's (or a given) palette: dark ones when its window is dark."""
    palette = widget if isinstance(widget, QPalette) else widget.palette()
    key = palette.cacheKey()
    if key not in _themes:
        if len(_themes) > _MOST_PALETTES:
            _themes.clear()
        _themes[key] = theme(palette.color(QPalette.ColorRole.Window).lightness() < 128)
    return _themes[key]


_MOST_PALETTES = 256
_themes: dict[int, Colours] = {}
"""By palette: a frame asks a hundred times."""


@cache
def theme(dark: bool) -> Colours:
    """The light or the dark colours."""
    return _dark() if dark else _light()


def _light() -> Colours:
    return Colours(
        dark=False,
        forward=QColor("#0072B2"),
        backward=QColor("#C85000"),
        parameter=QColor("#1F2328"),
        loss=QColor("#A06478"),
        text=QColor("#1F2328"),
        faint=QColor("#5F6872"),
        background=QColor("#FFFFFF"),
        panel=QColor("#F5F6F8"),
        grid=QColor("#DEE2E7"),
        cursor=QColor("#1F2328"),
        not_yet=QColor("#D5DAE0"),
        error=QColor("#C1121F"),
        warning=QColor("#7A5A00"),
        error_background=QColor("#FDECEC"),
        warning_background=QColor("#FFF6DA"),
        diverging=colour_map(["#762A83", "#B78BC2", "#F4F3F5", "#86BE92", "#1B7837"]),
        sequential=colour_map(["#F4F6F5", "#CFE3C9", "#63AFA6", "#1A6B79", "#0B2F45"]),
    )


def _dark() -> Colours:
    # The middle of both maps is the background's own, so their ends have to be lighter than the light theme's to stand
    # off it: the purple and the green are passed half way.
    return Colours(
        dark=True,
        forward=QColor("#56B4E9"),
        backward=QColor("#F07828"),
        parameter=QColor("#F2F2F2"),
        loss=QColor("#B4788C"),
        text=QColor("#E8EAED"),
        faint=QColor("#A0A8B2"),
        background=QColor("#1B1E23"),
        panel=QColor("#23272E"),
        grid=QColor("#373D46"),
        cursor=QColor("#FFFFFF"),
        not_yet=QColor("#3A414B"),
        error=QColor("#FF6B6B"),
        warning=QColor("#F2C94C"),
        error_background=QColor("#43232A"),
        warning_background=QColor("#3D3520"),
        diverging=colour_map(["#D9A0E6", "#762A83", "#1B1E23", "#1B7837", "#7ED491"]),
        sequential=colour_map(["#1B1E23", "#17444F", "#2A8A8C", "#8CCFB2", "#F3F6C6"]),
    )


def colour_map(stops: Sequence[str]) -> Lut:
    """A map of 256 colours through evenly spaced stops (``"#RRGGBB"``), interpolated in OKLab; shape (256, 4)."""
    rgb = np.array([[QColor(stop).red(), QColor(stop).green(), QColor(stop).blue()] for stop in stops]) / 255
    lab = np.cbrt(_linear(rgb) @ _TO_CONE.T) @ _TO_LAB.T
    at = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(at, np.arange(len(stops)), lab[:, channel]) for channel in range(3)]
    linear = (np.stack(channels, axis=1) @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONE).T
    table = np.full((256, 4), 255, dtype=np.uint8)
    table[:, :3] = np.round(_encoded(np.clip(linear, 0, 1)) * 255)
    table.setflags(write=False)
    return table


# Björn Ottosson's OKLab: linear sRGB to cone responses, their cube roots to lightness and two opponent colours.
_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _linear(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _encoded(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb ** (1 / 2.4) - 0.055)


def packed(lut: Lut) -> NDArray[np.uint32]:
    """The map as 256 words 0xAARRGGBB, the layout of QImage's 32-bit formats."""
    return _packed(lut.tobytes())


@lru_cache(maxsize=8)
def _packed(lut: bytes) -> NDArray[np.uint32]:
    words = np.frombuffer(lut, np.uint8).reshape(256, 4).astype(np.uint32)
    shifted = (words[:, 3] << 24) | (words[:, 0] << 16) | (words[:, 1] << 8) | words[:, 2]
    return shifted.astype(np.uint32)


def colour_at(lut: Lut, index: int) -> QColor:
    """The map's colour at an index 0 … 255."""
    red, green, blue, alpha = (int(channel) for channel in lut[index])
    return QColor(red, green, blue, alpha)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 … 21, as the web's accessibility guidelines define it."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: QColor) -> float:
    rgb = _linear(np.array([colour.redF(), colour.greenF(), colour.blueF()]))
    return float(rgb @ _LUMINANCE)


_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


INK, CHALK = QColor("#050505"), QColor("#FFFFFF")
"""Dark and light text on coloured cells."""


def text_on(background: QColor) -> QColor:
    """INK or CHALK, whichever reads better on a colour."""
    return _text_on(background.rgba())


@lru_cache(maxsize=1024)
def _text_on(background: int) -> QColor:
    colour = QColor.fromRgba(background)
    return INK if contrast(INK, colour) >= contrast(CHALK, colour) else CHALK


def ink_on(lut: Lut) -> NDArray[np.bool_]:
    """For each entry of a map whether INK reads better on it than CHALK; shape (256,)."""
    return _ink_on(lut.tobytes())


@lru_cache(maxsize=8)
def _ink_on(lut: bytes) -> NDArray[np.bool_]:
    luminance = _linear(np.frombuffer(lut, np.uint8).reshape(256, 4)[:, :3] / 255) @ _LUMINANCE + 0.05
    dark, light = _luminance(INK) + 0.05, _luminance(CHALK) + 0.05
    better: NDArray[np.bool_] = luminance / dark >= light / luminance
    return better


def hatch(colour: QColor) -> QBrush:
    """The form of a loss: diagonal lines."""
    return QBrush(colour, Qt.BrushStyle.BDiagPattern)


def solid(colour: QColor, width: float = 1.5) -> QPen:
    """The form of the forward pass: a solid line. Pens and colours are kept: who changes one takes a copy."""
    return _solid(colour.rgba(), colour.alphaF(), width)


def dashed(colour: QColor, width: float = 1.5) -> QPen:
    """The form of the backward pass: a dashed line."""
    return _dashed(colour.rgba(), colour.alphaF(), width)


def dotted(colour: QColor, width: float = 2.2) -> QPen:
    """The form of a prediction that becomes an input: round dots."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2.1])
    return pen


@lru_cache(maxsize=256)
def _solid(colour: int, alpha: float, width: float) -> QPen:
    pen = QPen(_faded(colour, alpha), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


@lru_cache(maxsize=256)
def _dashed(colour: int, alpha: float, width: float) -> QPen:
    pen = QPen(_solid(colour, alpha, width))
    pen.setDashPattern([4.0, 2.5])
    return pen


def translucent(colour: QColor, alpha: float) -> QColor:
    """The colour at an opacity of 0 … 1."""
    return _faded(colour.rgba(), alpha)


@lru_cache(maxsize=256)
def _faded(colour: int, alpha: float) -> QColor:
    faded = QColor.fromRgba(colour)
    faded.setAlphaF(alpha)
    return faded
