"""The narration: what has just happened, and what comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.lane_metrics import Faces, faces_of, scale_of
from rnnviz.widgets.naming import named

_ROW = 21
_MARGIN = 12
_LARGEST, _SMALLEST = 1.2, 1.0
_LONG_NAME = re.compile(r"\w{17,}")
_KEPT = 7  # characters of either end of a name that is cut


@dataclass(frozen=True)
class Lines:
    """A sentence as it is set: one line of large type, or two of the window's."""

    texts: tuple[str, ...]
    factor: float


class NarrationLine(QWidget):
    """Two sentences, one under the other; the tool tip has them whole.

    What has just happened is never in smaller type than what comes next. Where it does not fit into a line it takes
    two, and the place of the second is kept until there is another run or another width: the lanes stay where they are.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_narration")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._session = session
        self._rows = 2
        self.happened = self.next = ""
        self._set: tuple[object, tuple[Lines, Lines]] | None = None
        self.whole_run = named(QPushButton(self.tr("Whole run shown  ✕"), self), "button_whole_run")
        self.whole_run.setFlat(True)
        self.whole_run.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.whole_run.setToolTip(
            self.tr("What the cursor has not reached yet is shown too; click, and it appears step by step")
        )
        self.whole_run.clicked.connect(self._hide_what_is_to_come)
        session.cursor_moved.connect(self._show_cursor)
        session.tape_changed.connect(self._show_run)
        session.selection_changed.connect(self._show_cursor)
        session.view_changed.connect(self._show_whole_run)
        self._show_run()

    # -- what it says ---------------------------------------------------------------------------------------------

    def _hide_what_is_to_come(self) -> None:
        self._session.set_whole_run(False)

    def _show_run(self) -> None:
        self._rows = 2
        self._show_whole_run()
        self._show_cursor()

    def _show_whole_run(self) -> None:
        tape = self._session.tape
        self.whole_run.setVisible(self._session.whole_run and tape is not None and tape.stops > 1)
        self._place_mark()
        self._take_room()

    def _show_cursor(self) -> None:
        if self._session.tape is None:
            self.happened, self.next = self.tr("nothing yet: there is no run"), ""
        else:
            self.happened = translated(self._session.just_happened())
            self.next = translated(self._session.next_up())
        labels = self._labels()
        self.setToolTip(f"<p>{labels[0]} {escape(self.happened)}</p><p>{labels[1]} {escape(self.next)}</p>")
        self.setAccessibleDescription(f"{labels[0]} {self.happened}. {labels[1]} {self.next}.")
        self._take_room()

    def _labels(self) -> tuple[str, str]:
        return self.tr("Just happened:"), self.tr("Next:")

    def _phase(self, position: int) -> str:
        tape = self._session.tape
        if tape is None or not 1 <= position < tape.stops:
            return "neutral"
        return tape.moment(position).pass_.phase

    # -- how it is set --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Two rows of type somewhat larger than the window's, and a third once a sentence took two of them."""
        return QSize(600, self._rows * self._row() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never asks for a wider window."""
        return QSize(100, self.sizeHint().height())

    def _row(self) -> int:
        return round(_ROW * scale_of(self))

    def _column(self) -> int:
        return _widest(faces_of(self.font()), self._labels()) + 10

    def _room(self) -> int:
        """The width of a sentence in pixels."""
        mark = self.whole_run.width() + 4 if self.whole_run.isVisibleTo(self) else 0
        return max(1, self.width() - self._column() - 2 * _MARGIN - mark)

    def _font(self, factor: float, bold: bool) -> QFont:
        return _weighted(faces_of(self.font()), factor, bold)

    def setting(self) -> tuple[Lines, Lines]:
        """Both sentences as they fit."""
        room = self._room()
        key = self.happened, self.next, room, faces_of(self.font())
        if self._set is None or self._set[0] != key:
            happened = self._fitting(self.happened, room, bold=True, lines=2, factor=_LARGEST)
            following = self._fitting(self.next, room, bold=False, lines=1, factor=happened.factor)
            self._set = key, (happened, following)
        return self._set[1]

    def _fitting(self, text: str, room: int, *, bold: bool, lines: int, factor: float) -> Lines:
        """A sentence in one line of the largest type, else in as many as it may take; at last its names are cut."""
        while QFontMetrics(self._font(factor, bold)).horizontalAdvance(text) > room:
            factor -= 0.05
            if factor < _SMALLEST:
                font = self._font(_SMALLEST, bold)
                metrics = QFontMetrics(font)
                broken = _broken(text, font, room, lines)
                if metrics.horizontalAdvance(broken[-1]) > room:
                    broken = _broken(_LONG_NAME.sub(_cut, text), font, room, lines)
                last = metrics.elidedText(broken[-1], Qt.TextElideMode.ElideRight, room)
                return Lines((*broken[:-1], last), _SMALLEST)
        return Lines((text,), factor)

    def _take_room(self) -> None:
        rows = 1 + len(self.setting()[0].texts)
        if rows > self._rows:
            self._rows = rows
            self.updateGeometry()
        self.update()

    def _place_mark(self) -> None:
        size = self.whole_run.sizeHint()
        self.whole_run.setGeometry(self.width() - size.width() - 4, 1, size.width(), min(size.height(), self._row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences are set again; at another width they may need less room."""
        if event.size().width() != event.oldSize().width():
            self._rows = 2
            self.updateGeometry()
        self._place_mark()
        self._take_room()

    def changeEvent(self, event: QEvent) -> None:
        """In another type too."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "whole_run"):
            self._rows = 2
            self.updateGeometry()
            self._place_mark()
            self._take_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Labels in the colour of their pass, the sentences beside them."""
        colours = colours_of(self)
        painter = QPainter(self)
        column, row, room = self._column(), self._row(), self._room()
        position = self._session.position
        phases = self._phase(self._session.cursor.begun), self._phase(position + 1)
        top = 1
        for index, (label, lines, phase) in enumerate(zip(self._labels(), self.setting(), phases, strict=True)):
            height = row * len(lines.texts)
            painter.setFont(self._font(1.0, False))
            painter.setPen(colours.faint)
            painter.drawText(QRect(_MARGIN, top, column, row), Qt.AlignmentFlag.AlignVCenter, label)
            colour = colours.role(phase) if phase != "neutral" else colours.grid
            painter.fillRect(QRect(0, top + 2, 4, height - 4), colour)
            painter.setFont(self._font(lines.factor, index == 0))
            painter.setPen(colours.text)
            for text in lines.texts:
                rect = QRect(_MARGIN + column, top, room, row)
                painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
                top += row


@lru_cache(maxsize=64)
def _weighted(faces: Faces, factor: float, bold: bool) -> QFont:
    font = QFont(faces.sized(factor, False))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


@lru_cache(maxsize=16)
def _widest(faces: Faces, labels: tuple[str, str]) -> int:
    metrics = QFontMetrics(_weighted(faces, 1.0, False))
    return max(map(metrics.horizontalAdvance, labels))


def _broken(text: str, font: QFont, room: int, lines: int) -> list[str]:
    """A text broken where its writing may be broken, into at most so many lines; the last may be too long."""
    found: list[str] = []
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    start = 0
    while line.isValid() and len(found) < lines - 1:
        line.setLineWidth(room)
        start = line.textStart() + line.textLength()
        found.append(text[line.textStart() : start].rstrip())
        line = layout.createLine()
    layout.endLayout()
    return [*found, text[start:]] if start < len(text) else found


def _cut(name: re.Match[str]) -> str:
    """A long name with its middle left out."""
    return f"{name[0][:_KEPT]}…{name[0][-_KEPT:]}"
