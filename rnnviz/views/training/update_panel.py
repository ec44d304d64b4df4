"""One update: what the gradient and the optimiser make of a parameter."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnnviz.debugger.numbers import number
from rnnviz.models.training import OneUpdate
from rnnviz.session import problems
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.widgets.naming import named
from rnnviz.widgets.update_view import Step, UpdateView


class UpdatePanel(QWidget):
    """Three squares: a parameter, what the next update adds to it, and the parameter after it."""

    hovered = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_update")
        self._session, self._training = session, session.training
        self.parameter = named(QComboBox(), "field_updated_parameter")
        label = QLabel(self.tr("&Update of"))
        label.setBuddy(self.parameter)
        self.make = named(QPushButton(self.tr("Make it")), "button_make_update")
        self.make.setToolTip(self.tr("Make this update, and look at the one after it"))
        self.update_ = UpdateView()
        self.words = named(QLabel(), "label_update")
        self.words.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self.parameter, 1)
        head.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self.update_, 1)
        self.parameter.activated.connect(self._choose)
        self.make.clicked.connect(self._make)
        self.update_.hovered.connect(self.hovered)
        self._training.changed.connect(self._show)
        self._training.opened_changed.connect(self._show)
        self._training.plan_changed.connect(self._show)
        session.tape_changed.connect(self._show_run)
        session.selection_changed.connect(self._show)
        self._show_run()

    def showEvent(self, event: QShowEvent) -> None:
        """Updates are computed for those who look."""
        super().showEvent(event)
        self._training.want_update(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._training.want_update(False)

    def _choose(self) -> None:
        self._session.select(self.parameter.currentText())

    def _make(self) -> None:
        self._training.train(1)

    def _show_run(self) -> None:
        tape = self._session.tape
        names = list(tape.model.parameters) if tape is not None else []
        if [self.parameter.itemText(row) for row in range(self.parameter.count())] != names:
            self.parameter.clear()
            self.parameter.addItems(names)
        self._show()

    def _show(self) -> None:
        training, opened = self._training, self._training.opened
        self.parameter.setCurrentIndex(self.parameter.findText(self._session.parameter))
        self.make.setEnabled(not training.running and opened is not None)
        if opened is None or self._session.parameter not in opened.parameters:
            self.words.setText("")
            self.update_.set_step(None, self._why())
            return
        self.words.setText(self._said(opened))
        one = opened.parameters[self._session.parameter]
        self.update_.set_step(
            Step(
                self._session.parameter,
                one.before,
                one.gradient,
                one.clipped,
                one.decay,
                one.change,
                one.after,
                self._called(),
            )
        )

    def _why(self) -> str:
        training = self._training
        if training.running:
            return self.tr("Updates are being made. Pause, to look into one.")
        error = training.opened_problem
        if error is not None:
            problem = problems.of(error)
            return told(problem.message, problem.hint)
        if not self.parameter.count():
            return self.tr("There is no parameter to update.")
        return self.tr("Computing the update …")

    def _called(self) -> str:
        recipe = self._training.plan.recipe
        if recipe.optimiser == "sgd":
            return self.tr("− rate · dW") if not recipe.momentum else self.tr("SGD with momentum")
        return {"adagrad": "Adagrad", "adam": "Adam"}[recipe.optimiser]

    def _said(self, opened: OneUpdate) -> str:
        update = opened.update
        values = {
            "number": QLocale().toString(update.number),
            "loss": number(update.loss),
            "before": number(update.norm_before),
            "after": number(update.norm_after),
        }
        if update.norm_after < update.norm_before:
            words = self.tr("Update {number}: loss {loss}, gradient norm {before}, clipped to {after}")
        else:
            words = self.tr("Update {number}: loss {loss}, gradient norm {before}")
        return words.format(**values)
