"""The menu bar: the table's actions, and the menus whose contents the run, the gallery or the lanes decide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from rnnviz.app.action_table import menu_titles
from rnnviz.app.actions import Actions
from rnnviz.app.language import LANGUAGES, Language
from rnnviz.app.theme import ThemeChoice
from rnnviz.models import gallery
from rnnviz.models.initialisation import SCHEMES
from rnnviz.session.compared import Mode
from rnnviz.session.translated import translated

if TYPE_CHECKING:
    from rnnviz.app.window import Window


class Choice(QObject):
    """A menu of which one entry holds, filled when it opens.

    Args:
        name: its objectName is `menu_<name>`, its actions' `action_<name>_<value>`.
        entries: value and text of each entry, asked for whenever the menu opens.
        present: the value that holds; None where the entries are deeds, not states.
        choose: called with the value of the entry that the user took.
    """

    def __init__(
        self,
        menu: QMenu,
        name: str,
        entries: Callable[[], dict[str, str]],
        present: Callable[[], str] | None,
        choose: Callable[[str], None],
    ) -> None:
        super().__init__(menu)
        self._menu, self._name, self._entries, self._present, self._choose = menu, name, entries, present, choose
        menu.setObjectName(f"menu_{name}")
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._take)
        menu.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Makes the entries as they are now."""
        for action in self._group.actions():
            self._group.removeAction(action)
            self._menu.removeAction(action)
            action.deleteLater()
        present = self._present() if self._present is not None else None
        for value, text in self._entries().items():
            action = QAction(text, self._menu)
            action.setObjectName(f"action_{self._name}_{value}")
            action.setData(value)
            action.setCheckable(self._present is not None)
            action.setChecked(value == present)
            self._group.addAction(action)
            self._menu.addAction(action)

    def _take(self, action: QAction) -> None:
        self._choose(action.data())


class Menus(QObject):
    """Fills a window's menu bar."""

    def __init__(self, window: Window, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._menus: dict[str, QMenu] = {}
        for name, title in menu_titles().items():
            menu = window.menuBar().addMenu(title)
            menu.setObjectName(f"menu_{name}")
            self._menus[name] = menu
            for row in actions.rows:
                if row.menu == name:
                    if row.starts_group:
                        menu.addSeparator()
                    menu.addAction(actions[row.name])
        self._recent = QMenu(self.tr("Open &recent"), window)
        self._menus["file"].insertMenu(actions["open_example"], self._recent)
        Choice(self._recent, "recent", self._recent_entries, None, self._open_recent)
        self._menus["file"].aboutToShow.connect(self._show_recent)
        self._add_view(actions)
        self._add_model(actions)

    def _show_recent(self) -> None:
        self._recent.setEnabled(bool(self._window.settings.recent_files))

    def _recent_entries(self) -> dict[str, str]:
        return {str(path): path.name for path in self._window.settings.recent_files}

    def _open_recent(self, path: str) -> None:
        self._window.commands.file.open_path(Path(path))

    def _add_view(self, actions: Actions) -> None:
        view = self._menus["view"]
        before = actions["reset_layout"]
        self._lanes = QMenu(self.tr("&Lanes"), self._window)
        self._lanes.setObjectName("menu_lanes")
        self._lanes.aboutToShow.connect(self.fill_lanes)
        self._lanes.triggered.connect(self._toggle_lane)
        view.insertMenu(before, self._lanes)
        compare = QMenu(self.tr("&Compare"), self._window)
        view.insertMenu(before, compare)
        Choice(compare, "compare", self._modes, self._mode, self._set_mode)
        panels = QMenu(self.tr("P&anels"), self._window)
        panels.setObjectName("menu_panels")
        panels.addActions(self._window.panel_actions.actions())
        view.insertMenu(before, panels)
        theme = QMenu(self.tr("&Theme"), self._window)
        view.insertMenu(before, theme)
        Choice(theme, "theme", self._theme_entries, self._theme_present, self._choose_theme)
        language = QMenu(self.tr("Lan&guage"), self._window)
        view.insertMenu(before, language)
        Choice(language, "language", self._language_entries, self._language_present, self._choose_language)

    def _modes(self) -> dict[str, str]:
        return {
            Mode.OFF.value: self.tr("&Off"),
            Mode.BESIDE.value: self.tr("&Side by side"),
            Mode.DIFFERENCE.value: self.tr("&Difference"),
        }

    def _mode(self) -> str:
        return self._session.comparison.mode.value

    def _set_mode(self, value: str) -> None:
        self._session.comparison.set_mode(Mode(value))
        if self._session.comparison.shown is None and Mode(value) is not Mode.OFF:
            self._window.open_panel("what_if")  # where it says what is missing

    def fill_lanes(self) -> None:
        """Makes one entry a lane, checked while the lane is shown."""
        self._lanes.clear()
        for name, title, shown in self._window.lanes.lanes():
            action = self._lanes.addAction(title)
            action.setObjectName(f"action_show_{name}")
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(shown)

    def _toggle_lane(self, action: QAction) -> None:
        self._window.lanes.set_lane_shown(action.data(), action.isChecked())

    def _theme_entries(self) -> dict[str, str]:
        return {
            ThemeChoice.SYSTEM.value: self.tr("As the &system"),
            ThemeChoice.LIGHT.value: self.tr("&Light"),
            ThemeChoice.DARK.value: self.tr("&Dark"),
        }

    def _theme_present(self) -> str:
        return self._window.settings.theme_shown.value

    def _choose_theme(self, value: str) -> None:
        self._window.settings.choose_theme(ThemeChoice(value))
        self._window.apply_settings()

    def _language_entries(self) -> dict[str, str]:
        return {Language.SYSTEM.value: self.tr("As the &system"), **LANGUAGES}

    def _language_present(self) -> str:
        return self._window.settings.language.value

    def _choose_language(self, value: str) -> None:
        self._window.settings.language = Language(value)
        self._window.apply_settings()

    def _add_model(self, actions: Actions) -> None:
        model = self._menus["model"]
        cells = QMenu(self.tr("&Insert cell"), self._window)
        model.insertMenu(actions["hidden_size"], cells)
        Choice(cells, "insert", self._cell_entries, None, self._insert_cell)
        initialisation = QMenu(self.tr("In&itialisation"), self._window)
        model.insertMenu(actions["truncate"], initialisation)
        Choice(initialisation, "initialisation", self._initialisations, self._initialisation, self._initialise)
        precision = QMenu(self.tr("&Precision"), self._window)
        model.insertMenu(actions["truncate"], precision)
        Choice(precision, "precision", self._precisions, self._precision, self._set_precision)

    def _cell_entries(self) -> dict[str, str]:
        return {cell.name: QCoreApplication.translate("cells", cell.title) for cell in gallery.cells()}

    def _insert_cell(self, name: str) -> None:
        self._session.edit(equations=gallery.cell(name).body)

    def _initialisations(self) -> dict[str, str]:
        return {name: translated(scheme.about) for name, scheme in SCHEMES.items()}

    def _initialisation(self) -> str:
        return self._session.draft.initialisation

    def _initialise(self, value: str) -> None:
        self._session.edit(initialisation=value)

    def _precisions(self) -> dict[str, str]:
        return {"float64": self.tr("float64"), "float32": self.tr("float32")}

    def _precision(self) -> str:
        return self._session.draft.dtype

    def _set_precision(self, value: str) -> None:
        self._session.edit(dtype=value)
