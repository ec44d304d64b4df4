"""What an action is: a row of the table, and the window's QActions made of all rows.

An action's objectName is `action_` and its name.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from rnnviz.app.icons import icon

if TYPE_CHECKING:
    from rnnviz.session.session import Session


_MNEMONIC = re.compile(r"\(&\w\)|&(?=\w)")


def without_mnemonic(text: str) -> str:
    """A menu's text without what is underlined in it: "&Open…" and "打开(&O)…" as "Open…" and "打开…"."""
    return _MNEMONIC.sub("", text)


def always(session: Session) -> bool:
    """For actions that can be used at any time."""
    return True


@dataclass(frozen=True)
class ActionRow:
    """One action. `keys` are portable key sequences; `mac_keys` replace them where macOS takes one of them."""

    name: str
    menu: str
    text: str
    tip: str
    do: Callable[..., None]
    keys: tuple[str, ...] = ()
    mac_keys: tuple[str, ...] | None = None
    icon: str = ""
    enabled: Callable[[Session], bool] = always
    checked: Callable[[], bool] | None = None
    starts_group: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole

    @property
    def default_keys(self) -> tuple[str, ...]:
        """The keys on this system before the user changes any."""
        mac_keys = self.mac_keys if sys.platform == "darwin" else None
        return self.keys if mac_keys is None else mac_keys


class Actions:
    """The window's actions: the table's rows as QActions, on a widget, with the user's keys.

    Args:
        owner: the widget whose window the keys work in.
        keys: the user's own keys, by name of action; others have their defaults.
    """

    def __init__(self, owner: QWidget, rows: tuple[ActionRow, ...], keys: Mapping[str, tuple[str, ...]]) -> None:
        self.rows = rows
        self._actions: dict[str, QAction] = {}
        self._by_condition: dict[Callable[[Session], bool], list[QAction]] = {}
        self._held: dict[Callable[[Session], bool], bool] = {}
        """What the conditions gave last: after a step hardly one gives another answer."""
        for row in rows:
            action = QAction(row.text, owner)
            action.setObjectName(f"action_{row.name}")
            action.setMenuRole(row.role)
            action.setCheckable(row.checked is not None)
            action.triggered.connect(row.do)
            owner.addAction(action)
            self._actions[row.name] = action
            self._by_condition.setdefault(row.enabled, []).append(action)
        self.set_keys(keys)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def set_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Gives every action its keys, and says the first of them in its tool tip."""
        for row in self.rows:
            sequences = [QKeySequence(each) for each in keys.get(row.name, row.default_keys)]
            action = self._actions[row.name]
            action.setShortcuts(sequences)
            action.setStatusTip(row.tip)
            shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
            action.setToolTip(f"{row.tip} ({shown})" if shown else row.tip)

    def paint_icons(self) -> None:
        """Gives the actions their icons in the palette's colours: at first, and again when the theme changes."""
        for row in self.rows:
            if row.icon:
                self._actions[row.name].setIcon(icon(row.icon))

    def refresh(self, session: Session) -> None:
        """Enables and checks every action by what the session says now."""
        for condition, actions in self._by_condition.items():
            holds = condition(session)
            if self._held.get(condition) is not holds:
                self._held[condition] = holds
                for action in actions:
                    action.setEnabled(holds)
        for row in self.rows:
            if row.checked is not None:
                self._actions[row.name].setChecked(row.checked())
