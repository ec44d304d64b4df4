"""Generation: what the model is to begin with, how it chooses, and what it has written."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import numpy as np
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rnnviz.engine import Tape
from rnnviz.models.generation import FreeRunning
from rnnviz.session import problems
from rnnviz.session.draft import LARGEST_SEED
from rnnviz.session.generation import LONGEST, Generation, Symbols, classes_in, named, timesteps_before, wrong_with
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.decimal_field import DecimalField
from rnnviz.widgets.lane_metrics import title_font
from rnnviz.widgets.naming import named as with_name
from rnnviz.widgets.number_field import NumberField

_MOST_SHOWN = 2_000
"""So many symbols of what was written are shown: a label of more takes long to lay out."""
_LONGEST_BEGINNING = 10_000


class GenerationPanel(QWidget):
    """The settings of a run in which the model reads its own predictions, and its text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_generation")
        self._session = session
        self._before = 0  # timesteps of earlier segments: the field counts them, as the axis does
        self.about = with_name(QLabel(), "label_generation")
        self.about.setWordWrap(True)
        self.about.setText(self.tr("What the model predicts at a timestep becomes what it reads at the next."))
        self.beginning = with_name(QLineEdit(), "field_beginning")
        self.beginning.setMaxLength(_LONGEST_BEGINNING)
        self.beginning.setPlaceholderText(self.tr("as in the data"))
        self.beginning.setToolTip(
            self.tr("What the model reads first, with ↵ for a new line; empty: the data's own beginning")
        )
        self.first = NumberField("field_generate_from", 2, LONGEST)
        self.first.setToolTip(
            self.tr(
                "The first timestep that reads a prediction; what comes before it is given. It is counted as on the "
                "axis, the timesteps of earlier segments too"
            )
        )
        self.count = NumberField("field_generate_count", 1, LONGEST)
        self.count.setToolTip(self.tr("How many timesteps read a prediction"))
        self.how = with_name(QComboBox(), "field_generate_how")
        self.how.addItem(self.tr("the most probable"), "greedy")
        self.how.addItem(self.tr("drawn by probability"), "sample")
        self.how.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.temperature = DecimalField("field_temperature", low=0.01)
        self.temperature.setToolTip(
            self.tr("Divides the logits: below 1 the probable becomes more probable, above 1 all become more alike")
        )
        self.seed = NumberField("field_generate_seed", 0, LARGEST_SEED)
        self.seed.setToolTip(self.tr("The same seed draws the same symbols again"))
        self.generate = with_name(QPushButton(self.tr("Generate")), "button_generate")
        self.back = with_name(QPushButton(self.tr("Back to the data")), "button_taught")
        self.back.setToolTip(self.tr("Read what the data have, at every timestep"))
        self.wrong = with_name(QLabel(), "label_generation_problem")
        self.wrong.setWordWrap(True)
        self.wrong.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.written = with_name(QLabel(), "label_written")
        self.written.setWordWrap(True)
        self.written.setTextFormat(Qt.TextFormat.RichText)
        self.written.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = with_name(QLabel(), "label_generation_note")
        self.note.setWordWrap(True)
        self._lay_out()
        self._connect()
        self._fill(session.draft.generation or Generation(temperature=1.0))
        self._show_run()

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(8)
        self._form.setVerticalSpacing(5)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(self.tr("&Beginning"), self.beginning)
        self._form.addRow(self.tr("&From t ="), self.first)
        self._form.addRow(self.tr("&Timesteps"), self.count)
        self._form.addRow(self.tr("&Choose"), self.how)
        self._form.addRow(self.tr("Te&mperature"), self.temperature)
        self._form.addRow(self.tr("&Seed"), self.seed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.generate, 1)
        buttons.addWidget(self.back, 1)
        self._title = QLabel(self.tr("Written"))
        self._title.setFont(title_font(self))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.written)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.about)
        layout.addLayout(self._form)
        layout.addLayout(buttons)
        layout.addWidget(self.wrong)
        layout.addWidget(self._title)
        layout.addWidget(self.note)
        layout.addWidget(self._area, 1)
        layout.addStretch()

    def _connect(self) -> None:
        self.beginning.textEdited.connect(self._show_first)
        self.beginning.returnPressed.connect(self._generate)
        self.temperature.refused.connect(self._say)
        self.temperature.textEdited.connect(self._unsay)
        for field in (self.first, self.count, self.seed):
            field.corrected.connect(self._say)
            field.lineEdit().textEdited.connect(self._unsay)
        self.how.activated.connect(self._show_how)
        self.generate.clicked.connect(self._generate)
        self.back.clicked.connect(self.go_back)
        self._session.draft_changed.connect(self._show_draft)
        self._session.tape_changed.connect(self._show_run)

    # What the user asks for

    def type_beginning(self) -> None:
        """Puts the keyboard into the field of the beginning."""
        self.beginning.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.beginning.selectAll()

    def go_back(self) -> None:
        """Reads the data again."""
        self._session.edit(generation=None)

    def asked(self) -> Generation:
        """What the fields say."""
        return Generation(
            count=self.count.value(),
            typed=self.beginning.text(),
            from_=self.first.value() - self._before,
            how=self.how.currentData(),
            temperature=self.temperature.value or 1.0,
            seed=self.seed.value(),
        )

    def _generate(self) -> None:
        asked = self.asked()
        if asked.typed:
            asked = replace(asked, from_=2)
        error = wrong_with(self._session.draft, asked)
        if error is None:
            self._say("")
            self._session.edit(generation=asked)
        else:
            problem = problems.of(error)
            self._say(told(problem.message, problem.hint))

    # What is shown

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _unsay(self) -> None:
        self._say("")

    def _fill(self, generation: Generation) -> None:
        self.beginning.setText(generation.typed)
        self.first.fill(generation.from_ + self._before)
        self.count.fill(generation.count)
        self.how.setCurrentIndex(self.how.findData(generation.how))
        self.temperature.fill(generation.temperature)
        self.seed.fill(generation.seed)
        self._show_first()
        self._show_how()

    def _show_first(self) -> None:
        """A beginning that is typed says itself where generation begins."""
        self._form.setRowVisible(self.first, not self.beginning.text())
        self._say("")

    def _show_how(self) -> None:
        drawn = self.how.currentData() == "sample"
        self._form.setRowVisible(self.temperature, drawn)
        self._form.setRowVisible(self.seed, drawn)

    def _show_draft(self) -> None:
        if self._session.draft.generation is not None:
            self._fill(self._session.draft.generation)
        self.back.setEnabled(self._session.draft.generation is not None)

    def _show_run(self) -> None:
        self.back.setEnabled(self._session.draft.generation is not None)
        tape, draft = self._session.tape, self._session.shown_draft
        if tape is not None and draft is not None:
            self._count_from(timesteps_before(draft, tape))
        free = tape.model.free_running if tape is not None else None
        for part in (self._title, self._area, self.note):
            part.setVisible(free is not None)
        if tape is None or draft is None or free is None:
            return
        classes = free.taught.graph.shape(free.y)[0]
        symbols = named(draft, self._session.sequence, Symbols(free.x, free.y, classes))
        self._show_written(tape, free, symbols)

    def _count_from(self, before: int) -> None:
        first = self.first.value() - self._before
        self._before = before
        self.first.setRange(2 + before, LONGEST + before)
        self.first.fill(first + before)

    def _show_written(self, tape: Tape, free: FreeRunning, symbols: Symbols) -> None:
        span = tape.span(free.x)
        read = classes_in(np.asarray(tape[free.x])[span.start - 1 : span.stop - 1]).tolist()
        shown = read[max(0, free.from_ - 1 - _MOST_SHOWN // 4) :][:_MOST_SHOWN]
        given = min(free.from_ - 1, _MOST_SHOWN // 4)
        colour = colours_of(self).forward.name()
        between = "" if symbols.characters else " "
        begun, own = (escape(symbols.write(part)) for part in (shown[:given], shown[given:]))
        text = (
            f"<span style='font-size:large; white-space:pre-wrap'><b>{begun}</b>{between}"
            f"<span style='color:{colour}'>{own}</span></span>"
        )
        if given < free.from_ - 1:
            text = "… " + text
        if len(shown) < given + len(read) - free.from_ + 1:
            text += " …"
        self.written.setText(text)
        self.note.setText(self._about_run(tape, free, symbols, len(read)))

    def _about_run(self, tape: Tape, free: FreeRunning, symbols: Symbols, length: int) -> str:
        whole = QLocale()
        own = length - free.from_ + 1
        asked = self._session.shown_draft.generation if self._session.shown_draft is not None else None
        if asked is not None and own < asked.count and symbols.end:
            words = self.tr("{count} symbols of its own; it ended with “{end}”.").format(
                count=whole.toString(own), end=symbols.end
            )
        else:
            words = self.tr("{count} symbols of its own, from t = {first} on.").format(
                count=whole.toString(own), first=whole.toString(tape.span(free.x).start - 1 + free.from_)
            )
        if tape.graph.losses:
            words += " " + self.tr(
                "A loss is counted where the data have a target, and no gradient goes back through a choice."
            )
        return words
