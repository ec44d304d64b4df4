"""The preferences: how the window looks, what new models start with, how much memory a run may take, and the keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from rnnviz.app.actions import ActionRow, without_mnemonic
from rnnviz.app.language import LANGUAGES, Language
from rnnviz.app.settings import LARGEST_MEMORY, SMALLEST_MEMORY, Settings
from rnnviz.app.theme import LARGEST_TYPE, SMALLEST_TYPE, ThemeChoice
from rnnviz.session.memory import amount, automatic_limit
from rnnviz.widgets.naming import named


class MemoryField(QSpinBox):
    """A limit in MiB; 0 stands for the automatic one, from which steps begin."""

    def __init__(self, automatic: int) -> None:
        """`automatic` is in bytes."""
        super().__init__()
        self._automatic = automatic // 2**20
        self.setRange(0, LARGEST_MEMORY)
        self.setSingleStep(256)
        self.setKeyboardTracking(False)  # the number that is meant, and not each digit of it

    def valueFromText(self, text: str) -> int:
        """What was typed, but for 0 no less than a run may have at least."""
        typed = super().valueFromText(text)
        return typed and max(SMALLEST_MEMORY, typed)

    def stepBy(self, steps: int) -> None:
        """Up or down, from the automatic limit as from its number."""
        step = self.singleStep()
        begin = self.value() or self._automatic // step * step
        self.setValue(max(SMALLEST_MEMORY, begin + steps * step))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Both ways, but for the ends; below the automatic limit there are numbers too."""
        both = QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return super().stepEnabled() if self.value() else both


class Preferences(QDialog):
    """The dialog. Every change is in effect at once; `changed` says so after it is in the settings."""

    changed = Signal()

    def __init__(self, settings: Settings, rows: tuple[ActionRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_preferences")
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._rows = rows
        tabs = QTabWidget()
        tabs.addTab(self._general(), self.tr("General"))
        tabs.addTab(self._keys(), self.tr("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        self.resize(560, 520)

    def _general(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        self.theme = self._choice(
            "field_theme",
            {
                ThemeChoice.SYSTEM.value: self.tr("As the system"),
                ThemeChoice.LIGHT.value: self.tr("Light"),
                ThemeChoice.DARK.value: self.tr("Dark"),
            },
            self._settings.theme_shown.value,
        )
        form.addRow(self.tr("&Theme"), self.theme)
        self.language = self._choice(
            "field_language",
            {Language.SYSTEM.value: self.tr("As the system"), **LANGUAGES},
            self._settings.language.value,
        )
        form.addRow(self.tr("&Language"), self.language)
        self.font_size = named(QSpinBox(), "field_font_size")
        self.font_size.setRange(SMALLEST_TYPE - 1, LARGEST_TYPE)
        self.font_size.setSpecialValueText(self.tr("As the system"))
        self.font_size.setSuffix(self.tr(" pt"))
        self.font_size.setValue(self._settings.font_size or SMALLEST_TYPE - 1)
        # A spin box has no signal for the user's changes alone; connected after its value is set, this is one.
        self.font_size.valueChanged.connect(self._store)
        form.addRow(self.tr("Size of t&ype"), self.font_size)
        self.map_scale = self._choice(
            "field_map_scale",
            {
                "fixed": self.tr("One scale for all timesteps"),
                "robust": self.tr("One scale, without outliers"),
                "per_timestep": self.tr("A scale for each timestep"),
                "log": self.tr("Logarithmic"),
            },
            self._settings.map_scale,
        )
        form.addRow(self.tr("&Scale of maps"), self.map_scale)
        self.precision = self._choice(
            "field_default_precision",
            {"float64": self.tr("float64 (16 digits)"), "float32": self.tr("float32 (7 digits, half the memory)")},
            self._settings.dtype,
        )
        form.addRow(self.tr("&Precision at the start"), self.precision)
        self.memory = named(MemoryField(automatic_limit()), "field_memory_limit")
        self.memory.setSuffix(self.tr(" MiB"))
        automatic = self.tr("Automatic ({size})").format(size=amount(automatic_limit()))
        self.memory.setSpecialValueText(automatic)
        self.memory.setToolTip(self.tr("Automatic: half of this computer's memory"))
        self.memory.setValue(self._settings.memory_limit)
        self.memory.valueChanged.connect(self._store)
        form.addRow(self.tr("&Memory that a run may take"), self.memory)
        self.ask = named(QCheckBox(self.tr("&Ask about unsaved changes before they are lost")), "field_ask_to_save")
        self.ask.setChecked(self._settings.ask_to_save)
        self.ask.clicked.connect(self._store)
        form.addRow(self.ask)
        return page

    def _choice(self, name: str, texts: dict[str, str], chosen: str) -> QComboBox:
        box = named(QComboBox(), name)
        for value, text in texts.items():
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(chosen))
        box.activated.connect(self._store)
        return box

    def _store(self) -> None:
        if self.theme.currentData() != self._settings.theme_shown.value:
            self._settings.choose_theme(ThemeChoice(self.theme.currentData()))
        self._settings.language = Language(self.language.currentData())
        points = self.font_size.value()
        self._settings.font_size = points if points >= SMALLEST_TYPE else 0
        self._settings.map_scale = self.map_scale.currentData()
        self._settings.dtype = self.precision.currentData()
        self._settings.memory_limit = self.memory.value()
        self._settings.ask_to_save = self.ask.isChecked()
        self.changed.emit()

    def _keys(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        hint = QLabel(self.tr("Choose an action, then press its new key. A second key of an action is kept."))
        hint.setWordWrap(True)
        layout.addWidget(hint)
        self.table = named(QTableWidget(len(self._rows), 2), "table_keys")
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(self._show_key)
        layout.addWidget(self.table)
        row = QHBoxLayout()
        self.key = named(QKeySequenceEdit(), "field_key")
        self.key.setMaximumSequenceLength(1)
        self.key.editingFinished.connect(self._take_key)
        self.default = named(QPushButton(self.tr("&Default")), "button_default_key")
        self.default.setAutoDefault(False)
        self.default.clicked.connect(self._default_key)
        self.all_defaults = named(QPushButton(self.tr("&All defaults")), "button_default_keys")
        self.all_defaults.setAutoDefault(False)
        self.all_defaults.clicked.connect(self._default_keys)
        row.addWidget(self.key, 1)
        row.addWidget(self.default)
        row.addWidget(self.all_defaults)
        layout.addLayout(row)
        self.clash = named(QLabel(), "label_key_clash")
        self.clash.setWordWrap(True)
        layout.addWidget(self.clash)
        self._fill_keys()
        self.table.selectRow(0)
        return page

    def _keys_of(self, row: ActionRow) -> tuple[str, ...]:
        return self._settings.keys.get(row.name, row.default_keys)

    def _fill_keys(self) -> None:
        for index, row in enumerate(self._rows):
            native = QKeySequence.SequenceFormat.NativeText
            shown = ", ".join(QKeySequence(each).toString(native) for each in self._keys_of(row))
            self.table.setItem(index, 0, QTableWidgetItem(without_mnemonic(row.text)))
            self.table.setItem(index, 1, QTableWidgetItem(shown))

    def _row(self) -> ActionRow | None:
        index = self.table.currentRow()
        return self._rows[index] if index >= 0 else None

    def _show_key(self) -> None:
        row = self._row()
        keys = self._keys_of(row) if row is not None else ()
        self.key.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self.clash.clear()

    def _take_key(self) -> None:
        row = self._row()
        if row is None:
            return
        portable = self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        present = self._keys_of(row)
        if portable == (present[0] if present else ""):
            return
        for other in self._rows:
            if other.name != row.name and portable and portable in self._keys_of(other):
                name = without_mnemonic(other.text).rstrip("…")
                self.clash.setText(
                    self.tr("“%1” has this key already. Give that action another first.").replace("%1", name)
                )
                return
        self._set_keys(row, ((portable,) if portable else ()) + present[1:])

    def _set_keys(self, row: ActionRow, keys: tuple[str, ...]) -> None:
        changed = {name: each for name, each in self._settings.keys.items() if name != row.name}
        self._settings.keys = changed if keys == row.default_keys else {**changed, row.name: keys}
        self._fill_keys()
        self._show_key()
        self.changed.emit()

    def _default_key(self) -> None:
        row = self._row()
        if row is not None:
            self._set_keys(row, row.default_keys)

    def _default_keys(self) -> None:
        self._settings.keys = {}
        self._fill_keys()
        self._show_key()
        self.changed.emit()
