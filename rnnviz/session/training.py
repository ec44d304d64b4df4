"""Training: updates made off the GUI thread, snapshots to look back at, and one update to look into."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QLocale, QObject, QTimer, Signal, Slot

from rnnviz.session.draft import Draft
from rnnviz.session.given import Trained
from rnnviz.session.training_course import Course, same_model, same_parameters
from rnnviz.session.training_data import begin, sources_of, start_of, usual_plan
from rnnviz.session.training_leg import Leg, Look
from rnnviz.session.training_plan import TrainingPlan
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.models.training import History, OneUpdate, Training
    from rnnviz.session.session import Session

_WATCH = 100
"""Milliseconds between two looks at a training under way."""
_LOOK = 400
"""Milliseconds, at least, between two runs with the parameters of a training under way."""
_SHARE = 5
"""A run with them may take up to so small a part of the time: of a long text it comes the more seldom."""
_PLAY = 150
"""Milliseconds, at least, between two snapshots when training is played."""


class TrainingRun(QObject):
    """The training of the session's model: its plan, how far it is, and which of its updates is looked at.

    `changed` says that a training has begun, ended or gone on, or that another number of updates is looked at;
    `plan_changed` that something else is set; `opened_changed` that another update can be looked into.
    """

    changed = Signal()
    plan_changed = Signal()
    opened_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._plan: TrainingPlan | None = None
        self._course: Course | None = None
        self._leg: Leg | None = None
        self._leg_plan: TrainingPlan | None = None
        self._leg_base: Draft | None = None
        self._taking_back = False
        self._left = 0
        self._held = True
        self._log_scale = False
        self._smoothing = 10
        self._stands: int | None = 0
        self._looked_at: int | None = None
        self._problem: Exception | None = None
        self._draft = session.draft
        self._opened: OneUpdate | None = None
        self._opened_for: tuple[object, ...] = ()
        self._asked: tuple[object, ...] = ()
        self._opened_problem: Exception | None = None
        self._wants_update = False
        self._fresh: tuple[Draft, TrainingPlan, Training] | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self._finished)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH)
        self._watch.timeout.connect(self._tick)
        self._player = QTimer(self)
        self._player.setInterval(_PLAY)
        self._player.timeout.connect(self._play_on)
        self._rest = _LOOK
        self._looking = False
        self._since_look = QElapsedTimer()
        self._since_look.start()
        session.draft_changed.connect(self._on_draft)
        session.run_changed.connect(self._measure_look)

    # -- what there is ------------------------------------------------------------------------------------------

    @property
    def plan(self) -> TrainingPlan:
        """What is set; the usual until a user sets something."""
        draft = self._session.draft
        if self._plan is None or self._plan.source not in sources_of(draft):
            return usual_plan(draft)
        return self._plan

    @property
    def running(self) -> bool:
        """Whether updates are being made."""
        return self._leg is not None

    @property
    def _training(self) -> Training | None:
        if self._leg is not None:
            return self._leg.training
        return self._course.training if self._course is not None else None

    @property
    def number(self) -> int:
        """How many updates have been made."""
        training = self._training
        return training.number if training is not None else 0

    @property
    def stands(self) -> int | None:
        """After how many updates the draft's parameters are; None where they are none of this training's."""
        return self._stands

    @property
    def target(self) -> int:
        """How many updates there are to be when the training under way is done."""
        return self._leg.target if self._leg is not None else self.number

    @property
    def left(self) -> int:
        """How many updates a pause has left undone; they come with the next press of the button."""
        return self._left

    @property
    def history(self) -> History | None:
        """All updates so far; None before the first training."""
        training = self._training
        return training.history if training is not None else None

    @property
    def numbers(self) -> tuple[int, ...]:
        """After how many updates the parameters are kept, ascending."""
        if self._leg is not None:
            return () if self._leg.training is None else self._leg.training.snapshots.numbers
        return () if self._course is None else self._course.numbers

    @property
    def shown(self) -> int | None:
        """After how many updates the parameters are that the window shows; None where they are none of these."""
        return self._stands if self._looked_at is None else self._looked_at

    @property
    def problem(self) -> Exception | None:
        """Why the last training did not begin, or ended early."""
        return self._problem

    @property
    def held(self) -> bool:
        """Whether scales are to be held while there is a training to look back at."""
        return self._held

    @property
    def holds_scales(self) -> bool:
        """Whether what is shown keeps its scales, from the moment that a training is asked for: so it is seen how
        numbers grow or vanish over training."""
        return self._held and (self.running or self._course is not None)

    def set_held(self, held: bool) -> None:
        if held != self._held:
            self._held = held
            self.changed.emit()

    @property
    def log_scale(self) -> bool:
        """Whether the curves go by powers of ten."""
        return self._log_scale

    def set_log_scale(self, log: bool) -> None:
        self._log_scale = log
        self.changed.emit()

    @property
    def smoothing(self) -> int:
        """Of so many updates the curve of the loss shows the mean; 1: it is not smoothed."""
        return self._smoothing

    def set_smoothing(self, window: int) -> None:
        self._smoothing = window
        self.changed.emit()

    @property
    def playing(self) -> bool:
        return self._player.isActive()

    # -- what a user does ---------------------------------------------------------------------------------------

    def set_plan(self, plan: TrainingPlan) -> None:
        """Set how to train, from the next press of the button on."""
        if plan != self.plan:
            self._plan = plan
            self.plan_changed.emit()
            self._ask_again()

    @property
    def own_plan(self) -> TrainingPlan | None:
        """What a user has set; None where it is the usual."""
        return self._plan

    def take_plan(self, plan: TrainingPlan | None) -> None:
        """Set what a project says, or (None) the usual."""
        self._plan = plan
        self.plan_changed.emit()

    @property
    def begins_earlier(self) -> bool:
        """Whether the next update is made from what one looks back at, and not from where the draft stands."""
        return self._looked_at is not None and (self._goes_on() or not self.plan.anew)

    def train(self, updates: int | None = None) -> None:
        """Make so many updates (None: those that are left of the last time, or else as many as are set), from what is
        shown: from a snapshot that is looked at, the later ones of the same training are let go."""
        if self.running:
            return
        self.stop_playing()
        draft, plan = self._shown_draft(), self.plan
        course = self._course if self._goes_on() else None
        start = (self.shown or 0) if course is not None else 0
        left = self._left if self._looked_at is None else 0
        target = start + (updates or left or plan.recipe.updates)
        base = course.base if course is not None else start_of(draft, plan)
        fresh = self._fresh[2] if course is None and self._is_fresh() and self._fresh is not None else None
        self._leg = Leg(
            partial(begin, draft, plan, self._session.memory_limit),
            start,
            target,
            course.training if course is not None else fresh,
        )
        self._leg_plan, self._leg_base = (course.plan if course is not None else plan), base
        self._taking_back = False
        self._fresh = None
        if course is None:
            self._course = None
            self._stands = 0 if self._looked_at is None else None
        self._problem = None
        self._looked_at = None
        self._worker.start(self._leg.run)
        self._watch.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stop after the update that is being made; what has been learned stays, and training can go on."""
        if self._leg is not None:
            self._leg.stop()

    def cancel(self) -> None:
        """Stop, and go back to where it began to be trained the last time."""
        if self._leg is not None:
            self._taking_back = True
            self._leg.stop()

    def look_at(self, number: int) -> None:
        """Show the run with the parameters that were reached after so many updates; the draft stays."""
        if self._course is None or self.running or number not in self.numbers:
            return
        self._looked_at = None if number == self._stands else number
        self._session.look_with(self._course.parameters(number) if self._looked_at is not None else None)
        self.changed.emit()
        self._ask_again()

    def rewind(self) -> None:
        """Make the parameters that are looked at the draft's, undoably; training goes on from there."""
        number = self.shown
        if self._course is None or self.running or number is None or number == self._stands:
            return
        self.stop_playing()
        words = QCoreApplication.translate("Undo", "Rewind to {count} updates").format(count=QLocale().toString(number))
        self._adopt(number, words)

    def play(self) -> None:
        """Look at one snapshot after the other, from the one shown on, or from the first."""
        if self.running or len(self.numbers) < 2:
            return
        if self.shown is None or self.shown >= self.numbers[-1]:
            self.look_at(self.numbers[0])
        self._player.start()
        self.changed.emit()

    def stop_playing(self) -> None:
        if self.playing:
            self._player.stop()
            self.changed.emit()

    def close(self) -> None:
        """Stop everything; to be called before the session goes."""
        self._watch.stop()
        self._player.stop()
        if self._leg is not None:
            self._leg.stop()
        self._worker.close()

    # -- one update ---------------------------------------------------------------------------------------------

    @property
    def opened(self) -> OneUpdate | None:
        """The update that follows what is shown, looked into; None until it is computed."""
        return self._opened if self._opened_for == self._key() else None

    @property
    def opened_problem(self) -> Exception | None:
        """Why it cannot be looked into."""
        return self._opened_problem if self._opened_for == self._key() else None

    def want_update(self, wanted: bool) -> None:
        """Whether somebody looks into updates: only then are they computed."""
        self._wants_update = wanted
        if wanted:
            self._ask_again()

    def _key(self) -> tuple[object, ...]:
        if self._goes_on():
            return id(self._course), self.shown
        return self._session.draft, self.plan, self._looked_at

    def _ask_again(self) -> None:
        if not self._wants_update or self.running or self._opened_for == self._key() or self._session.tape is None:
            return
        make = partial(begin, self._shown_draft(), self.plan, self._session.memory_limit)
        if self._course is not None and self._goes_on():
            look = Look(make, self.shown or 0, self._course.training)
        else:
            look = Look(make, 0, self._fresh[2] if self._is_fresh() and self._fresh is not None else None)
        self._asked = self._key()
        self._worker.start(look.run)

    def _shown_draft(self) -> Draft:
        """The draft with the parameters that are shown."""
        draft = self._session.draft
        if self._course is None or self._looked_at is None:
            return draft
        return replace(draft, trained=self._course.parameters(self._looked_at), weights=())

    def _is_fresh(self) -> bool:
        if self._fresh is None or self._looked_at is not None:
            return False
        return self._fresh[0] is self._session.draft and self._fresh[1] == self.plan

    # -- how it changes -----------------------------------------------------------------------------------------

    def _goes_on(self) -> bool:
        """Whether the next training is the present one's continuation, with what is set and from what is shown."""
        course, draft = self._course, self._session.draft
        if course is None or not same_model(draft, course.base) or not course.continues(self.plan):
            return False
        return self._looked_at is not None or course.where(draft) is not None

    def _adopt(self, number: int, words: str) -> None:
        """Makes the parameters after so many updates the draft's."""
        course = self._course
        assert course is not None
        self._session.set_preview(None)
        self._looked_at = None
        there = course.draft_at(self._session.draft, number)
        self._session.edit_as(words, trained=there.trained, weights=there.weights)
        self._stands = number
        self.changed.emit()
        self._ask_again()

    @Slot()
    def _on_draft(self) -> None:
        before, self._draft = self._draft, self._session.draft
        if self._draft.example is not before.example or self._draft.given is not before.given:
            self._plan = None
        self.plan_changed.emit()
        same_trained = same_parameters(self._draft.trained, before.trained)
        if self._leg is not None:
            base = self._leg_base
            if base is None or not same_model(self._draft, base) or not same_trained:
                self._drop_leg()
            return
        if self._course is not None and not same_model(self._draft, self._course.base):
            self._course = None
        if not same_trained or self._course is None:
            self._session.set_preview(None)
            self._looked_at = None
        self._stands = self._where_the_draft_stands()
        self._problem, self._left = None, 0
        self._player.stop()
        self.changed.emit()
        self._ask_again()

    def _drop_leg(self) -> None:
        """The model has changed under a training: it ends, and nothing of it stays."""
        assert self._leg is not None
        self._leg.stop()
        self._worker.cancel()
        self._watch.stop()
        self._leg, self._course = None, None
        self._stands, self._left = 0, 0
        self._looked_at = None
        self._session.set_preview(None)
        self.changed.emit()
        self._ask_again()

    @Slot()
    def _tick(self) -> None:
        """Shows how far a training is, and now and then the run with what has been learned."""
        leg = self._leg
        if leg is not None and leg.training is not None:
            numbers = leg.training.snapshots.numbers
            if self._session.running is None and self._since_look.elapsed() >= self._rest and numbers[-1] > leg.start:
                kept = leg.training.snapshots.kept.get(numbers[-1])
                if kept is not None and kept.number != self._looked_at:
                    self._looked_at = kept.number
                    self._since_look.restart()
                    self._looking = True
                    self._session.look_with(Trained(kept.parameters))
                    self._measure_look()
        self.changed.emit()

    @Slot()
    def _measure_look(self) -> None:
        """How long the last look has taken, from the request until all of the window has shown it."""
        if self._looking and self._session.running is None:
            self._looking = False
            self._rest = max(_LOOK, _SHARE * self._since_look.elapsed())

    @Slot()
    def _play_on(self) -> None:
        if self._session.running is not None:
            return
        later = [number for number in self.numbers if number > (self.shown or 0)]
        if later:
            self.look_at(later[0])
        if len(later) <= 1:
            self.stop_playing()

    @Slot(object)
    def _finished(self, done: Leg | Look) -> None:
        if isinstance(done, Look):
            self._take_look(done)
        elif done is self._leg:
            self._take_leg(done)

    def _take_look(self, look: Look) -> None:
        if look.training is not None and self._asked == (self._session.draft, self.plan, None):
            self._fresh = self._session.draft, self.plan, look.training
        self._opened, self._opened_for, self._opened_problem = look.opened, self._asked, look.error
        self.opened_changed.emit()

    def _take_leg(self, leg: Leg) -> None:
        self._watch.stop()
        self._leg = None
        self._problem = leg.error
        training, plan, base = leg.training, self._leg_plan, self._leg_base
        self._looked_at = None
        if training is None or plan is None or base is None:
            self._stay()
            return
        if self._course is None:
            self._course = Course(training, base, plan)
        made = training.number - leg.start
        if self._taking_back or made <= 0:
            self._left = 0
            self._stay()
            return
        words = QCoreApplication.translate("Undo", "Train {count} updates").format(count=QLocale().toString(made))
        left = leg.target - training.number if leg.error is None else 0
        self._adopt(training.number, words)
        self._left, self._problem = left, leg.error
        self.changed.emit()

    def _stay(self) -> None:
        """Nothing has been learned: the window shows the draft's parameters again."""
        self._stands = self._where_the_draft_stands()
        self._session.look_with(None)
        self.changed.emit()
        self._ask_again()

    def _where_the_draft_stands(self) -> int | None:
        return 0 if self._course is None else self._course.where(self._session.draft)
