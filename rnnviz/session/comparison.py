"""Which run the present one is compared with, and how the lanes show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.comparison import Comparison
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.sentence import said
from rnnviz.session import recipe
from rnnviz.session.draft import Draft
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
MOST_KEPT = 4
"""So many runs are kept: each has all its numbers in memory."""


class Mode(Enum):
    """How the lanes show two runs."""

    OFF = "off"
    BESIDE = "beside"
    """The other run's lane under each lane, in one scale."""
    DIFFERENCE = "difference"
    """The present run less the other."""


@dataclass(frozen=True, eq=False)
class Kept:
    """A run that is kept to be compared with."""

    number: int
    tape: Tape
    sequence: TextSequence | None
    title: str

    @property
    def size(self) -> int:
        """About how many bytes its numbers take."""
        arrays = {id(one.base if one.base is not None else one): one for one in self.tape.values.timed.values()}
        return sum((one.base if one.base is not None else one).nbytes for one in arrays.values())


class Comparisons(QObject):
    """The run before the overrides, the runs that the user keeps, and which of them is compared with.

    `changed` says that there is another run to compare with, or another way to show it.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._mode = Mode.OFF
        self._kept: list[Kept] = []
        self._count = 0
        self._chosen: Kept | None = None
        self._plain: tuple[Draft, Tape] | None = None
        self._wanted: Draft | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self._take_plain)
        self._begins: tuple[Tape, Tape, Begins] | None = None
        self._searcher = Worker(self)
        self._searcher.finished.connect(self._take_begins)
        session.tape_changed.connect(self._on_tape)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The runs that are kept, the oldest first."""
        return tuple(self._kept)

    @property
    def chosen(self) -> Kept | None:
        """The kept run that is compared with; None: the run before the overrides."""
        return self._chosen

    @property
    def other(self) -> Tape | None:
        """The run that the present one is compared with; None while there is none."""
        if self._chosen is not None:
            return self._chosen.tape
        tape = self._session.tape
        return self._plain[1] if self._plain is not None and self._plain[1] is not tape else None

    @property
    def other_sequence(self) -> TextSequence | None:
        """The text that the other run ran over."""
        return self._session.sequence if self._chosen is None else self._chosen.sequence

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
        """Whether the run before the overrides is being made."""
        return self._worker.busy

    def set_mode(self, mode: Mode) -> None:
        """Show two runs in another way, or one."""
        if mode is not self._mode:
            self._mode = mode
            self._prepare()
            self.changed.emit()

    def choose(self, kept: Kept | None) -> None:
        """Compare with a kept run, or (None) with the run before the overrides."""
        if kept is not self._chosen:
            self._chosen = kept
            self._prepare()
            self.changed.emit()

    @property
    def can_keep(self) -> bool:
        """Whether there is a run that is not kept yet, and room for it."""
        tape = self._session.tape
        return tape is not None and len(self._kept) < MOST_KEPT and all(one.tape is not tape for one in self._kept)

    def keep(self) -> None:
        """Keep the present run to compare others with it; it is chosen at once."""
        tape = self._session.tape
        if tape is None or not self.can_keep:
            return
        self._count += 1
        kept = Kept(self._count, tape, self._session.sequence, self._title(tape))
        self._kept.append(kept)
        self._chosen = kept
        self.changed.emit()

    def let_go(self, kept: Kept) -> None:
        """Keep a run no longer."""
        self._kept.remove(kept)
        if self._chosen is kept:
            self._chosen = None
            self._prepare()
        self.changed.emit()

    def close(self) -> None:
        """Stop making runs; to be called before the session goes."""
        self._worker.close()
        self._searcher.close()

    def _title(self, tape: Tape) -> str:
        draft = self._session.shown_draft
        title = draft.title if draft is not None else ""
        return said("Run {number}: {title}, loss {loss:.4g}", number=self._count, title=title, loss=tape.loss)

    # -- the run before the overrides ---------------------------------------------------------------------------

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
        """Makes the run before the overrides, where it is to be shown and is not there."""
        draft = self._session.shown_draft
        needed = self._mode is not Mode.OFF and self._chosen is None and self._plain is None
        if draft is None or not needed:
            self._worker.cancel()
            return
        self._wanted = replace(draft, overrides=())
        self._worker.start(partial(recipe.run, self._wanted, self._session.memory_limit))

    @Slot(object)
    def _take_plain(self, outcome: Outcome) -> None:
        if outcome.tape is not None:
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
