"""The gallery: every example with a picture of its shape and a line about it; a click opens one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.formats.text import FormatError
from rnnviz.models.example import Example
from rnnviz.session.examples import example_file, examples, opened
from rnnviz.session.outlines import Outline, outline_of
from rnnviz.session.translated import worded
from rnnviz.widgets.lane_metrics import scale_of, small_font, title_font
from rnnviz.widgets.naming import named
from rnnviz.widgets.outline_painting import paint_outline
from rnnviz.widgets.row_colours import row_colours

_EXAMPLE = Qt.ItemDataRole.UserRole
_OUTLINE = Qt.ItemDataRole.UserRole + 1
_CARD, _PICTURE, _MARGIN = QSize(292, 196), 92, 12
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


class Gallery(QDialog):
    """The examples, to be searched and chosen from. `chosen` carries the name of the one that is to be opened."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_gallery")
        self.setWindowTitle(self.tr("Gallery"))
        self.search = named(QLineEdit(), "field_gallery_search")
        self.search.setPlaceholderText(self.tr("Search: recurrence, many to one, gradient…"))
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(self._filter)
        self.search.returnPressed.connect(self._open_current)
        self.list = named(QListWidget(), "list_gallery")
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(6)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(_Card(self.list))
        self.list.itemActivated.connect(self._open)
        self.list.currentItemChanged.connect(self._show_current)
        self.nothing = named(
            QLabel(self.tr("No example is about that. Other words find more.")), "label_gallery_nothing"
        )
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = named(QPushButton(self.tr("&Open")), "button_gallery_open")
        self.open_button.setDefault(True)
        self.buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._open_current)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.buttons)
        self._fill()
        # Pictures come one after the other, once the window is there.
        self._drawing = QTimer(self)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_next)
        self._drawing.start()
        scale = scale_of(self)
        self.resize(round(980 * scale), round(640 * scale))

    def _fill(self) -> None:
        for example in examples():
            item = QListWidgetItem(worded(example.title))
            item.setData(_EXAMPLE, example)
            item.setToolTip(worded(example.about))
            self.list.addItem(item)
        self._filter("")

    def _filter(self, text: str) -> None:
        """Shows those that say what is searched for in title, line, tags or the lecture's name for it; if none says it
        so, those that have each of its words."""
        items = [self.list.item(place) for place in range(self.list.count())]
        whole = " ".join(text.casefold().split())
        shown = [item for item in items if whole in _said_of(item.data(_EXAMPLE))]
        if not shown:
            shown = [item for item in items if all(word in _said_of(item.data(_EXAMPLE)) for word in whole.split())]
        for item in items:
            item.setHidden(item not in shown)
        self.list.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        current = self.list.currentItem()
        if current is None or current.isHidden():
            self.list.setCurrentRow(self.list.row(shown[0]) if shown else -1)
        self._show_current()

    def _show_current(self) -> None:
        current = self.list.currentItem()
        self.open_button.setEnabled(current is not None and not current.isHidden())

    def _open_current(self) -> None:
        current = self.list.currentItem()
        if current is not None and not current.isHidden():
            self._open(current)

    def _open(self, item: QListWidgetItem) -> None:
        example: Example = item.data(_EXAMPLE)
        self.accept()
        self.chosen.emit(example.name)

    def _draw_next(self) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.data(_OUTLINE) is None:
                try:
                    draft = opened(example_file(item.data(_EXAMPLE).name)).draft
                    item.setData(_OUTLINE, outline_of(draft))
                except (FormatError, ValueError):
                    item.setData(_OUTLINE, Outline(()))  # it is said when it is opened
                return
        self._drawing.stop()


def _said_of(example: Example) -> str:
    words = (example.title, example.about, example.lecture)
    return " ".join([example.name, *(text for one in words for text in (one.en, one.zh)), *example.tags]).casefold()


class _Card(QStyledItemDelegate):
    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return _CARD * scale_of(self._view)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:  # fmt: skip
        example: Example = index.data(_EXAMPLE)
        whole: QRect = option.rect
        row = row_colours(self._view, option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(row.colours.grid)
        painter.setBrush(row.ground)
        painter.drawRoundedRect(QRectF(whole).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        scale = scale_of(self._view)
        inner = whole.adjusted(*(round(side * _MARGIN * scale) for side in (1, 1, -1, -1)))
        picture = QRectF(inner.left(), inner.top(), inner.width(), round(_PICTURE * scale))
        outline: Outline | None = index.data(_OUTLINE)
        if outline is not None:
            paint_outline(painter, picture, outline.columns, row.colours)
        painter.setPen(row.text)
        font = title_font(self._view)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        title = QRect(inner.left(), round(picture.bottom()) + 8, inner.width(), metrics.height())
        painter.drawText(
            title, Qt.TextFlag.TextSingleLine,
            metrics.elidedText(worded(example.title), Qt.TextElideMode.ElideRight, title.width()),
        )  # fmt: skip
        painter.setFont(small_font(self._view))
        painter.setPen(row.faint)
        words = QRect(inner.left(), title.bottom() + 3, inner.width(), inner.bottom() - title.bottom() - 2)
        painter.drawText(words, _WRAP, worded(example.about))
        painter.restore()
