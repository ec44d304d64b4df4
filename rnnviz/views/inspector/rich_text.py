"""The inspector's pieces of text, and a body that is as high as they are."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from html import unescape
from itertools import count

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

_MOST_KEPT = 8
_LATE = 50
"""Milliseconds without another text after which one that is out of sight is made."""
_TARGET = re.compile(r"(?<=<a href=')[^']*")


class _Set:
    """A text set in type."""

    def __init__(self, font: QFont) -> None:
        self.document = QTextDocument()
        self.document.setDocumentMargin(0)
        self.document.setUndoRedoEnabled(False)
        self.document.setDefaultFont(font)
        self.plain = ""
        self._heights: dict[int, int] = {}

    def filled(self, html: str) -> _Set:
        """With another text, at the width that it had last: to make a document takes as long as to set one."""
        self.document.setHtml(html)
        self.plain = self.document.toPlainText()
        self._heights.clear()
        return self

    def height(self, width: int) -> int:
        """How high it is at a width, which a layout asks a dozen times."""
        height = self._heights.get(width)
        if height is None:
            self.break_at(width)
            height = self._heights[width] = math.ceil(self.document.size().height())
        return height

    def break_at(self, width: int) -> None:
        """Breaks lines at a width; a document would break them anew at its own too."""
        if self.document.textWidth() != width:
            self.document.setTextWidth(width)


class RichText(QWidget):
    """A piece of text with links, which a mouse can select.

    A QLabel would do, but for its haste: it sets a text anew a dozen times for each size that its layout asks for.
    """

    linkActivated = Signal(str)  # noqa: N815  as a QLabel calls it

    def __init__(self, name: str) -> None:
        super().__init__()
        self._html = ""
        self._numbered = self._set_for = ""
        """The text with a number for the target of each link, as it is and as it is set: from step to step often the
        targets alone are others."""
        self._make: Callable[[], str] | None = None
        """Who makes a text that nobody has seen yet."""
        self._kept: dict[str, _Set] = {}
        """The texts shown lately, the last one last: who steps to and fro comes back to them."""
        self._set_text = _Set(self.font())
        self._late = QTimer(self)
        self._late.setInterval(_LATE)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.text)
        self._document = self._set_text.document
        self._cursor = QTextCursor(self._document)
        self._pressed: QPointF | None = None
        self._drawn_in: tuple[int, QPalette] | None = None
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """The text as HTML."""
        if self._make is not None:
            self.show_html(self._make())
        return self._html

    def show_html(self, html: str) -> None:
        """Shows the text, or nothing where it is empty."""
        self._make = None
        if html != self._html:
            numbers = count()
            self._html = html
            self._numbered = _TARGET.sub(lambda _: str(next(numbers)), html)
        if self._numbered != self._set_for:
            self._set()
        self.setVisible(bool(html))

    def show_when_seen(self, make: Callable[[], str]) -> None:
        """Shows a text of as many lines as before; where it has been scrolled out of sight, one that is made a moment
        later."""
        if self.isVisible() and self.visibleRegion().isEmpty():
            self._make = make
            self._late.start()
        else:
            self.show_html(make())

    def _set(self) -> None:
        self._late.stop()
        self._set_for = self._numbered
        found = self._kept.pop(self._numbered, None)
        if found is None:
            longest_ago = self._kept.pop(next(iter(self._kept))) if len(self._kept) >= _MOST_KEPT else None
            found = (longest_ago or _Set(self.font())).filled(self._numbered)
        before, self._set_text = self._set_text, found
        self._kept[self._numbered] = found
        self._document = self._set_text.document
        self._cursor = QTextCursor(self._document)
        self.setAccessibleName(self._set_text.plain)
        if not self.isVisible() or before.height(self.width()) != found.height(self.width()):
            self.updateGeometry()
        self.update()

    def selected_text(self) -> str:
        """What is selected, as plain text."""
        return self._cursor.selection().toPlainText()

    def heightForWidth(self, width: int) -> int:
        """How high the text is at a width."""
        return self._set_text.height(width)

    def sizeHint(self) -> QSize:
        """One line: how high the text is follows from the width that it gets."""
        return QSize(0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What the layout remembers of this width may be the height of a text before."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """In another type, and in other colours of links."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._kept.clear()
            self._set()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._make is not None:
            self.text()
        self._set_text.break_at(self.width())
        context = self._colours()
        context.clip = QRectF(event.rect())
        if self._cursor.hasSelection():
            selection = QAbstractTextDocumentLayout.Selection()
            selection.cursor = self._cursor
            selection.format.setBackground(context.palette.highlight())
            selection.format.setForeground(context.palette.highlightedText())
            context.selections = [selection]
        painter = QPainter(self)
        self._document.documentLayout().draw(painter, context)

    def _colours(self) -> QAbstractTextDocumentLayout.PaintContext:
        """How a document is drawn in the palette in use; nothing of it selected."""
        palette = self.palette()
        key = palette.cacheKey()
        if self._drawn_in is None or self._drawn_in[0] != key:
            palette.setColor(QPalette.ColorRole.Text, palette.color(self.foregroundRole()))
            self._drawn_in = key, palette
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self._drawn_in[1]
        return context

    # -- mouse and keys -------------------------------------------------------------------------------------------

    def _place(self, position: QPointF) -> int:
        return self._document.documentLayout().hitTest(position, Qt.HitTestAccuracy.FuzzyHit)

    def _link(self, position: QPointF) -> str:
        number = self._document.documentLayout().anchorAt(position)
        return unescape(_TARGET.findall(self._html)[int(number)]) if number else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._cursor.setPosition(self._place(event.position()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self._cursor.setPosition(self._place(event.position()), QTextCursor.MoveMode.KeepAnchor)
            self.update()
        over = Qt.CursorShape.PointingHandCursor if self._link(event.position()) else Qt.CursorShape.IBeamCursor
        self.setCursor(over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() != Qt.MouseButton.LeftButton or self._cursor.hasSelection():
            return
        link = self._link(event.position())
        if link and link == self._link(pressed):
            self.linkActivated.emit(link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._cursor.setPosition(self._place(event.position()))
        self._cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"))
        copy.setObjectName("action_copy_text")
        copy.setEnabled(self._cursor.hasSelection())
        copy.triggered.connect(self._copy)
        everything = menu.addAction(self.tr("Select all"))
        everything.setObjectName("action_select_text")
        everything.triggered.connect(self._select_all)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.selected_text())

    def _select_all(self) -> None:
        self._cursor.select(QTextCursor.SelectionType.Document)
        self.update()

    def _copies(self, event: QKeyEvent) -> bool:
        return self._cursor.hasSelection() and event.matches(QKeySequence.StandardKey.Copy)

    def event(self, event: QEvent) -> bool:
        """While something is selected, it is that which is copied."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._copies(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._copies(event):
            self._copy()
        else:
            super().keyPressEvent(event)


class Body(QWidget):
    """As high as its texts are at its width; a scroll area alone asks for that too seldom."""

    def sizeHint(self) -> QSize:
        """As it is: a layout would ask each text how high it were at another width, and break its lines for that."""
        return QSize(self.width(), self.minimumHeight())

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other line breaks."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A part has changed its size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done
