"""The sheet of all keys, made from the table of actions, with the gestures beside them."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from rnnviz.app.action_table import menu_titles
from rnnviz.app.actions import ActionRow, Actions, without_mnemonic
from rnnviz.widgets.naming import named


class KeysSheet(QDialog):
    """All keys as they are now."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_keys")
        self.setWindowTitle(self.tr("Keys"))
        self.sheet = named(QTextBrowser(), "sheet_keys")
        self.sheet.document().setDocumentMargin(12)
        self.sheet.setHtml(self._html(actions))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.sheet)
        layout.addWidget(buttons)
        self.resize(680, 640)

    def _html(self, actions: Actions) -> str:
        parts = []
        for menu, title in menu_titles().items():
            rows = [row for row in actions.rows if row.menu == menu and actions[row.name].shortcuts()]
            if rows:
                parts.append(_table(without_mnemonic(title), [self._line(row, actions) for row in rows]))
        parts.append(_table(self.tr("Mouse"), self._gestures()))
        return "".join(parts)

    def _line(self, row: ActionRow, actions: Actions) -> tuple[str, str]:
        native = QKeySequence.SequenceFormat.NativeText
        keys = "   ".join(each.toString(native) for each in actions[row.name].shortcuts())
        words = self.tr("%1: %2").replace("%1", without_mnemonic(row.text).rstrip("…"))
        return keys, words.replace("%2", row.tip)

    def _gestures(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Click"), self.tr("select a node, an edge, a cell or a bar, everywhere at once")),
            (self.tr("Click on the axis"), self.tr("go to that timestep of the present pass")),
            (self.tr("Drag on the axis"), self.tr("zoom to the range")),
            (self.tr("Wheel"), self.tr("move along the time axis")),
            (self.tr("Ctrl + wheel, pinch"), self.tr("zoom at the pointer")),
            (self.tr("A digit"), self.tr("type the number of a timestep, Enter goes there")),
            (self.tr("Drop a text"), self.tr("offers to run the model over it; Enter opens")),
        ]


def _table(title: str, lines: list[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td style='padding: 2px 16px 2px 0; white-space: pre'><b>{escape(keys)}</b></td>"
        f"<td>{escape(what)}</td></tr>"
        for keys, what in lines
    )
    return f"<h3>{escape(title)}</h3><table>{rows}</table>"
