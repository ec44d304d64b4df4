"""What if: the values that a person has set, and the run that the present one is compared with."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.comparison import Comparison
from rnnviz.debugger.numbers import number
from rnnviz.models.overrides import Override
from rnnviz.session.compared import Mode
from rnnviz.session.draft import KeptRun
from rnnviz.session.kept_runs import MOST_KEPT
from rnnviz.session.override_text import place_text, value_text, vocabulary_of
from rnnviz.session.overrides import clear, in_force, remove
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.widgets.lane_metrics import title_font
from rnnviz.widgets.naming import named
from rnnviz.widgets.run_sign import OTHER, PRESENT, RunSign

_MOST_ROWS = 6
_MOST_NAMED = 8


def apart(before: float, after: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they are two."""
    texts = number(before), number(after)
    if before != after and texts[0] == texts[1]:
        for digits in range(4, 18):
            texts = f"{before:.{digits}g}", f"{after:.{digits}g}"
            if texts[0] != texts[1]:
                break
    return texts


class ShortList(QListWidget):
    """A list as high as its rows, up to a few of them; the panel around it scrolls."""

    def sizeHint(self) -> QSize:
        """Room for the rows that are there."""
        rows = max(1, min(_MOST_ROWS, self.count()))
        height = rows * max(self.sizeHintForRow(0), self.fontMetrics().height() + 4) + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be."""
        return QSize(40, self.sizeHint().height())


class WhatIfPanel(QWidget):
    """The list of overrides; below it, with what the run is compared, how, and what came of it in words."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_what_if")
        self._session, self._comparison = session, session.comparison
        self.hint = named(QLabel(), "label_overrides")
        self.hint.setWordWrap(True)
        self.list = named(ShortList(), "list_overrides")
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
        self.back = named(QPushButton(self.tr("Go back to it")), "button_bring_run_back")
        self.back.setToolTip(self.tr("Make the chosen run the present one again: its model, data and overrides"))
        self.legend = QWidget()
        self.present, self.others = (named(QLabel(), name) for name in ("label_run_present", "label_run_other"))
        self.kept_hint = named(QLabel(), "label_kept_runs")
        self.kept_hint.setWordWrap(True)
        self.kept_hint.setEnabled(False)
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
        kept.addWidget(self.back)
        kept.addWidget(self.let_go)
        legend = QGridLayout(self.legend)
        legend.setContentsMargins(0, 0, 0, 0)
        legend.setColumnStretch(1, 1)
        for row, (sign, label) in enumerate(((OTHER, self.others), (PRESENT, self.present))):
            label.setWordWrap(True)
            legend.addWidget(RunSign(sign), row, 0, Qt.AlignmentFlag.AlignTop)
            legend.addWidget(label, row, 1)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Show"), self.mode)
        form.addRow(self.tr("&With"), self.other)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(changes)
        layout.addWidget(self.hint)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        layout.addWidget(line)
        layout.addWidget(compare)
        layout.addWidget(self.keep)
        layout.addLayout(form)
        layout.addLayout(kept)
        layout.addWidget(self.legend)
        layout.addWidget(self.found)
        layout.addWidget(self.kept_hint)
        layout.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        for part in (self.area.viewport(), inside):
            part.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.area)

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
        self.back.clicked.connect(self._bring_back)
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
        self.list.updateGeometry()
        self.list.setVisible(bool(overrides))
        for button in (self.remove, self.clear):
            button.setVisible(bool(overrides))
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
        tape, naming = self._session.tape, self._session.naming
        symbol = tape is not None and vocabulary_of(tape, naming, one.name, one.unit) is not None
        place = place_text(one.name, one.timestep, None if symbol else one.unit)
        words = f"{place} = {value_text(tape, naming, one)}"
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

    def _bring_back(self) -> None:
        if self._comparison.chosen is not None:
            self._comparison.bring_back(self._comparison.chosen)

    def _called(self, kept: KeptRun) -> str:
        """A kept run by its number and what it was; with the memory that it takes, or that it is made again."""
        size = self._comparison.size_of(kept)
        room = QLocale().formattedDataSize(size) if size else self.tr("not computed yet")
        if kept.loss is None:
            words = self.tr("Run {number}: {title} ({room})")
            return words.format(number=kept.number, title=kept.draft.title, room=room)
        words = self.tr("Run {number}: {title}, loss {loss} ({room})")
        return words.format(number=kept.number, title=kept.draft.title, loss=number(kept.loss), room=room)

    def _show_comparison(self) -> None:
        comparison = self._comparison
        self.mode.setCurrentIndex(self.mode.findData(comparison.mode))
        self.other.clear()
        self.other.addItem(self.tr("the run before the overrides"))
        for kept in comparison.kept:
            self.other.addItem(self._called(kept))
        self.other.setCurrentIndex(0 if comparison.chosen is None else 1 + comparison.kept.index(comparison.chosen))
        self.other.setToolTip(self.other.currentText())  # more than the field has room for
        self.keep.setEnabled(comparison.can_keep)
        chosen = comparison.chosen
        for button in (self.let_go, self.back):
            button.setVisible(chosen is not None)
        self.back.setEnabled(chosen is not None and comparison.tape_of(chosen) is not self._session.tape)
        self.kept_hint.setVisible(bool(comparison.kept))
        self.kept_hint.setText(
            self.tr("A project keeps how these runs are made; opened again, one is computed when it is compared with.")
        )
        self.legend.setVisible(comparison.shown is not None)
        self.others.setText(
            self.tr("the run before the overrides")
            if chosen is None
            else self.tr("run {number}: {title}").format(number=chosen.number, title=chosen.draft.title)
        )
        self.present.setText(
            self.tr("the present run; shown is B − A")
            if comparison.mode is Mode.DIFFERENCE
            else self.tr("the present run")
        )
        self.found.setText(self._found())

    def _found(self) -> str:
        comparison = self._comparison
        if comparison.preparing:
            return self.tr("Making the run to compare with …")
        if comparison.problem is not None:
            words = self.tr("The run to compare with cannot be made: {problem}")
            return words.format(problem=told(comparison.problem.message, comparison.problem.hint))
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
            before, after = apart(shown.before.loss, shown.after.loss)
            for place, value in (("%1", before), ("%2", after), ("%3", number(shown.loss))):
                words = words.replace(place, value)
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
        said += self._apart(shown)
        tolerance = f"{shown.tolerance:.0e}".replace("e-0", "e-")
        words = self.tr("What is below %1 of a timestep's largest number is rounding, and shown as none.")
        said.append(words.replace("%1", tolerance))
        return " ".join(said)

    def _apart(self, shown: Comparison) -> list[str]:
        """What of the two runs cannot be compared."""
        said, apart = [], shown.apart
        for names, words in (
            (apart.before, self.tr("Only A has {names}.")),
            (apart.after, self.tr("Only B has {names}.")),
            (apart.shapes, self.tr("Of another shape in A: {names}.")),
        ):
            if names:
                more = " …" if len(names) > _MOST_NAMED else ""
                said.append(words.format(names=", ".join(names[:_MOST_NAMED]) + more))
        before, after = shown.before.timesteps, shown.after.timesteps
        if before != after:
            words = self.tr("A has {before} timesteps and B {after}: the first {both} are compared.")
            said.append(words.format(before=f"{before:,}", after=f"{after:,}", both=f"{shown.timesteps:,}"))
        return said
