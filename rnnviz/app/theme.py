"""How the window looks: Fusion with our own palettes, light and dark, by the system or by choice; and the size of type.

Fusion is used everywhere because a colour scheme chosen through Qt changes nothing on a Linux without a platform theme.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

SMALLEST_TYPE, LARGEST_TYPE = 7, 28
PRESENTATION_TYPE = 13

_Group, _Role = QPalette.ColorGroup, QPalette.ColorRole

_LIGHT = {
    _Role.Window: "#F5F6F8",
    _Role.WindowText: "#1F2328",
    _Role.Base: "#FFFFFF",
    _Role.AlternateBase: "#F6F7F9",
    _Role.Text: "#1F2328",
    _Role.PlaceholderText: "#6B7280",
    _Role.Button: "#F5F6F8",
    _Role.ButtonText: "#1F2328",
    _Role.BrightText: "#B3261E",
    _Role.ToolTipBase: "#1F2328",
    _Role.ToolTipText: "#FFFFFF",
    _Role.Highlight: "#46566B",
    _Role.HighlightedText: "#FFFFFF",
    _Role.Link: "#33558B",
    _Role.LinkVisited: "#33558B",
    _Role.Light: "#FFFFFF",
    _Role.Midlight: "#E9EBEE",
    _Role.Mid: "#C9CDD3",
    _Role.Dark: "#9AA1AB",
    _Role.Shadow: "#5B626C",
}

_DARK = {
    _Role.Window: "#23272E",
    _Role.WindowText: "#E6E8EB",
    _Role.Base: "#1B1E23",
    _Role.AlternateBase: "#20242A",
    _Role.Text: "#E6E8EB",
    _Role.PlaceholderText: "#949CA8",
    _Role.Button: "#2B3037",
    _Role.ButtonText: "#E6E8EB",
    _Role.BrightText: "#FF8A80",
    _Role.ToolTipBase: "#E6E8EB",
    _Role.ToolTipText: "#1B1E23",
    _Role.Highlight: "#8FA3BF",
    _Role.HighlightedText: "#14171B",
    _Role.Link: "#A9C1E8",
    _Role.LinkVisited: "#A9C1E8",
    _Role.Light: "#3A4049",
    _Role.Midlight: "#31363E",
    _Role.Mid: "#3D434C",
    _Role.Dark: "#15181C",
    _Role.Shadow: "#0C0E10",
}

_DISABLED = {False: "#9097A1", True: "#6C747F"}

# What Fusion draws with bevels and we draw flat; nothing here moves or hides anything.
_SHEET = """
QMainWindow::separator {{ background: {window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {mid}; }}
QToolBar {{ background: {window}; border: none; spacing: 1px; padding: 2px 4px; }}
QToolBar#toolbar_narration {{ background: {base}; border-top: 1px solid {mid}; border-bottom: 1px solid {mid};
    padding: 0px; }}
QToolBar#toolbar_rail {{ border-right: 1px solid {mid}; padding: 4px 2px; }}
QToolBar QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px; }}
QToolBar QToolButton:hover {{ background: {midlight}; border-color: {mid}; }}
QToolBar QToolButton:pressed {{ background: {mid}; }}
QToolBar QToolButton:checked {{ background: {midlight}; border-color: {mid}; }}
QToolBar QToolButton:focus {{ border-color: {highlight}; }}
QDockWidget {{ font-weight: 600; titlebar-close-icon: none; }}
QDockWidget::title {{ background: {window}; padding: 5px 8px; border-bottom: 1px solid {mid}; }}
QDockWidget > QWidget {{ font-weight: 400; }}
QStatusBar {{ background: {window}; border-top: 1px solid {mid}; }}
QStatusBar::item {{ border: none; }}
QPushButton#button_whole_run {{ background: {midlight}; border: 1px solid {mid}; border-radius: 4px;
    padding: 0px 8px; }}
QPushButton#button_whole_run:hover, QPushButton#button_whole_run:focus {{ border-color: {highlight}; }}
QMenuBar {{ background: {window}; }}
QMenuBar::item {{ padding: 3px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {midlight}; }}
QToolTip {{ border: none; padding: 4px 6px; }}
"""


# The plain fonts that systems have for Simplified Chinese, and the one that comes along, which has no Latin letters.
_CHINESE_FAMILIES = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
_OWN_FAMILY = "Droid Sans Fallback"


class ThemeChoice(StrEnum):
    """What the user chose: the system's scheme, or one of the two."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette(dark: bool) -> QPalette:
    """The whole palette, every role and the disabled group."""
    colours = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        colours.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        colours.setColor(_Group.Disabled, role, QColor(_DISABLED[dark]))
    colours.setColor(_Group.Disabled, _Role.Highlight, colours.color(_Role.Mid))
    colours.setColor(_Role.Accent, colours.color(_Role.Highlight))
    return colours


def _sheet(colours: QPalette) -> str:
    return _SHEET.format(
        window=colours.color(_Role.Window).name(),
        base=colours.color(_Role.Base).name(),
        mid=colours.color(_Role.Mid).name(),
        midlight=colours.color(_Role.Midlight).name(),
        highlight=colours.color(_Role.Highlight).name(),
    )


def _chinese_family() -> str:
    """The font of Chinese: named first, so that lines are as high as it needs, and not as the system's Latin one."""
    there = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return next((family for family in _CHINESE_FAMILIES if family in there), _OWN_FAMILY)


class Theme(QObject):
    """Puts a choice into effect, and again whenever the system's scheme changes.

    Args:
        application: the running application; its style becomes Fusion.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ThemeChoice.SYSTEM
        self._system_points = max(application.font().pointSize(), SMALLEST_TYPE)
        self._points = 0
        self._families = application.font().families()
        self._chinese = False
        self._shown: tuple[bool, int, bool] | None = None
        application.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._choice

    @property
    def dark(self) -> bool:
        """Whether the dark palette is the one in effect."""
        if self._choice is ThemeChoice.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._choice is ThemeChoice.DARK

    @property
    def points(self) -> int:
        """The size of type in effect, in points."""
        return self._points or self._system_points

    def choose(self, choice: ThemeChoice, points: int = 0) -> None:
        """Puts a theme and a size of type into effect.

        Args:
            points: the size of type; 0 is the system's. Sizes beyond the sensible are brought back into range.
        """
        self._choice = choice
        self._points = min(max(points, SMALLEST_TYPE), LARGEST_TYPE) if points else 0
        self._apply()

    def write_chinese(self, chinese: bool) -> None:
        """Sets type in a font that has Chinese, or in the system's own; to be chosen before it is shown."""
        self._chinese = chinese

    def _apply(self) -> None:
        wanted = (self.dark, self.points, self._chinese)
        if wanted == self._shown:
            return
        self._shown = wanted
        colours = palette(self.dark)
        self._application.setPalette(colours)
        font = self._application.font()
        font.setFamilies([_chinese_family(), *self._families] if self._chinese else self._families)
        font.setPointSize(self.points)
        self._application.setFont(font)
        self._application.setStyleSheet(_sheet(colours))
        self.changed.emit()
