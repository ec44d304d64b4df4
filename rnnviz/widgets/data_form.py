"""What a run is given, one row for each part of it: what is wanted there, and what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from rnnviz.widgets.naming import named


@dataclass(frozen=True)
class Choice:
    """One thing that may stand in a row. `value` is handed back; None asks for typing. `hint` says why it does not fit,
    or more about it."""

    words: str
    value: object
    hint: str = ""
    fits: bool = True


@dataclass(frozen=True)
class RowContents:
    """`wanted` says what would be right, `present` the choice that holds, counted from 0."""

    key: str
    title: str
    wanted: str
    choices: tuple[Choice, ...]
    present: int
    typed: str = ""


class DataRow(QWidget):
    """One part of what a run is given."""

    chosen = Signal(str, object)
    typed = Signal(str, str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._contents: RowContents | None = None
        self.title = named(QLabel(), f"label_data_{key}")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.box = named(QComboBox(), f"field_data_{key}")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setAccessibleName(self.tr("Data for %1").replace("%1", key))
        self.line = named(QLineEdit(), f"field_typed_{key}")
        self.line.setAccessibleName(self.tr("Numbers for %1").replace("%1", key))
        self.line.setPlaceholderText(self.tr("numbers with spaces; a “;” between timesteps"))
        self.line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        for part in (self.title, self.box, self.line):
            layout.addWidget(part)
        self.box.activated.connect(self._choose)
        self.line.returnPressed.connect(self._type)

    def fill(self, contents: RowContents) -> None:
        """Shows what is wanted, and what stands there."""
        if contents == self._contents:
            return
        self._contents = contents
        self.title.setText(f"<b>{contents.title}</b> {contents.wanted}")
        self.box.clear()
        for row, choice in enumerate(contents.choices):
            self.box.addItem(choice.words)
            self.box.setItemData(row, choice.hint or choice.words, Qt.ItemDataRole.ToolTipRole)
            if not choice.fits:
                self.box.setItemData(row, self.palette().placeholderText(), Qt.ItemDataRole.ForegroundRole)
        self.box.setCurrentIndex(contents.present)
        self.box.setToolTip(contents.choices[contents.present].words)
        self.line.setText(contents.typed)
        self.line.setVisible(contents.choices[contents.present].value is None)

    def _choose(self, row: int) -> None:
        if self._contents is None:
            return
        choice = self._contents.choices[row]
        self.line.setVisible(choice.value is None)
        if choice.value is None:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()
            return
        # What holds is shown until the choice is one that is taken.
        self.box.setCurrentIndex(self._contents.present)
        self.chosen.emit(self._key, choice.value)

    def _type(self) -> None:
        self.typed.emit(self._key, self.line.text())


class DataForm(QWidget):
    """The rows. `chosen` carries a row's key and the value of the choice, `typed` the key and the text."""

    chosen = Signal(str, object)
    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, DataRow] = {}
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(self._layout)
        around.addStretch(1)

    def fill(self, contents: Sequence[RowContents]) -> None:
        """Shows one row for each; a row that is there already is kept, with the keyboard in it."""
        keys = [each.key for each in contents]
        if keys != list(self.rows):
            for row in self.rows.values():
                self._layout.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.rows = {}
            for key in keys:
                row = DataRow(key)
                row.chosen.connect(self.chosen)
                row.typed.connect(self.typed)
                self._layout.addWidget(row)
                self.rows[key] = row
        for each in contents:
            self.rows[each.key].fill(each)
