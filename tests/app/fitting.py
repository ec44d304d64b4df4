"""Whether every text that is to be seen has the room that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionDockWidget,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

_ROUNDING = 1


def clipped(root: QWidget) -> list[str]:
    """What is cut off below a window or dialog, each with its place; a tool tip that has the whole text excuses."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.window() is root.window() and not widget.visibleRegion().isEmpty():
            for text, needed, room in _texts(widget):
                if needed > room + _ROUNDING and text not in widget.toolTip():
                    found.append(f"{_name(widget)}: {text!r} needs {needed} px and has {room}")
    return found


def _texts(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    """Each text of a widget, the pixels that it needs, and those that it has."""
    width = widget.fontMetrics().horizontalAdvance
    if isinstance(widget, QLabel):
        yield from _of_label(widget)
    elif isinstance(widget, QToolButton):
        if widget.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly or widget.icon().isNull():
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            yield widget.text(), width(widget.text().replace("&", "")) + icon + 4, widget.width()
    elif isinstance(widget, QAbstractButton):
        lines = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
        yield widget.text(), lines.width() + _beside_text(widget), widget.width()
        yield widget.text(), lines.height(), widget.height()
    elif isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        yield widget.currentText(), width(widget.currentText()), field.width()
    elif isinstance(widget, QTabBar):
        for index in range(widget.count()):
            if widget.isTabVisible(index) and widget.tabText(index) not in widget.tabToolTip(index):
                yield widget.tabText(index), widget.tabSizeHint(index).width(), widget.tabRect(index).width()
                yield widget.tabText(index), widget.tabRect(index).right(), widget.width()
    elif isinstance(widget, QHeaderView):
        yield from _of_header(widget)
    elif isinstance(widget, QDockWidget):
        yield from _of_dock(widget)
    elif isinstance(widget, QGroupBox):
        yield widget.title(), width(widget.title()), widget.width()
    elif isinstance(widget, QLineEdit) and not widget.text() and not isinstance(widget.parent(), QComboBox):
        margins = widget.textMargins()
        room = widget.contentsRect().width() - margins.left() - margins.right() - 4  # Qt's own, on either side 2
        yield widget.placeholderText(), width(widget.placeholderText()), room
    elif isinstance(widget, QMenuBar):
        for action in widget.actions():
            rect = widget.actionGeometry(action)
            yield action.text(), rect.right() if rect != QRect() else widget.width() + 99, widget.width()
    elif isinstance(widget, QToolBar):
        more = widget.findChild(QToolButton, "qt_toolbar_ext_button")
        yield "more than the tool bar has room for", 99 * bool(more and more.isVisible()), 0


def _beside_text(button: QAbstractButton) -> int:
    """What a button needs besides its text, which its size hint has where that is no general smallest size."""
    if isinstance(button, QPushButton):
        icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
        menu = button.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator) if button.menu() else 0
        return icon + menu + 2 * button.style().pixelMetric(QStyle.PixelMetric.PM_DefaultFrameWidth) + 4
    return button.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + 6


def _of_label(label: QLabel) -> Iterator[tuple[str, int, int]]:
    if not label.text():
        return
    if label.wordWrap():
        yield label.text(), label.heightForWidth(label.width()), label.height()
    else:
        yield label.text(), label.sizeHint().width(), label.width()
        yield label.text(), label.sizeHint().height(), label.height()


def _of_header(header: QHeaderView) -> Iterator[tuple[str, int, int]]:
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return
    for section in range(header.count()):
        text = header.model().headerData(section, Qt.Orientation.Horizontal)
        if text and not header.isSectionHidden(section):
            yield str(text), header.sectionSizeHint(section), header.sectionSize(section)


def _of_dock(dock: QDockWidget) -> Iterator[tuple[str, int, int]]:
    if dock.titleBarWidget() is not None:
        return
    option = QStyleOptionDockWidget()
    dock.initStyleOption(option)
    title = dock.style().subElementRect(QStyle.SubElement.SE_DockWidgetTitleBarText, option, dock)
    yield dock.windowTitle(), dock.fontMetrics().horizontalAdvance(dock.windowTitle()), title.width()


def _name(widget: QWidget) -> str:
    own = widget.objectName() or type(widget).__name__
    parent = widget.parentWidget()
    while parent is not None and not parent.objectName():
        parent = parent.parentWidget()
    return own if parent is None else f"{parent.objectName()} ▸ {own}"
