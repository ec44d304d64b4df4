"""How to train: what on, with which optimiser, how fast, in what portions, how far."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from rnnviz.engine.updates import OPTIMISERS
from rnnviz.models.recipe import Recipe
from rnnviz.session.draft import LARGEST_SEED
from rnnviz.session.session import Session
from rnnviz.session.training_data import sources_of, with_reading
from rnnviz.session.training_plan import Source, TrainingPlan
from rnnviz.widgets.decimal_field import DecimalField
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField

_NARROWEST = 62
"""Pixels of a field."""
_MOST = 10_000_000
_LARGEST_PORTION = 100_000


class TrainingSettings(QWidget):
    """The fields of a plan, two beside each other. What is set holds from the next training on."""

    said = Signal(str)
    """What was typed cannot be used, in words; "" takes it back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.source = named(QComboBox(), "field_train_on")
        self.source.setToolTip(self.tr("The sequences that the model learns from"))
        self.begin = named(QComboBox(), "field_begin_with")
        self.begin.addItem(self.tr("the weights as they are"), False)
        self.begin.addItem(self.tr("new weights of the seed"), True)
        self.optimiser = named(QComboBox(), "field_optimiser")
        for name in OPTIMISERS:
            self.optimiser.addItem({"sgd": "SGD", "adagrad": "Adagrad", "adam": "Adam"}.get(name, name), name)
        for box in (self.source, self.begin, self.optimiser):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rate = DecimalField("field_learning_rate")
        self.momentum = DecimalField("field_momentum", below=1.0)
        self.clip = DecimalField("field_clip", may_be_none=True)
        self.clip.setPlaceholderText(self.tr("none"))
        self.clip.setToolTip(self.tr("The largest norm of the gradient; a larger one is made as small. Empty: none is"))
        self.l2 = DecimalField("field_l2")
        self.l2.setToolTip(self.tr("So many times the weights is added to their gradient: it pulls them towards 0"))
        self.batch = NumberField("field_batch", 1, _LARGEST_PORTION)
        self.batch.setToolTip(self.tr("Sequences an update; of a text in chunks, how many places it is read at"))
        self.chunk = NumberField("field_chunk", 1, _LARGEST_PORTION)
        self.chunk.setToolTip(self.tr("Timesteps of the text an update; states are carried on, gradients are not"))
        self.updates = NumberField("field_updates", 1, _MOST)
        self.updates.setToolTip(self.tr("How many updates are made at a press of the button"))
        self.every = NumberField("field_snapshot_every", 1, _MOST)
        self.every.setToolTip(self.tr("After every so many updates the weights are kept, to be looked back at"))
        self.seed = NumberField("field_training_seed", 0, LARGEST_SEED)
        self.seed.setToolTip(self.tr("Decides in which order sequences are drawn"))
        self._lay_out()
        self._connect()
        self.show_plan()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for row, (words, field) in enumerate(
            ((self.tr("&Train on"), self.source), (self.tr("&Begin with"), self.begin))
        ):
            label = QLabel(words)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 3)
        self._labels: dict[QWidget, QLabel] = {}
        pairs = (
            (self.tr("&Optimiser"), self.optimiser),
            (self.tr("Learning &rate"), self.rate),
            (self.tr("&Momentum"), self.momentum),
            (self.tr("&Clip at norm"), self.clip),
            (self.tr("L&2"), self.l2),
            (self.tr("B&atch"), self.batch),
            (self.tr("C&hunk"), self.chunk),
            (self.tr("&Updates"), self.updates),
            (self.tr("&Keep every"), self.every),
            (self.tr("&Seed"), self.seed),
        )
        for index, (words, part) in enumerate(pairs):
            label = QLabel(words)
            label.setBuddy(part)
            policy = part.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            part.setSizePolicy(policy)
            part.setMinimumWidth(_NARROWEST)
            row, column = 2 + index // 2, 2 * (index % 2)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(part, row, column + 1)
            self._labels[part] = label

    def _connect(self) -> None:
        self.source.activated.connect(self._set_source)
        self.begin.activated.connect(self._set_begin)
        self.optimiser.activated.connect(self._set_optimiser)
        for field, slot in (
            (self.rate, self._set_rate),
            (self.momentum, self._set_momentum),
            (self.clip, self._set_clip),
            (self.l2, self._set_l2),
        ):
            field.edited.connect(slot)
            field.refused.connect(self.said)
            field.textEdited.connect(self._unsay)
        for whole, set_it in (
            (self.batch, self._set_batch),
            (self.chunk, self._set_chunk),
            (self.updates, self._set_updates),
            (self.every, self._set_every),
            (self.seed, self._set_seed),
        ):
            whole.edited.connect(set_it)
            whole.corrected.connect(self.said)
            whole.lineEdit().textEdited.connect(self._unsay)
        self._session.training.plan_changed.connect(self.show_plan)

    # What the user sets

    def _plan(self) -> TrainingPlan:
        return self._session.training.plan

    def _set(self, **changes: Any) -> None:
        self.said.emit("")
        self._session.training.set_plan(replace(self._plan(), recipe=replace(self._plan().recipe, **changes)))

    def _unsay(self) -> None:
        self.said.emit("")

    def _set_source(self) -> None:
        source = Source(self.source.currentData())
        self._session.training.set_plan(
            replace(self._plan(), source=source, recipe=with_reading(self._plan().recipe, source))
        )

    def _set_begin(self) -> None:
        self._session.training.set_plan(replace(self._plan(), anew=self.begin.currentData()))

    def _set_optimiser(self) -> None:
        name = self.optimiser.currentData()
        self._set(optimiser=name, momentum=self._plan().recipe.momentum if name == "sgd" else 0.0)

    def _set_rate(self, value: float) -> None:
        self._set(learning_rate=value)

    def _set_momentum(self, value: float) -> None:
        self._set(momentum=value)

    def _set_clip(self, value: float | None) -> None:
        """A norm of 0 would make every gradient 0: it stands for none, and the field says so."""
        self.clip.fill(value or None)
        self._set(clip=value or None)

    def _set_l2(self, value: float) -> None:
        self._set(l2=value)

    def _set_batch(self, value: int) -> None:
        self._set(batch=value)

    def _set_chunk(self, value: int) -> None:
        self._set(chunk=value)

    def _set_updates(self, value: int) -> None:
        self._set(updates=value)

    def _set_every(self, value: int) -> None:
        self._set(snapshot_every=value)

    def _set_seed(self, value: int) -> None:
        self._set(seed=value)

    # What is set

    def show_plan(self) -> None:
        """The fields as the session has it."""
        plan, draft = self._plan(), self._session.draft
        recipe: Recipe = plan.recipe
        words = {
            Source.EXAMPLE: self.tr("the example's own sequences"),
            Source.WHOLE: self.tr("the whole sequence") if draft.given is None else self.tr("the present data"),
            Source.CHUNKS: self.tr("the text, in chunks"),
        }
        self.source.clear()
        for source in sources_of(draft):
            self.source.addItem(words[source], source.value)
        self.source.setCurrentIndex(max(0, self.source.findData(plan.source.value)))
        self.begin.setCurrentIndex(int(plan.anew))
        self.optimiser.setCurrentIndex(self.optimiser.findData(recipe.optimiser))
        self.rate.fill(recipe.learning_rate)
        self.momentum.fill(recipe.momentum)
        self.clip.fill(recipe.clip)
        self.l2.fill(recipe.l2)
        self.batch.fill(recipe.batch)
        self.chunk.fill(recipe.chunk or 25)
        self.updates.fill(recipe.updates)
        self.every.fill(recipe.snapshot_every)
        self.seed.fill(recipe.seed)
        self._enable(self.momentum, recipe.optimiser == "sgd")
        self._enable(self.chunk, recipe.chunk is not None)

    def _enable(self, field: QWidget, on: bool) -> None:
        field.setEnabled(on)
        self._labels[field].setEnabled(on)
