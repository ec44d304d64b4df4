"""What stays is painted once; what it depends on, and the device, decide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QEvent, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.widgets.kept_columns import Column, KeptColumns
from rnnviz.widgets.kept_pixels import KeptPixels
from rnnviz.widgets.sum_view import Addition, SumView
from tests.widgets.screen import palette, pixels

PLACE, GROUND, INK = QRect(3, 2, 10, 8), QColor("#ffffff"), QColor("#c02040")


class Ink:
    """Paints a rect, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, painter: QPainter) -> None:
        self.times += 1
        painter.fillRect(5, 4, 3, 3, INK)


def sheet() -> QImage:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    return image


def shown(kept: KeptPixels, shows: object, paint: Ink) -> QImage:
    image = sheet()
    painter = QPainter(image)
    kept.paint(painter, PLACE, 1.0, shows, GROUND, paint)
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_that_what_shows_the_same_is_painted_once() -> None:
    kept, ink = KeptPixels(), Ink()
    first = shown(kept, "one", ink)
    assert first.pixelColor(5, 4) == INK
    assert first.pixelColor(3, 2) == GROUND
    assert first.pixelColor(2, 2) == QColor("#000000")
    assert shown(kept, "one", ink) == first
    assert ink.times == 1
    shown(kept, "other", ink)
    assert ink.times == 2


@pytest.mark.usefixtures("qapp")
def test_that_a_drawing_is_drawn_each_time() -> None:
    kept, columns, ink = KeptPixels(), KeptColumns(), Ink()
    buffer = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    painter = QPainter(drawing)
    for _ in range(2):
        kept.paint(painter, PLACE, 1.0, "one", GROUND, ink)
        columns.valid_for("all").paint(painter, PLACE, [Column(0, "one", ink)])
    painter.end()
    assert ink.times == 4
    assert b"<image" not in buffer.data().data()


@pytest.mark.usefixtures("qapp")
def test_that_columns_are_kept_until_what_all_depend_on_changes() -> None:
    columns, ink = KeptColumns(), Ink()

    def paint(basis: str, key: str) -> QImage:
        image = sheet()
        painter = QPainter(image)
        columns.valid_for(basis).paint(painter, PLACE, [Column(0, key, ink)])
        painter.end()
        return image

    seen = [paint("small", key) for key in "aaabab"]
    assert all(one == seen[0] for one in seen)
    assert ink.times == 2
    paint("large", "a")
    assert ink.times == 3


@pytest.mark.parametrize("dark", [False, True])
def test_that_what_is_kept_follows_theme_size_and_words(qtbot: QtBot, dark: bool) -> None:
    kept, fresh = SumView(), SumView()
    for one in (kept, fresh):
        qtbot.addWidget(one)
        one.setAutoFillBackground(True)
        one.resize(320, 210)
        one.setPalette(palette(not dark))
    pixels(kept)
    for view in (kept, fresh):
        view.setPalette(palette(dark))
        view.resize(400, 260)
        view.set_addition(Addition("W_hh", count=4))
    assert (pixels(kept) == pixels(fresh)).all()
    QApplication.sendEvent(kept, QEvent(QEvent.Type.LanguageChange))
    assert (pixels(kept) == pixels(fresh)).all()
