"""A parameter's gradient as it adds up: what one timestep adds, the sum so far, the total; three squares, one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

from rnnviz.widgets.cell_painting import paint_legend, paint_not_yet
from rnnviz.widgets.colours import Colours, colours_of, dashed, solid
from rnnviz.widgets.graph_lines import arrowhead
from rnnviz.widgets.graph_text import Label, centred
from rnnviz.widgets.kept_pixels import KeptPixels
from rnnviz.widgets.lane import Unit
from rnnviz.widgets.lane_metrics import Faces, faces_of, line_height, scale_of, small_font
from rnnviz.widgets.lettering import Type, small_type, type_of
from rnnviz.widgets.number_table import as_table, tab_separated
from rnnviz.widgets.number_text import exact, short
from rnnviz.widgets.read_out import ReadOut
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import Rows, same
from rnnviz.widgets.sum_squares import Addition as Addition
from rnnviz.widgets.sum_squares import SquarePainter, Squares


class SumView(ReadOut):
    """Shows an `Addition`."""

    clicked = Signal(str, object)
    """A click on an element: "contribution", "so_far" or "total", and its indices as a tuple."""
    asked_about = Signal(str, object)
    """The context menu of an element, told as by a click, is about to offer `menu_actions`."""
    why_requested = Signal()
    """The user asks why the element that the menu asked about is what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._addition: Addition | None = None
        self._why = ""
        self._copied: Rows | None = None
        self.menu_actions: tuple[QAction, ...] = ()
        self._laid_out: tuple[tuple[int, int, Faces, bool], Squares] | None = None
        self._fixed = KeptPixels()
        self._totals = 0
        """How many totals there have been: who keeps the pixels of one tells it from the next."""
        self.setObjectName("sum_view")
        self.setAccessibleName(self.tr("Sum of the contributions"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_addition(self, addition: Addition | None, why: str = "") -> None:
        """Show another state of a sum, or None and why there is no sum; by default, for want of a parameter."""
        if addition is not None and self._addition is not None and addition.same(self._addition):
            return
        if not _same_total(addition, self._addition):
            self._totals += 1
        self._addition, self._why = addition, why
        self.setAccessibleDescription("\n".join(self.sentences()))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """In another language, its words are others."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._fixed = KeptPixels()
            self.setAccessibleDescription("\n".join(self.sentences()))
            self.update()

    @property
    def addition(self) -> Addition | None:
        """What is shown."""
        return self._addition

    @property
    def scale(self) -> Scale:
        """The one scale of all three squares."""
        if self._addition is not None and self._addition.largest is not None:
            return Scale(ScaleKind.FIXED, self._addition.largest)
        shown = [] if self._addition is None else [one for one in self._addition.squares() if one is not None]
        largest = max((float(np.abs(one[np.isfinite(one)]).max(initial=0.0)) for one in shown), default=0.0)
        return Scale(ScaleKind.FIXED, largest)

    def sentences(self) -> list[str]:
        """What the squares say, in words."""
        addition = self._addition
        if addition is None:
            return [self._nothing()]
        said = [self._summed() if addition.done else addition.waits]
        return [one for one in (*said, self._verdict()) if one]

    def sizeHint(self) -> QSize:
        scale = scale_of(self)
        return QSize(round(300 * scale), round(196 * scale))

    def minimumSizeHint(self) -> QSize:
        scale = scale_of(self)
        return QSize(180, round(130 * scale))

    def _nothing(self) -> str:
        return self._why or self.tr("Nothing to add up: there is no loss, or no parameter.")

    # -- words ----------------------------------------------------------------------------------------------------

    def _summed(self) -> str:
        assert self._addition is not None
        text = self.tr("%1 of %2 summed")
        return text.replace("%1", str(self._addition.done)).replace("%2", str(self._addition.count))

    def _verdict(self) -> str:
        addition = self._addition
        if addition is None or addition.done < addition.count:
            return ""
        if addition.total is not None and not np.isfinite(addition.total).all():
            return self.tr("not finite: cannot be compared")
        if addition.agrees is None:
            return ""
        if addition.agrees:
            return self.tr("✓ the sum equals the total")
        return self.tr("✗ the sum differs from the total")

    def _sign(self) -> str:
        """What stands between sum and total once they are compared: "=", "≠", "?" where they cannot be, else ""."""
        verdict = self._verdict()
        return {"✓": "=", "✗": "≠"}.get(verdict[0], "?") if verdict else ""

    def _promises(self) -> tuple[str, str, str]:
        """What each square will show, while it is empty."""
        return (
            self.tr("what each timestep adds, going backward"),
            self.tr("the sum so far"),
            self.tr("the total, once all are summed"),
        )

    # -- where things stand ---------------------------------------------------------------------------------------

    def _face(self) -> Type:
        return type_of(self.font(), small_font(self).pixelSize() + 1, True)

    def _squares_for(self) -> tuple[int, int, Faces, bool]:
        """What the places depend on."""
        return self.width(), self.height(), faces_of(self.font()), bool(self._verdict())

    def _squares(self) -> Squares:
        key = self._squares_for()
        if self._laid_out is None or self._laid_out[0] != key:
            self._laid_out = key, self._lay_out()
        return self._laid_out[1]

    def _lay_out(self) -> Squares:
        small = line_height(small_font(self))
        top = 4 + self._face().metrics.height() + small
        bottom = self.height() - 2 * small - 16 - (small if self._verdict() else 0)
        return Squares(self.width(), top, bottom, scale_of(self))

    def _square(self, number: int) -> QRectF:
        """The room of a square."""
        return self._squares().room(number)

    def _bottom(self) -> float:
        """Where verdict and scale end: close under the squares, and at the latest with the widget."""
        small = line_height(small_font(self))
        room = self._square(0)
        lowest = max((cells.bottom() for *_, cells in self._shown()), default=self._empty_place(room).bottom())
        return min(self.height(), lowest + 3 * small + 20 + (small if self._verdict() else 0))

    def _empty_place(self, room: QRectF) -> QRectF:
        """The place of a square of which nothing is known yet."""
        side = min(room.width(), room.height())
        return QRectF(room.left(), room.top(), room.width(), max(side, min(room.height(), 70.0)))

    def _shown(self) -> Iterator[tuple[int, str, Rows, QRectF]]:
        if self._addition is None:
            return
        kinds = ("contribution", "so_far", "total")
        for number, (kind, array) in enumerate(zip(kinds, self._addition.squares(), strict=True)):
            if array is not None and array.size:
                yield number, kind, array, self._squares().cells(number, array)

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        addition = self._addition
        if addition is None:
            painter.setPen(colours.faint)
            wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect(), wrapped, self._nothing())
            return
        scale, ratio = self.scale, self.devicePixelRatioF()
        there = tuple(None if one is None else one.shape for one in addition.squares())
        shows = (
            *self._squares_for(),
            there,
            addition.parameter,
            addition.waits,
            self._verdict(),
            scale,
            colours,
            self._totals,
        )
        self._fixed.paint(painter, self.rect(), ratio, shows, self._plate(), self._paint_fixed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in (0, 1):
            self._paint_head(painter, colours, addition, number)
        self._paint_squares(painter, colours, (0, 1))

    def _paint_squares(self, painter: QPainter, colours: Colours, numbers: Sequence[int]) -> None:
        """Squares with their feet."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        face = type_of(self.font(), 10.0 * scale_of(self))
        squares = SquarePainter(painter, colours, self.scale, face, self.devicePixelRatioF())
        for number, _, array, cells in self._shown():
            if number in numbers:
                squares.paint(array, cells)
                self._paint_foot(painter, colours, number, array, cells)

    def _paint_fixed(self, painter: QPainter) -> None:
        """What stays from step to step: the total, what is not there yet, the signs, the scale."""
        colours, addition = colours_of(self), self._addition
        assert addition is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter, colours, addition, 2)
        self._paint_empty(painter, colours, addition)
        self._paint_signs(painter, colours, addition)
        self._paint_scale(painter, colours)
        self._paint_squares(painter, colours, (2,))

    def _paint_head(self, painter: QPainter, colours: Colours, addition: Addition, number: int) -> None:
        """Over a square: what it is, and a word about it."""
        face, small, words = self._face(), small_font(self), small_type(self)
        name, note = "d" + addition.parameter, self.tr("total")
        behind = ""
        if number == 0:
            note, behind = self.tr("contribution"), "[t]" if addition.timestep is None else f"[{addition.timestep}]"
        elif number == 1:
            note = self._summed() if addition.done else ""
        room = self._square(number)
        there = addition.squares()[number] is not None
        painter.setPen(colours.backward if number < 2 and there else colours.text if there else colours.faint)
        if number == 1:
            place = QRectF(room.left() - 8, 1, room.width() + 16, face.line_height + 2)
            face.draw_in(painter, place, self.tr("Σ so far"))
        else:
            label = Label(name, None, face).within(room.width() + 8 - face.width(behind))
            left, middle = room.center().x() - (label.width + face.width(behind)) / 2, 2 + face.line_height / 2
            label.paint(painter, left, middle)
            face.draw(painter, left + label.width + 1, middle + face.cap_height / 2 - 1, behind)
        painter.setPen(colours.faint)
        under = QRectF(room.left() - 10, room.top() - line_height(small) - 1, room.width() + 20, line_height(small))
        if number == 1 and words.width(note) > under.width():
            note = f"{addition.done}/{addition.count}"
        if words.width(note) > under.width() - 1:
            note = words.metrics.elidedText(note, Qt.TextElideMode.ElideRight, under.width())
        words.draw_in(painter, under, note)

    def _paint_empty(self, painter: QPainter, colours: Colours, addition: Addition) -> None:
        """Squares that have nothing yet: dotted, with the words for what they will show."""
        painter.setFont(small_font(self))
        for number, (array, promise) in enumerate(zip(addition.squares(), self._promises(), strict=True)):
            if array is not None:
                continue
            room = self._square(number)
            place = self._empty_place(room)
            for *_, other, cells in self._shown():
                # As large as what it will hold.
                place = cells.translated(room.center().x() - cells.center().x(), 0) if other.ndim else place
            paint_not_yet(painter, place, colours)
            painter.setPen(dashed(colours.not_yet, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
            wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            inside = place.adjusted(4, 4, -4, -4)
            words = painter.boundingRect(inside, wrapped, promise)
            if words.height() <= inside.height() + 1 and words.width() <= inside.width() + 1:
                painter.fillRect(words.adjusted(-2, -1, 2, 1), self._plate())
                painter.setPen(colours.faint)
                painter.drawText(inside, wrapped, promise)

    def _plate(self) -> QColor:
        return self.palette().color(self.backgroundRole())

    def _paint_foot(self, painter: QPainter, colours: Colours, number: int, array: Rows, cells: QRectF) -> None:
        small = small_font(self)
        room = self._square(number)
        norm = float(np.linalg.norm(np.asarray(array, dtype=float)))
        place = QRectF(room.left() - 10, cells.bottom() + 1, room.width() + 20, line_height(small))
        painter.setPen(colours.faint)
        small_type(self).draw_in(painter, place, f"‖·‖ {short(norm)}")

    def _paint_signs(self, painter: QPainter, colours: Colours, addition: Addition) -> None:
        """Between the squares: the contribution joins the sum; the sum leads to the total, and at the end equals it."""
        heights = [cells.height() for *_, cells in self._shown()]
        y = self._square(0).top() + (min(heights) / 2 if heights else 30.0)
        for number in (0, 1):
            left = self._square(number).right() + 3
            right = self._square(number + 1).left() - 3
            there = addition.squares()[number] is not None
            colour = colours.backward if there else colours.not_yet
            sign = self._sign() if number else ""
            if sign:
                face = type_of(self.font(), 18 * scale_of(self), True)
                painter.setFont(face.font)
                painter.setPen(colours.text if sign == "=" else colours.error)
                painter.drawText(QRectF(left - 4, y - 14, right - left + 8, 28), Qt.AlignmentFlag.AlignCenter, sign)
                continue
            painter.setPen(solid(colour, 1.6) if there else dashed(colour, 1.4))
            painter.drawLine(QLineF(left, y, right - 4, y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(arrowhead((left, y), (right, y), 7.0))
            if number == 0:
                face = type_of(self.font(), 14 * scale_of(self), True)
                painter.setFont(face.font)
                painter.setPen(colour)
                painter.drawText(QPointF((left + right) / 2 - face.width("+") / 2 - 2, y - 4), "+")

    def _paint_scale(self, painter: QPainter, colours: Colours) -> None:
        """Under the squares: the verdict, and the one scale of all squares."""
        small = small_font(self)
        height, bottom = line_height(small), self._bottom()
        verdict = self._verdict()
        if verdict and self._addition is not None:
            painter.setPen(colours.text if self._sign() == "=" else colours.error)
            place = QRectF(0, bottom - 2 * height - 14, self.width(), height)
            # At a large size of type it becomes smaller before it is cut.
            centred(painter, place, verdict, type_of(self.font(), small.pixelSize() + 1, True), 9)
        painter.setFont(small)
        painter.setPen(colours.faint)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not any(True for _ in self._shown()):
            hint = self._addition.waits if self._addition is not None else ""
            wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(QRectF(4, bottom - 2 * height - 8, self.width() - 8, 2 * height), wrapped, hint)
            return
        words = self.tr("one scale for all")
        metrics = QFontMetricsF(small)
        wide = metrics.horizontalAdvance(words) + 8
        left = 4
        if self.width() >= wide + 130:
            line = QRectF(4, bottom - height - 11, wide, height)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            left = round(4 + wide)
        bar = QRect(left, round(bottom) - height - 12, min(200, self.width() - left - 6), height + 12)
        paint_legend(painter, bar, self.scale, colours.diverging, small, colours)

    # -- mouse ----------------------------------------------------------------------------------------------------

    def _at(self, position: QPointF) -> tuple[str, Unit, str] | None:
        """Square, element and its words under a point."""
        for _, kind, array, cells in self._shown():
            if not cells.contains(position):
                continue
            rows, columns = as_table(array).shape
            row = min(rows - 1, int((position.y() - cells.top()) / cells.height() * rows))
            column = min(columns - 1, int((position.x() - cells.left()) / cells.width() * columns))
            unit = tuple(int(i) for i in np.unravel_index(row * columns + column, array.shape)) if array.ndim else ()
            return kind, unit, self._words(kind, unit, float(array[unit]))
        return None

    def _words(self, kind: str, unit: Unit, value: float) -> str:
        assert self._addition is not None
        name = "d" + self._addition.parameter
        where = f"[{', '.join(map(str, unit))}]" if unit else ""
        if kind == "contribution" and self._addition.timestep is not None:
            name = f"{name}[{self._addition.timestep}]"
        elif kind == "so_far":
            name = self.tr("%1, sum so far").replace("%1", name)
        return f"{name} {where} = {exact(value, 8)}".replace("  ", " ")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.clicked.emit(found[0], found[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self._at(QPointF(event.pos()))
        if found is None or self._addition is None:
            return
        kind, unit, _ = found
        self._copied = dict(zip(("contribution", "so_far", "total"), self._addition.squares(), strict=True))[kind]
        self.asked_about.emit(kind, unit)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy as a table"))
        copy.setObjectName("action_copy_square")
        copy.triggered.connect(self._copy)
        why = menu.addAction(self.tr("Why is it so?"))
        why.setObjectName("action_why_square")
        why.triggered.connect(self.why_requested)
        if self.menu_actions:
            menu.addSeparator()
            menu.addActions(self.menu_actions)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        """The square that the menu was opened on, in full precision: rows by line, columns by tab."""
        if self._copied is not None:
            QApplication.clipboard().setText(tab_separated(as_table(self._copied)))

    def words_under(self, position: QPointF) -> str:
        found = self._at(position)
        return found[2] if found is not None else ""


def _same_total(one: Addition | None, other: Addition | None) -> bool:
    """Whether two states of a sum have the same total, or none."""
    first, second = (None if each is None else each.total for each in (one, other))
    return first is second or (first is not None and second is not None and same(first, second))
