"""What if: the values that a person has set, and the run that the present one is compared with."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.comparison import Comparison
from rnnviz.debugger.numbers import number
from rnnviz.models.overrides import Override
from rnnviz.session.comparison import MOST_KEPT, Mode
from rnnviz.session.override_text import place_text, value_text, vocabulary_of
from rnnviz.session.overrides import clear, in_force, remove
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.lane_metrics import title_font
from rnnviz.widgets.naming import named


class WhatIfPanel(QWidget):
    """The list of overrides; below it, with what the run is compared, how, and what came of it in words."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_what_if")
        self._session, self._comparison = session, session.comparison
        self.hint = named(QLabel(), "label_overrides")
        self.hint.setWordWrap(True)
        self.list = named(QListWidget(), "list_overrides")
        self.remove = named(QPushButton(self.tr("Remove")), "button_remove_overrides")
        self.clear = named(QPushButton(self.tr("Remove all")), "button_clear_overrides")
        self.mode = named(QComboBox(), "field_compare_mode")
        self.mode.addItem(self.tr("one run"), Mode.OFF)
        self.mode.addItem(self.tr("both, side by side"), Mode.BESIDE)
        self.mode.addItem(self.tr("their difference"), Mode.DIFFERENCE)
        self.other = named(QComboBox(), "field_compare_with")
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.keep = named(QPushButton(self.tr("Keep this run")), "button_keep_run")
        self.keep.setToolTip(
            self.tr("Keep the run as it is now, to compare others with it; at most %1 are kept").replace(
                "%1", str(MOST_KEPT)
            )
        )
        self.let_go = named(QPushButton(self.tr("Let it go")), "button_let_run_go")
        self.let_go.setToolTip(self.tr("Keep the chosen run no longer, and free its memory"))
        self.found = named(QLabel(), "label_comparison")
        self.found.setWordWrap(True)
        self.found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._connect()
        self._show_overrides()
        self._show_comparison()

    def _lay_out(self) -> None:
        changes, compare = QLabel(self.tr("Values set by hand")), QLabel(self.tr("Compare"))
        for title in (changes, compare):
            title.setFont(title_font(self))
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addWidget(self.clear)
        kept = QHBoxLayout()
        kept.addWidget(self.keep)
        kept.addWidget(self.let_go)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Show"), self.mode)
        form.addRow(self.tr("&With"), self.other)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(changes)
        layout.addWidget(self.hint)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        layout.addWidget(line)
        layout.addWidget(compare)
        layout.addLayout(form)
        layout.addLayout(kept)
        layout.addWidget(self.found)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.list.itemSelectionChanged.connect(self._show_buttons)
        self.remove.clicked.connect(self._remove)
        self.clear.clicked.connect(self._clear)
        self.mode.activated.connect(self._choose_mode)
        self.other.activated.connect(self._choose_other)
        self.keep.clicked.connect(self._comparison.keep)
        self.let_go.clicked.connect(self._let_go)
        self._session.draft_changed.connect(self._show_overrides)
        self._session.tape_changed.connect(self._show_overrides)
        self._session.tape_changed.connect(self._show_comparison)
        self._comparison.changed.connect(self._show_comparison)

    # The overrides

    def _show_overrides(self) -> None:
        overrides, tape = self._session.draft.overrides, self._session.tape
        self.list.clear()
        for one in overrides:
            item = QListWidgetItem(self._words(one))
            item.setData(Qt.ItemDataRole.UserRole, one)
            if not in_force(tape, one):
                item.setForeground(self.palette().placeholderText())
                item.setToolTip(self.tr("This run has no such place: it has no effect now."))
            self.list.addItem(item)
        self.list.setVisible(bool(overrides))
        self.hint.setText(
            self.tr("Click one to see it. The run is made with them; nothing else is changed.")
            if overrides
            else self.tr(
                "None. Right-click a value, a symbol, a target or a weight and choose Override…: the run is made "
                "again with what you say instead."
            )
        )
        self._show_buttons()

    def _words(self, one: Override) -> str:
        tape, sequence = self._session.tape, self._session.sequence
        symbol = tape is not None and vocabulary_of(tape, sequence, one.name, one.unit) is not None
        place = place_text(one.name, one.timestep, None if symbol else one.unit)
        words = f"{place} = {value_text(tape, sequence, one)}"
        if not in_force(tape, one):
            words += self.tr(" (no such place now)")
        elif one.timestep is None:
            words += self.tr(" at all timesteps")
        return words

    def _show_buttons(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))
        self.clear.setEnabled(self.list.count() > 0)

    def _go(self, item: QListWidgetItem) -> None:
        one = item.data(Qt.ItemDataRole.UserRole)
        if in_force(self._session.tape, one):
            self._session.select(one.name, one.timestep, one.unit)

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            remove(self._session, item.data(Qt.ItemDataRole.UserRole))

    def _clear(self) -> None:
        clear(self._session)

    # The comparison

    def _choose_mode(self) -> None:
        self._comparison.set_mode(Mode(self.mode.currentData()))

    def _choose_other(self, row: int) -> None:
        self._comparison.choose(None if row == 0 else self._comparison.kept[row - 1])

    def _let_go(self) -> None:
        if self._comparison.chosen is not None:
            self._comparison.let_go(self._comparison.chosen)

    def _show_comparison(self) -> None:
        comparison = self._comparison
        self.mode.setCurrentIndex(self.mode.findData(comparison.mode))
        self.other.clear()
        self.other.addItem(self.tr("the run before the overrides"))
        for kept in comparison.kept:
            self.other.addItem(f"{translated(kept.title)} ({QLocale().formattedDataSize(kept.size)})")
        self.other.setCurrentIndex(0 if comparison.chosen is None else 1 + comparison.kept.index(comparison.chosen))
        self.keep.setEnabled(comparison.can_keep)
        self.let_go.setEnabled(comparison.chosen is not None)
        self.found.setText(self._found())

    def _found(self) -> str:
        comparison = self._comparison
        if comparison.preparing:
            return self.tr("Making the run before the overrides …")
        if comparison.other is None:
            return self.tr("Nothing to compare with yet: override a value, or keep this run and change something.")
        if comparison.other is self._session.tape:
            return self.tr("This is the run that is compared with: change something.")
        if comparison.shown is None:
            return self.tr("Choose how both are shown.")
        return self._difference(comparison.shown)

    def _difference(self, shown: Comparison) -> str:
        said = []
        if shown.after.graph.losses and shown.before.graph.losses:
            words = self.tr("The loss was %1 and is %2: a difference of %3.")
            for place, value in (("%1", shown.before.loss), ("%2", shown.after.loss), ("%3", shown.loss)):
                words = words.replace(place, number(value))
            said.append(words)
        begins = self._comparison.begins
        if begins is None:
            return " ".join([*said, self.tr("Looking for where they begin to differ …")])
        first = min((t for t in begins.values() if t is not None), default=None)
        if first is None:
            said.append(self.tr("Nothing else differs: the two runs have the same values."))
        else:
            there = ", ".join(f"{name}[{first}]" for name, t in begins.items() if t == first)
            said.append(self.tr("The first to differ, in time: %1.").replace("%1", there))
        tolerance = f"{shown.tolerance:.0e}".replace("e-0", "e-")
        words = self.tr("What is below %1 of a timestep's largest number is rounding, and shown as none.")
        said.append(words.replace("%1", tolerance))
        return " ".join(said)
