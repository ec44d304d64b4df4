"""Words that are set once look as Qt draws them, and stay words in a drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from pytestqt.qtbot import QtBot

from rnnviz.widgets.lettering import Type, type_of

ALONG = {0.0: Qt.AlignmentFlag.AlignLeft, 0.5: Qt.AlignmentFlag.AlignHCenter, 1.0: Qt.AlignmentFlag.AlignRight}
words = st.sampled_from(["0.123", "−0.12", "h", "W", "hh,3", "‖·‖ 1.2e−8", "Σ so far", "第 3 步", "␣", "", "↵"])
types = st.builds(lambda size, bold: type_of(QFont("DejaVu Sans"), size, bold), st.integers(7, 24), st.booleans())
places = st.floats(10, 60)


def sheet(ratio: float) -> tuple[QImage, QPainter]:
    image = QImage(round(280 * ratio), round(120 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("#123456"))
    return image, painter


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@settings(max_examples=60, deadline=None)
@given(face=types, word=words, x=places, y=places)
def test_that_a_word_at_a_point_is_as_qt_draws_it(
    qapp: object, ratio: float, face: Type, word: str, x: float, y: float
) -> None:
    mine, painter = sheet(ratio)
    face.draw(painter, x, y, word)
    painter.end()
    usual, painter = sheet(ratio)
    painter.setFont(face.font)
    painter.drawText(QPointF(x, y), word)
    painter.end()
    assert mine == usual


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("along", ALONG)
@settings(max_examples=60, deadline=None)
@given(face=types, word=words, x=places, y=places, wide=st.floats(-8, 60), high=st.floats(-4, 20))
def test_that_a_word_in_a_rectangle_is_as_qt_draws_it(
    qapp: object, ratio: float, along: float, face: Type, word: str, x: float, y: float, wide: float, high: float
) -> None:
    rect = QRectF(x, y, face.width(word) + wide, face.line_height + high)
    mine, painter = sheet(ratio)
    face.draw_in(painter, rect, word, along)
    painter.end()
    usual, painter = sheet(ratio)
    painter.setFont(face.font)
    painter.drawText(rect, ALONG[along] | Qt.AlignmentFlag.AlignVCenter, word)
    painter.end()
    assert mine == usual


def test_that_a_drawing_has_words_and_not_their_outlines(qtbot: QtBot, tmp_path: Path) -> None:
    drawing = QSvgGenerator()
    drawing.setFileName(str(tmp_path / "words.svg"))
    painter = QPainter(drawing)
    face = type_of(QFont(), 12)
    face.draw(painter, 10, 20, "written")
    face.draw_in(painter, QRectF(10, 30, 90, 20), "twice")
    painter.end()
    text = (tmp_path / "words.svg").read_text(encoding="utf-8")
    assert ">written<" in text
    assert ">twice<" in text
