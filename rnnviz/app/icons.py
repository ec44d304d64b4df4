"""The icons: our own SVG files, drawn in the palette's colours for every size that the window asks for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rnnviz.models.resources import resource

_GREY_OUT = 0.35


class _SvgIcon(QIconEngine):
    """One SVG whose `currentColor` becomes the text colour; greyed out when its action is disabled.

    It is read when it is painted for the first time: most stand in menus that nobody has opened yet.
    """

    def __init__(self, file: Path, colour: QColor) -> None:
        super().__init__()
        self._file, self._colour = file, colour
        self._pictures: dict[tuple[int, int, QIcon.Mode], QPixmap] = {}

    @cached_property
    def _renderer(self) -> QSvgRenderer:
        source = self._file.read_bytes().replace(b"currentColor", self._colour.name().encode())
        return QSvgRenderer(QByteArray(source))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draws the icon into rect."""
        painter.save()
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(_GREY_OUT)
        self._renderer.render(painter, rect.toRectF())
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a picture of the size; a button that comes and goes asks for the same two again and again."""
        key = size.width(), size.height(), mode
        if key not in self._pictures:
            picture = self._pictures[key] = QPixmap(size)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
            painter.end()
        return self._pictures[key]

    def clone(self) -> QIconEngine:
        """Another of the same, as Qt wants it when an icon is copied and changed."""
        return _SvgIcon(self._file, self._colour)


def icon(name: str) -> QIcon:
    """The icon of resources/icons/<name>.svg in the present palette's text colour.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    colour = QGuiApplication.palette().color(QPalette.ColorRole.ButtonText)
    return QIcon(_SvgIcon(resource("icons", f"{name}.svg"), colour))
