"""What a row of a list is painted in: the theme's colours, or those of a row that is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from rnnviz.widgets.colours import Colours, colours_of, theme


@dataclass(frozen=True)
class RowColours:
    """The ground of a row, its text, its smaller text, and the colours of pictures on that ground."""

    chosen: bool
    ground: QColor
    text: QColor
    faint: QColor
    colours: Colours


def row_colours(view: QWidget, option: QStyleOptionViewItem) -> RowColours:
    """The colours of a row of `view` in the state that `option` says."""
    state: QStyle.StateFlag = option.state
    if not state & QStyle.StateFlag.State_Selected:
        colours = colours_of(view)
        return RowColours(False, colours.panel, colours.text, colours.faint, colours)
    palette = view.palette()
    ground, text = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.HighlightedText)
    return RowColours(True, ground, text, text, theme(ground.lightness() < 128))
