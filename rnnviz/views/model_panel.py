"""The model: its equations, edited in place and checked as they are typed, its sizes, and its weights' origin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.equations.operations import FUNCTIONS
from rnnviz.models import gallery
from rnnviz.models.initialisation import SCHEMES
from rnnviz.session.data_words import parameters_drawn, parameters_words
from rnnviz.session.draft import LARGEST_HIDDEN, LARGEST_SEED, LARGEST_TRUNCATE
from rnnviz.session.session import Session
from rnnviz.session.translated import told, translated
from rnnviz.session.truncation_text import lost_by_parameter, lost_text
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.cut_settings import CutSettings
from rnnviz.widgets.equation_editor import EquationEditor
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField

Size = int | tuple[int, ...]


def parse_sizes(text: str) -> dict[str, Size]:
    """Sizes as the field has them: "E = 8, M = 3x4, s = 0" (0: a scalar or a class index).

    Raises:
        ValueError: with the piece that is no size.
    """
    sizes: dict[str, Size] = {}
    for piece in filter(None, (each.strip() for each in re.split(r"[,;\n]", text))):
        match = re.fullmatch(r"([^\W\d]\w*)\s*=\s*(\d+)(?:\s*[x×*]\s*(\d+))?", piece)
        if match is None:
            raise ValueError(piece)
        name, rows, columns = match.groups()
        sizes[name] = int(rows) if columns is None else (int(rows), int(columns))
    return sizes


def print_sizes(sizes: Mapping[str, Size]) -> str:
    """Sizes as `parse_sizes` reads them."""
    return ", ".join(
        f"{name} = {'×'.join(str(each) for each in size) if isinstance(size, tuple) else size}"
        for name, size in sizes.items()
    )


class ModelPanel(QWidget):
    """Everything of the draft but its text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_model")
        self._session = session
        self._note = ""
        self.equations = EquationEditor()
        self.equations.setObjectName("field_equations")
        self.equations.set_functions(FUNCTIONS)
        # A file that is dropped here is meant for the window, and not to be typed in by its address.
        self.equations.setAcceptDrops(False)
        self.equations.viewport().setAcceptDrops(False)
        self.state = named(QLabel(), "label_equations_state")
        self.state.setWordWrap(True)
        self.insert = named(QPushButton(self.tr("Insert a cell")), "button_insert_cell")
        self.insert.setMenu(self._cells())
        self.hidden = NumberField("field_hidden", 1, LARGEST_HIDDEN)
        self.seed = NumberField("field_seed", 0, LARGEST_SEED)
        self.new_seed = named(QPushButton(self.tr("New weights")), "button_new_seed")
        self.initialisation = named(QComboBox(), "field_initialisation")
        for name, scheme in SCHEMES.items():
            self.initialisation.addItem(translated(scheme.about), name)
        self.initialisation.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.precision = named(QComboBox(), "field_precision")
        for name in ("float64", "float32"):
            self.precision.addItem(name, name)
        self.origin = named(QLabel(), "label_origin")
        self.origin.setWordWrap(True)
        self.cuts = CutSettings(LARGEST_TRUNCATE)
        self.sizes = named(QLineEdit(), "field_sizes")
        self.sizes.setPlaceholderText(self.tr("such as E = 8, M = 3×4"))
        self.sizes.setToolTip(self.tr("Sizes that the equations leave open, by name; 0 is a scalar"))
        self.parameters = named(QLabel(), "label_parameters")
        self.parameters.setWordWrap(True)
        self.parameters.setTextFormat(Qt.TextFormat.RichText)
        self.parameters.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._lay_out()
        self._connect()
        self._show_draft()
        self._show_problem()
        self._show_run()
        self._show_lost()

    def _cells(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("menu_cells")
        menu.setToolTipsVisible(True)
        for cell in gallery.cells():
            action = menu.addAction(QCoreApplication.translate("cells", cell.title))
            action.setObjectName(f"action_cell_{cell.name}")
            action.setToolTip(QCoreApplication.translate("cells", cell.about))
            action.setData(cell.name)
        menu.triggered.connect(self._insert)
        return menu

    def _lay_out(self) -> None:
        title = QLabel(self.tr("&Equations"))
        title.setBuddy(self.equations)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.insert)
        seed = QHBoxLayout()
        seed.addWidget(self.seed, 1)
        seed.addWidget(self.new_seed)
        form = QFormLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Hidden size"), self.hidden)
        seed_label = QLabel(self.tr("&Seed"))
        seed_label.setBuddy(self.seed)
        form.addRow(seed_label, seed)
        form.addRow(self.tr("&Initialisation"), self.initialisation)
        form.addRow(self.tr("&Precision"), self.precision)
        truncate = QLabel(self.tr("&Truncate"))
        truncate.setBuddy(self.cuts.every)
        form.addRow(truncate, self.cuts)
        form.addRow(self.tr("S&izes"), self.sizes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.equations, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.origin)  # not in the form, which gives lines that wrap too little height
        layout.addLayout(form)
        layout.addWidget(self.cuts.lost)
        layout.addWidget(self.parameters)

    def _connect(self) -> None:
        self.equations.edited.connect(self._edit_equations)
        for field in (self.hidden, self.seed, self.cuts.every):
            field.corrected.connect(self._tell_correction)
        self.hidden.edited.connect(self._edit_hidden)
        self.seed.edited.connect(self._edit_seed)
        self.new_seed.clicked.connect(self._draw_weights)
        self.initialisation.activated.connect(self._edit_initialisation)
        self.precision.activated.connect(self._edit_precision)
        self.cuts.every_edited.connect(self._edit_truncate)
        self.cuts.carry_edited.connect(self._edit_carry)
        self._session.lost_gradients.changed.connect(self._show_lost)
        self.sizes.textEdited.connect(self._edit_sizes)
        self.parameters.linkActivated.connect(self._session.select)
        self._session.draft_changed.connect(self._show_draft)
        self._session.run_changed.connect(self._show_problem)
        self._session.draft_changed.connect(self._show_problem)
        self._session.tape_changed.connect(self._show_run)

    def changeEvent(self, event: QEvent) -> None:
        """The colours of words and links follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "parameters"):
            self._show_problem()
            self._show_run()

    def type_hidden(self) -> None:
        """Puts the keyboard into the hidden size."""
        self.hidden.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.hidden.selectAll()

    def type_truncate(self) -> None:
        """Puts the keyboard into the truncation."""
        self.cuts.every.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.cuts.every.selectAll()

    def show_problem_place(self) -> None:
        """Puts the caret where the problem is."""
        problem = self._session.problem
        if problem is None:
            return
        if problem.where == "sizes" and problem.line is None:
            self.sizes.setFocus(Qt.FocusReason.OtherFocusReason)
        elif problem.line is not None:
            self.equations.go_to(problem.line, problem.column or 0)

    def _insert(self, action: QAction) -> None:
        self._session.edit(equations=gallery.cell(action.data()).body)

    def _edit_equations(self, text: str) -> None:
        self._session.edit(equations=text)

    def _edit_hidden(self, hidden: int) -> None:
        self._session.edit(hidden=hidden)

    def _edit_seed(self, seed: int) -> None:
        self._session.edit(seed=seed)

    def _draw_weights(self) -> None:
        self._session.edit(seed=self._session.draft.seed + 1)

    def _edit_initialisation(self) -> None:
        self._session.edit(initialisation=self.initialisation.currentData())

    def _edit_precision(self) -> None:
        self._session.edit(dtype=self.precision.currentData())

    def _edit_truncate(self, every: int) -> None:
        self._session.edit(truncate=every or None)

    def _edit_carry(self, carry: bool) -> None:
        self._session.edit(carry=carry)

    def _show_lost(self) -> None:
        """What truncation takes from the gradients, in words with numbers."""
        lost = self._session.lost_gradients
        if lost.found is not None:
            self.cuts.tell(lost_text(lost.found), lost_by_parameter(lost.found))
        elif lost.measuring:
            self.cuts.tell(self.tr("Measuring what the cuts take from the gradients …"))
        elif lost.too_large:
            self.cuts.tell(
                self.tr("What the cuts lose is not measured: the run without them is over the memory limit.")
            )
        else:
            self.cuts.tell("")

    def _edit_sizes(self, text: str) -> None:
        try:
            sizes = parse_sizes(text)
        except ValueError as error:
            words = self.tr("“%1” is no size. Write a name and a number, or two: E = 8, M = 3×4.")
            self._say(words.replace("%1", str(error)), wrong=True)
            return
        self._session.edit(sizes=sizes)
        self._show_problem()

    def _typed_sizes(self) -> dict[str, Size] | None:
        """What the field of the sizes says; None while that is nothing."""
        try:
            return parse_sizes(self.sizes.text())
        except ValueError:
            return None

    def _tell_correction(self, words: str) -> None:
        """Something that a field cannot have was typed: what stands there instead is said."""
        self._note = words
        self._show_problem()

    def _show_draft(self) -> None:
        draft = self._session.draft
        self.equations.set_text(draft.equations)
        self.hidden.fill(draft.hidden)
        self.seed.fill(draft.seed)
        self.initialisation.setCurrentIndex(self.initialisation.findData(draft.initialisation))
        self.initialisation.setToolTip(self.initialisation.currentText())  # more than the field has room for
        self._show_origin()
        self.precision.setCurrentIndex(self.precision.findData(draft.dtype))
        self.cuts.fill(draft.truncate or 0, draft.carry)
        self._note = ""
        if self._typed_sizes() != dict(draft.sizes):
            self.sizes.setText(print_sizes(draft.sizes))

    def _show_origin(self) -> None:
        """Where the parameters come from, where that is not the seed: this and the initialisation then say nothing."""
        words = parameters_words(self._session)
        self.origin.setText(words)
        self.origin.setVisible(bool(words))
        kept = bool(words) and not parameters_drawn(self._session)
        unused = self.tr("not used") if kept else ""
        self.seed.setSpecialValueText(unused if self.seed.value() == self.seed.minimum() else "")
        self.initialisation.setPlaceholderText(unused)
        if kept:
            self.initialisation.setCurrentIndex(-1)
        self.new_seed.setToolTip(self.tr("Draws all parameters anew; Undo has these back") if kept else "")

    def _show_problem(self) -> None:
        problem = self._session.problem
        if problem is None or problem.where not in ("equations", "sizes"):
            self.equations.clear_error()
            self._say(self._note or self.tr("Checked as you type; the run follows."), wrong=bool(self._note))
            return
        if problem.line is not None:
            self.equations.set_error(
                problem.line, problem.column or 0, problem.length or 1, translated(problem.message)
            )
        else:
            self.equations.clear_error()
        where = "" if problem.line is None else self.tr("Line %1: ").replace("%1", str(problem.line))
        self._say(f"{where}{told(problem.message, problem.hint)}", wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        colours = colours_of(self)
        self.state.setText(
            f"<span style='color:{(colours.error if wrong else colours.faint).name()}'>{escape(text)}</span>"
        )

    def _show_run(self) -> None:
        tape = self._session.tape
        if tape is None:
            self.parameters.clear()
            return
        ink = colours_of(self).text.name()
        links = "  ".join(
            f"<a href='{name}' style='color:{ink}'>{name}</a>&nbsp;{_shape(value.shape)}"
            for name, value in tape.model.parameters.items()
        )
        self.parameters.setText(self.tr("Weights: %1").replace("%1", links))


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(str(size) for size in shape) or "1"
