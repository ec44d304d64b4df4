"""Which run the present one is compared with, and how the lanes show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.comparison import Comparison
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.session import recipe
from rnnviz.session.compared import Mode
from rnnviz.session.draft import Draft, KeptRun, Problem
from rnnviz.session.kept_runs import MOST_KEPT, KeptRuns
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.models.text import TextSequence
    from rnnviz.session.recipe import Outcome
    from rnnviz.session.session import Session

Begins = Mapping[str, int | None]
_AT_ONCE = 2000
"""In so many timesteps a difference is found within a frame."""
_MOST_SEARCHED = 24


class Comparisons(QObject):
    """The run before the overrides, the runs that the user keeps, and which of them is compared with.

    `changed` says that there is another run to compare with, or another way to show it.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._mode = Mode.OFF
        self._runs = KeptRuns(session.undo, self)
        self._runs.changed.connect(self._on_kept)
        self._made: dict[int, tuple[Tape, TextSequence | None]] = {}
        self._chosen: int | None = None
        self._plain: tuple[Draft, Tape] | None = None
        self._problem: Problem | None = None
        self._wanted: Draft | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self._take_made)
        self._begins: tuple[Tape, Tape, Begins] | None = None
        self._searcher = Worker(self)
        self._searcher.finished.connect(self._take_begins)
        session.tape_changed.connect(self._on_tape)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """The runs that are kept, the oldest first."""
        return self._runs.all

    @property
    def chosen(self) -> KeptRun | None:
        """The kept run that is compared with; None: the run before the overrides."""
        return self._runs.numbered(self._chosen)

    def tape_of(self, kept: KeptRun) -> Tape | None:
        """A kept run's numbers; None until they are made again."""
        made = self._made.get(kept.number)
        return None if made is None else made[0]

    def size_of(self, kept: KeptRun) -> int:
        """About how many bytes a kept run's numbers take now."""
        tape = self.tape_of(kept)
        if tape is None:
            return 0
        arrays = {id(one.base if one.base is not None else one): one for one in tape.values.timed.values()}
        return sum((one.base if one.base is not None else one).nbytes for one in arrays.values())

    @property
    def other(self) -> Tape | None:
        """The run that the present one is compared with; None while there is none."""
        chosen = self.chosen
        if chosen is not None:
            return self.tape_of(chosen)
        tape = self._session.tape
        return self._plain[1] if self._plain is not None and self._plain[1] is not tape else None

    @property
    def other_sequence(self) -> TextSequence | None:
        """The text that the other run ran over."""
        made = self._made.get(self._chosen) if self._chosen is not None else None
        return self._session.sequence if made is None else made[1]

    @property
    def shown(self) -> Comparison | None:
        """The two runs that the lanes show; None where they show one."""
        tape, other = self._session.tape, self.other
        if self._mode is Mode.OFF or tape is None or other is None:
            return None
        return Comparison(other, tape)

    @property
    def begins(self) -> Begins | None:
        """The first timestep, in time, at which each value of the present run differs from the other's (None: nowhere);
        None while that is looked for."""
        shown = self.shown
        if shown is None:
            return {}
        if self._begins is not None and self._begins[:2] == shown.pair:
            return self._begins[2]
        if shown.timesteps <= _AT_ONCE:
            self._begins = find_begins(shown)
            return self._begins[2]
        if not self._searcher.busy:
            self._searcher.start(partial(find_begins, shown))
        return None

    @property
    def preparing(self) -> bool:
        """Whether the run to compare with is being made."""
        return self._worker.busy

    @property
    def problem(self) -> Problem | None:
        """Why the run to compare with could not be made; None where it could, or was not tried."""
        return self._problem

    def set_mode(self, mode: Mode) -> None:
        """Show two runs in another way, or one."""
        if mode is not self._mode:
            self._mode = mode
            self._prepare()
            self.changed.emit()

    def choose(self, kept: KeptRun | None) -> None:
        """Compare with a kept run, or (None) with the run before the overrides."""
        number = None if kept is None else kept.number
        if number != self._chosen:
            self._chosen = number
            self._prepare()
            self.changed.emit()

    @property
    def can_keep(self) -> bool:
        """Whether there is a run that is not kept yet, and room for it."""
        tape = self._session.tape
        kept = [made[0] for made in self._made.values()]
        return tape is not None and len(self.kept) < MOST_KEPT and all(one is not tape for one in kept)

    def keep(self) -> None:
        """Keep the present run to compare others with it, undoably; it is chosen at once."""
        tape, draft = self._session.tape, self._session.shown_draft
        if tape is None or draft is None or not self.can_keep:
            return
        kept = self._runs.keep(draft, tape.loss if tape.graph.losses else None)
        self._made[kept.number] = tape, self._session.sequence
        self._chosen = kept.number
        self._prepare()
        self.changed.emit()

    def let_go(self, kept: KeptRun) -> None:
        """Keep a run no longer, undoably; its memory is free."""
        self._runs.let_go(kept)

    def bring_back(self, kept: KeptRun) -> None:
        """Make a kept run the present one, undoably: model, data and overrides are as they were then."""
        self._session.edit(**vars(kept.draft))

    def take(self, runs: Iterable[KeptRun], chosen: int | None, mode: Mode) -> None:
        """What a project has kept, and how it compares."""
        self._made, self._chosen, self._mode = {}, chosen, mode
        self._runs.take(runs)
        self._on_kept()

    def close(self) -> None:
        """Stop making runs; to be called before the session goes."""
        self._worker.close()
        self._searcher.close()

    @Slot()
    def _on_kept(self) -> None:
        """Other runs are kept: what is no longer among them is forgotten."""
        numbers = {one.number for one in self.kept}
        self._made = {number: made for number, made in self._made.items() if number in numbers}
        if self._chosen not in numbers:
            self._chosen = None
        self._prepare()
        self.changed.emit()

    # -- the run to compare with --------------------------------------------------------------------------------

    @Slot()
    def _on_tape(self) -> None:
        draft, tape = self._session.shown_draft, self._session.tape
        if draft is None or tape is None:
            return
        plain = replace(draft, overrides=())
        if not draft.overrides:
            self._plain = (plain, tape)
        elif self._plain is None or self._plain[0] != plain:
            self._plain = None
        self._prepare()

    def _prepare(self) -> None:
        """Makes the run to compare with, where it is to be shown and is not there."""
        draft, chosen = self._session.shown_draft, self.chosen
        there = self._plain is not None if chosen is None else chosen.number in self._made
        if draft is None or self._mode is Mode.OFF or there:
            self._worker.cancel()
            self._wanted = self._problem = None
            return
        wanted = replace(draft, overrides=()) if chosen is None else chosen.draft
        if self._worker.busy and wanted is self._wanted:
            return
        self._wanted, self._problem = wanted, None
        self._worker.start(partial(recipe.run, wanted, self._session.memory_limit))

    @Slot(object)
    def _take_made(self, outcome: Outcome) -> None:
        chosen = self.chosen
        if outcome.tape is None:
            self._problem = outcome.problem
        elif chosen is not None and outcome.draft is chosen.draft:
            self._made[chosen.number] = outcome.tape, outcome.sequence
        else:
            self._plain = (outcome.draft, outcome.tape)
        self.changed.emit()

    @Slot(object)
    def _take_begins(self, found: tuple[Tape, Tape, Begins]) -> None:
        self._begins = found
        self.changed.emit()


def find_begins(shown: Comparison, progress: Progress = no_progress) -> tuple[Tape, Tape, Begins]:
    """The two runs, and where their values begin to differ; of very many values the first in the text."""
    graph = shown.after.model.graph
    names = [name for name in (*graph.named, *graph.streams) if graph.timed(name) and shown.has(name)][:_MOST_SEARCHED]
    found: dict[str, int | None] = {}
    for number, name in enumerate(names, 1):
        found[name] = shown.first(name)
        progress(number / len(names))
    return shown.before, shown.after, found
