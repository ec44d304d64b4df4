"""What comes with rnnviz can be read, drawn, and is what its licence says."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter, QRawFont
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from rnnviz.models.resources import resource

ICONS = sorted(resource("icons").glob("*.svg"))
ACTION_ICONS = [path for path in ICONS if path.stem != "rnnviz"]
STROKE = re.compile(r'viewBox="0 0 24 24" fill="none" stroke="currentColor"\s+stroke-width="2"')


def test_that_a_missing_resource_is_told_by_name() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource("icons", "nothing.svg")


@pytest.mark.parametrize("path", ACTION_ICONS, ids=lambda path: path.stem)
def test_that_icons_share_one_stroke_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert STROKE.search(text)
    assert text.count("stroke=") == 1, "a colour of its own"


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_that_an_icon_can_be_seen_at_every_size_and_leaves_the_corners_free(path: Path, qtbot: QtBot) -> None:
    renderer = QSvgRenderer(QByteArray(path.read_bytes().replace(b"currentColor", b"#000000")))
    assert renderer.isValid()
    for size in 16, 24, 48:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(QColor(0, 0, 0, 0))
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        opacity = [[image.pixelColor(x, y).alpha() for x in range(size)] for y in range(size)]
        assert max(map(max, opacity)) > 127, f"nothing to see at {size}"
        assert max(opacity[y][x] for y in (0, -1) for x in (0, -1)) < 128


def test_that_the_font_has_every_character_of_gb2312(qtbot: QtBot) -> None:
    rows = [(high, low) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA)]
    rows += [(high, low) for high in range(0xD8, 0xF8) for low in range(0xA1, 0xFF)]
    characters = {bytes(row).decode("gb2312") for row in rows}
    assert len(characters) == 6763
    font = QRawFont(str(resource("fonts", "DroidSansFallback.ttf")), 16.0)
    assert [character for character in characters if not font.supportsCharacter(ord(character))] == []


def test_that_the_font_is_shipped_with_its_licence() -> None:
    licence = resource("fonts", "DroidSansFallback-LICENSE.txt").read_text(encoding="utf-8")
    assert "Google Corp." in licence
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
