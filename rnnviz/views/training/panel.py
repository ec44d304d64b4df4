"""Training: settings, buttons, the live curves, and the slider that looks back through it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QElapsedTimer, QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnnviz.debugger.numbers import number
from rnnviz.session import problems
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.views.training.settings import TrainingSettings
from rnnviz.widgets.naming import named
from rnnviz.widgets.training_curve import Series, TrainingCurve, smoothed
from rnnviz.widgets.training_slider import TrainingSlider

_WINDOWS = (1, 10, 100)


class TrainingPanel(QWidget):
    """What a user sets, sees and does while a model is trained, and afterwards."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_training")
        self._session, self._training = session, session.training
        self._clock, self._counted, self._speed = QElapsedTimer(), 0, 0.0
        self.settings = TrainingSettings(session)
        self.train = named(QPushButton(), "button_train")
        self.pause = named(QPushButton(self.tr("Pause")), "button_pause_training")
        self.cancel = named(QPushButton(self.tr("Cancel")), "button_cancel_training")
        self.cancel.setToolTip(self.tr("Stop, and go back to the weights before"))
        self.one = named(QPushButton(), "button_one_update")
        self.one.setToolTip(self.tr("Make a single update; the panel “Update” shows what it does to the weights"))
        self.rewind = named(QPushButton(self.tr("Rewind to here")), "button_rewind")
        self.rewind.setToolTip(
            self.tr("Give the model the weights that are looked at; training on from them, everything comes again")
        )
        self.state = named(QLabel(), "label_training")
        self.state.setWordWrap(True)
        self.wrong = named(QLabel(), "label_training_problem")
        self.wrong.setWordWrap(True)
        self.wrong.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.log = named(QCheckBox(self.tr("&Log scale")), "field_training_log")
        self.smooth = named(QComboBox(), "field_smoothing")
        self.smooth.setToolTip(self.tr("The bold line of the loss is the mean of so many updates; the thin one is not"))
        for window in _WINDOWS:
            words = self.tr("not smoothed") if window == 1 else self.tr("mean of {count}").format(count=window)
            self.smooth.addItem(words, window)
        self.smooth.setCurrentIndex(1)
        self.loss = TrainingCurve(self.tr("Loss"), "curve_loss")
        self.norms = TrainingCurve(self.tr("Gradient norm"), "curve_norms")
        self.slider = TrainingSlider()
        self.slider.setToolTip(self.tr("Look back: every lane shows the run with the weights that there were then"))
        self.play = named(QPushButton(self.tr("Play")), "button_play_training")
        self.play.setToolTip(self.tr("Show one snapshot after the other"))
        self.hold = named(QCheckBox(self.tr("&Hold scales")), "field_hold_scales")
        self.hold.setToolTip(
            self.tr("The lanes' scales grow with what is seen and never shrink, so that numbers stay comparable")
        )
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.train, 0, 0)
        buttons.addWidget(self.one, 0, 1)
        buttons.addWidget(self.pause, 0, 0)
        buttons.addWidget(self.cancel, 0, 1)
        buttons.setColumnStretch(0, 3)
        buttons.setColumnStretch(1, 2)
        looks = QHBoxLayout()
        looks.addWidget(self.log)
        looks.addWidget(self.smooth, 1)
        back = QHBoxLayout()
        back.addWidget(self.play)
        back.addWidget(self.rewind, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(5)
        layout.addWidget(self.settings)
        layout.addLayout(buttons)
        layout.addWidget(self.state)
        layout.addWidget(self.wrong)
        layout.addWidget(self.loss, 1)
        layout.addWidget(self.norms, 1)
        layout.addWidget(self.slider)
        layout.addLayout(back)
        layout.addLayout(looks)
        layout.addWidget(self.hold)

    def _connect(self) -> None:
        self.train.clicked.connect(self._train)
        self.pause.clicked.connect(self._training.pause)
        self.cancel.clicked.connect(self._training.cancel)
        self.one.clicked.connect(self._one)
        self.rewind.clicked.connect(self._training.rewind)
        self.log.clicked.connect(self._training.set_log_scale)
        self.smooth.activated.connect(self._set_smoothing)
        self.hold.clicked.connect(self._training.set_held)
        self.play.clicked.connect(self._play)
        self.slider.wanted.connect(self._look)
        self.loss.clicked.connect(self._look_near)
        self.norms.clicked.connect(self._look_near)
        self.settings.said.connect(self._say)
        self._training.changed.connect(self._show)
        self._training.plan_changed.connect(self._show_plan)

    # What the user does

    def _train(self) -> None:
        self._training.train()

    def _one(self) -> None:
        self._training.train(1)

    def _set_smoothing(self) -> None:
        self._training.set_smoothing(self.smooth.currentData())

    def _play(self) -> None:
        if self._training.playing:
            self._training.stop_playing()
        else:
            self._training.play()

    def _look(self, updates: int) -> None:
        self._training.stop_playing()
        self._training.look_at(updates)

    def _look_near(self, updates: int) -> None:
        """The snapshot that is nearest to a place in a curve."""
        numbers = self._training.numbers
        if numbers:
            self._look(min(numbers, key=lambda one: abs(one - updates)))

    # What is shown

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _show(self) -> None:
        self._measure()
        self._show_buttons()
        self._show_curves()
        self._show_slider()
        self.state.setText(self._state())
        error = self._training.problem
        if error is None:
            self._say("")
        else:
            problem = problems.of(error)
            self._say(told(problem.message, problem.hint))

    def _measure(self) -> None:
        """Updates a second, over about a second."""
        if not self._training.running:
            self._clock.invalidate()
            return
        made = self._training.number
        if not self._clock.isValid() or made < self._counted:
            self._clock.start()
            self._counted, self._speed = made, 0.0
        elif self._clock.elapsed() >= 1000:
            self._speed = 1000 * (made - self._counted) / self._clock.restart()
            self._counted = made

    def _show_plan(self) -> None:
        self._show_buttons()
        self.state.setText(self._state())

    def _show_buttons(self) -> None:
        training = self._training
        running, whole = training.running, QLocale()
        for part in (self.train, self.one):
            part.setVisible(not running)
            part.setEnabled(self._session.tape is not None)
        for part in (self.pause, self.cancel):
            part.setVisible(running)
        if training.begins_earlier:
            words, count = self.tr("Train {count} from here"), training.plan.recipe.updates
        elif training.left:
            words, count = self.tr("Continue: {count} more"), training.left
        else:
            words, count = self.tr("Train {count} updates"), training.plan.recipe.updates
        self.train.setText(words.format(count=whole.toString(count)))
        self.one.setText(self.tr("One from here") if training.begins_earlier else self.tr("One update"))
        self.settings.setEnabled(not running)
        several = len(training.numbers) > 1 and not running
        self.play.setEnabled(several)
        self.play.setText(self.tr("Stop") if training.playing else self.tr("Play"))
        self.rewind.setEnabled(several and training.shown is not None and training.shown != training.stands)
        self.hold.setChecked(training.held)

    def _show_curves(self) -> None:
        training, history = self._training, self._training.history
        window = training.smoothing
        self.smooth.setCurrentIndex(self.smooth.findData(window))
        self.log.setChecked(training.log_scale)
        last = training.target if training.running else training.number
        if history is None or not len(history.loss):
            self.loss.set_series((), 0)
            self.norms.set_series((), 0)
        else:
            loss = [Series(self.tr("each update") if window > 1 else "", history.loss, "loss", window > 1)]
            if window > 1:
                name = self.tr("mean of {count}").format(count=window)
                loss.append(Series(name, smoothed(history.loss, window), "loss"))
            self.loss.set_series(loss, last)
            norms = [Series("", history.norm_before, "backward")]
            if not np.array_equal(history.norm_before, history.norm_after, equal_nan=True):
                norms = [
                    Series(self.tr("before"), history.norm_before, "backward", True),
                    Series(self.tr("after clipping"), history.norm_after, "backward"),
                ]
            self.norms.set_series(norms, last)
        for curve in (self.loss, self.norms):
            curve.set_log(training.log_scale)
            curve.set_shown(training.shown if training.numbers else None)

    def _show_slider(self) -> None:
        training = self._training
        last = training.target if training.running else training.number
        self.slider.setEnabled(len(training.numbers) > 1 and not training.running)
        self.slider.set_numbers(training.numbers, last, training.shown, training.stands)

    def _state(self) -> str:
        training, whole = self._training, QLocale()
        if training.running:
            words = self.tr("Update {number} of {target}").format(
                number=whole.toString(training.number), target=whole.toString(training.target)
            )
            if self._speed:
                speed = whole.toString(self._speed, "f", 0 if self._speed >= 10 else 1)
                words += self.tr(" – {speed} a second").format(speed=speed)
            return words
        if not training.numbers:
            if training.plan.anew:
                return self.tr("Not trained here yet. Training begins with new weights, drawn from its seed.")
            return self.tr("Not trained here yet. The weights in force are where training begins.")
        if training.shown is None:
            return self.tr("The model has other weights now than this training's; the slider shows them again.")
        shown = whole.toString(training.shown)
        if training.begins_earlier:
            return self.tr(
                "Shown: the run as it was after {count} updates. Training goes on from there; the later updates are "
                "then let go."
            ).format(count=shown)
        if training.shown != training.stands:
            return self.tr("Shown: the run as it was after {count} updates.").format(count=shown)
        history = training.history
        if history is None or not training.shown:
            return self.tr("At the beginning, before the first update.")
        if training.shown > len(history.loss):
            return self.tr("After {count} updates; those that were let go are made again as training goes on.").format(
                count=shown
            )
        return self.tr("After {count} updates; the last began at a loss of {loss}.").format(
            count=shown, loss=number(float(history.loss[training.shown - 1]))
        )
