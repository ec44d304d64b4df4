"""The inspector's pieces of text, and a body that is as high as they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class RichText(QLabel):
    """A piece of text with links."""

    def __init__(self, name: str) -> None:
        self._heights: dict[int, int] = {}
        """By width; a layout asks several times, and each time the text would be set anew."""
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        policy = self.sizePolicy()  # which says that the height follows from the width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)

    def show_html(self, html: str) -> None:
        """Shows the text, or nothing where it is empty."""
        if html != self.text():
            self._heights.clear()
            self.setText(html)
        self.setVisible(bool(html))

    def heightForWidth(self, width: int) -> int:
        """How high the text is at a width."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Another type has other heights."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """One line: how high the text is follows from the width that it gets, and Qt's own guess sets it many times."""
        return QSize(0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """A label sets a new text while it paints it, and then asks to be painted again, which changes nothing."""
        return event.type() is QEvent.Type.UpdateLater or super().event(event)


class Body(QWidget):
    """As high as its texts are at its width; a scroll area alone asks for that too seldom."""

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
