"""The one object that changes, announces its changes, and can undo them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from rnnviz.debugger import narration, step_levels, stepping
from rnnviz.debugger.operation_words import operation_done, operation_to_come
from rnnviz.debugger.step_levels import Cursor
from rnnviz.formats.text import FormatError, read
from rnnviz.models.naming import ExampleNaming, Naming
from rnnviz.models.text import TextError, TextSequence
from rnnviz.session import carry_over, problems
from rnnviz.session.bookmarks import Bookmarks
from rnnviz.session.breakpoint_run import BreakpointRun
from rnnviz.session.breakpoints import Breakpoints
from rnnviz.session.commands import EditDraft, changed_fields
from rnnviz.session.comparison import Comparisons
from rnnviz.session.data_sources import DataSources
from rnnviz.session.data_words import no_text
from rnnviz.session.draft import EXAMPLE, Draft, Problem, Selection, example
from rnnviz.session.memory import automatic_limit
from rnnviz.session.opened import Opened
from rnnviz.session.playback import Playback
from rnnviz.session.runner import Runner
from rnnviz.session.training import TrainingRun
from rnnviz.session.truncation import LostGradients
from rnnviz.session.walk import Walk
from rnnviz.session.watches import Watches, WatchRun

if TYPE_CHECKING:
    from rnnviz.debugger.sentence import Sentence
    from rnnviz.engine import Tape
    from rnnviz.session.given import Trained
    from rnnviz.session.project import Saved
    from rnnviz.session.recipe import Outcome


class Session(QObject):
    """What the window shows and lets a user change.

    A signal says that something has changed, in the past tense and only if it has; the present state is then read
    here. `tape_changed`: tape, sequence; `cursor_moved`: position, inside; `selection_changed`: selection, parameter;
    `draft_changed`: draft; `run_changed`: running, problem; `view_changed`: whole_run, playing, speed;
    `breakpoints_changed`: breakpoints; `watches_changed`: watches.
    """

    tape_changed = Signal()
    cursor_moved = Signal()
    selection_changed = Signal()
    draft_changed = Signal()
    run_changed = Signal()
    view_changed = Signal()
    breakpoints_changed = Signal()
    watches_changed = Signal()

    def __init__(self, draft: Draft | None = None, parent: QObject | None = None) -> None:
        """Opens on `draft`, or on the example; a small one has run when this returns."""
        super().__init__(parent)
        self.undo = QUndoStack(self)
        self._memory_limit = automatic_limit()
        self._draft = draft or example()
        self._tape: Tape | None = None
        self._sequence: TextSequence | None = None
        self._cursor = Cursor()
        self._selection = Selection("")
        self._parameter = ""
        self._problem: Problem | None = None
        self._draft_problem: Problem | None = None
        self._running: float | None = None
        self._shown_title = self._draft.title
        self._whole_run = self._shown_title != EXAMPLE
        self._shown_draft: Draft | None = None
        self._arriving: Saved | None = None
        self._known_at: object = None
        self._known: dict[str, range] = {}
        self._preview: Trained | None = None
        self.bookmarks = Bookmarks(self.undo, self)
        self.breakpoints = Breakpoints(self.undo, self)
        self.breakpoints.changed.connect(self.breakpoints_changed)
        self.breakpoint_run = BreakpointRun(self)
        self.watches = Watches(self.undo, self)
        self.watches.changed.connect(self.watches_changed)
        self.watch_run = WatchRun(self)
        self.comparison = Comparisons(self)
        self.lost_gradients = LostGradients(self)
        self.opened = Opened(self)
        self.training = TrainingRun(self)
        self.data = DataSources(self)
        self._playback = Playback(self)
        self._playback.due.connect(self._advance)
        self._runner = Runner(self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.finished.connect(self._on_finished)
        self.walk = Walk(self)
        self.rerun()

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def tape(self) -> Tape | None:
        """The last good run; None only before there was one."""
        return self._tape

    @property
    def sequence(self) -> TextSequence | None:
        """The text that the tape ran over: its vocabulary names the classes."""
        return self._sequence

    @property
    def naming(self) -> Naming | None:
        """What the classes of streams are called: as the text or the example has them; None: they are numbers."""
        example = self._draft.example
        if self._sequence is not None or example is None:
            return self._sequence
        return ExampleNaming(example)

    @property
    def position(self) -> int:
        """The stop where the cursor stands, or that it has left for the next one: 0 … tape.stops - 1."""
        return self._cursor.position

    @property
    def inside(self) -> int:
        """How many operations of the timestep that follows the stop have been done; 0 at the stop itself."""
        return self._cursor.inside

    @property
    def cursor(self) -> Cursor:
        """Where the run stands: between entries of the tape."""
        return self._cursor

    @property
    def timestep(self) -> int | None:
        """The timestep that happened or was begun last, before the first the one that comes; None: there is none."""
        tape = self._tape
        return None if tape is None or tape.stops < 2 else tape.moment(max(1, self._cursor.begun)).timestep

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def parameter(self) -> str:
        """The parameter that the sum panel shows: the last one selected, else the first recurrent matrix ("": none)."""
        return self._parameter

    @property
    def draft(self) -> Draft:
        return self._draft

    @property
    def shown_draft(self) -> Draft | None:
        """The draft that the tape is the run of; another than `draft` while that one runs, or cannot run."""
        return self._shown_draft

    @property
    def problem(self) -> Problem | None:
        """Why the draft is not what the tape shows (or, not blocking, what is wrong with the run shown)."""
        return self._problem

    @property
    def running(self) -> float | None:
        """How far a run off the GUI thread is, 0 … 1; None when there is none."""
        return self._running

    @property
    def whole_run(self) -> bool:
        """Whether values that the cursor has not reached are shown too."""
        return self._whole_run

    @property
    def playing(self) -> bool:
        return self._playback.playing

    @property
    def speed(self) -> float:
        """Stops a second when playing."""
        return self._playback.speed

    @property
    def memory_limit(self) -> int:
        """The most bytes that a run may take, by its estimate."""
        return self._memory_limit

    def known(self, name: str) -> range:
        """The timesteps at which `name` (a value, a gradient, a contribution, a stream) is to be shown, ascending."""
        if self._tape is None:
            return range(0)
        standing = self._tape, self._cursor, self._whole_run
        if standing != self._known_at:
            self._known_at, self._known = standing, {}
        if name not in self._known:  # every view asks for the same few after each step
            self._known[name] = (
                self._tape.known(name, self._tape.stops - 1)
                if self._whole_run
                else step_levels.known(self._tape, name, self._cursor)
            )
        return self._known[name]

    def just_happened(self) -> Sentence:
        """What happened at the last stop, or what the last operation did, in words."""
        if self._tape is not None and self.inside:
            return operation_done(self._tape, self._cursor)
        return narration.just_happened(self._tape, self.position, self.naming, self._parameter)

    def next_up(self) -> Sentence:
        """What the next step will do, in words."""
        if self._tape is not None and self.inside:
            return operation_to_come(self._tape, self._cursor)
        return narration.next_up(self._tape, self.position, self.naming, self._parameter)

    # -- what a user edits --------------------------------------------------------------------------------------

    def edit(self, **changes: Any) -> None:
        """Change fields of the draft, undoably, and run it. What cannot run keeps the last run and sets `problem`."""
        self.edit_as("", **changes)

    def edit_as(self, name: str, /, **changes: Any) -> None:
        """The same, with a name under which it is undone ("": what is changed)."""
        if "text" in changes:
            changes.setdefault("given", None)
            changes.setdefault("generation", None)
            if not self._draft.reads(changes["text"]):  # another text, and none for the example's parameters
                changes.setdefault("example", None)
                changes.setdefault("trained", None)
        if {"seed", "initialisation"} & set(changes):
            changes.setdefault("trained", None)  # those drawn are asked for
        after = replace(self._draft, **changes)
        if changed_fields(self._draft, after):
            self.undo.push(EditDraft(self._draft, after, self._set_draft, name))

    def open(self, path: Path | str) -> None:
        """Replace the text by the file's, undoably; a file that no model could read only sets `problem`."""
        path = Path(path)
        try:
            text = read(path)
            TextSequence(text)
        except (FormatError, TextError) as error:
            self.refuse(str(error))
            return
        self.use_text(text, path.name)

    def use_text(self, text: str, title: str = "") -> None:
        """Run over another text, undoably. Parameters that came with numbers to run over have no say in what number a
        character is: over them a text is refused."""
        given = self._draft.given
        if given is not None and not given.drawn:
            self.refuse(no_text(given))
        elif title:
            self.edit(text=text, title=title, overrides=())
        else:
            self.edit(text=text)

    def refuse(self, message: str) -> None:
        """Tell why something that was asked for is not done; everything stays as it is."""
        self._set_run(self._running, problems.refused(message, self._draft_problem))

    def new(self, draft: Draft | None = None) -> None:
        """Go to another draft, or back to the example, and to its start, undoably."""
        self.edit(**vars(draft or example()))
        self.go_start()

    def restore(self, saved: Saved) -> None:
        """Take up a saved session; what it held of the cursor and the selection is there when its run is.

        What could be undone before is forgotten.
        """
        self.pause()
        self.undo.clear()
        self.bookmarks.take(saved.bookmarks)
        self.breakpoints.take(saved.breakpoints)
        self.watches.take(saved.watches)
        self.comparison.take(saved.kept, saved.compared.number, saved.compared.mode)
        self.set_speed(saved.speed)
        self._arriving, self._preview = saved, None
        self._set_draft(saved.shown or saved.draft)
        self.training.take_plan(saved.plan)

    def rerun(self) -> None:
        """Run the draft, again if it was run or cancelled before."""
        self._runner.start(self._with_preview(), self._memory_limit)
        if self._runner.busy:
            self._set_run(0.0, self._problem)

    @property
    def preview(self) -> Trained | None:
        """Parameters that the run is made with instead of the draft's, to be looked at."""
        return self._preview

    def look_with(self, parameters: Trained | None) -> None:
        """Run the draft with other parameters, or (None) with its own; the draft and what can be undone stay."""
        if self.set_preview(parameters):
            self.rerun()

    def set_preview(self, parameters: Trained | None) -> bool:
        """The same for a draft that is about to be run; whether these are others than before."""
        before, self._preview = self._preview, parameters
        return before is not parameters

    def _with_preview(self) -> Draft:
        return self._draft if self._preview is None else replace(self._draft, trained=self._preview, weights=())

    def cancel(self) -> None:
        """Stop the run under way; the last one stays. What was to be generated in it is asked for no more, undoably."""
        if not self._runner.cancel():
            return
        shown = self._shown_draft
        if shown is not None and changed_fields(shown, self._draft) == ("generation",):
            self.undo.push(EditDraft(self._draft, shown, self._set_back))
        else:
            self._draft_problem = problems.cancelled()
            self._set_run(None, self._draft_problem)

    def set_memory_limit(self, limit: int) -> None:
        """Set the most bytes that a run may take; a draft that was refused for it is tried again."""
        self._memory_limit = limit
        if self._problem is not None and self._problem.blocking:
            self.rerun()

    def close(self) -> None:
        """Stop everything that moves by itself and forget what can be undone; to be called before the session goes."""
        self._playback.stop()
        self._runner.close()
        self.breakpoint_run.close()
        self.watch_run.close()
        self.comparison.close()
        self.lost_gradients.close()
        self.training.close()
        self.data.close()
        self.undo.clear()

    # -- where the user looks -----------------------------------------------------------------------------------

    def step(self, count: int = 1) -> None:
        """Move `count` stops on, or to the end; from inside a timestep the first is its own end."""
        self._command(step_levels.over, count)

    def step_back(self, count: int = 1) -> None:
        """Move `count` stops back, or to the start; from inside a timestep the first is its own beginning."""
        self._command(step_levels.over, -count)

    def step_into(self) -> None:
        """Move one operation on."""
        self._command(step_levels.into, stepping.FORWARDS)
        self.opened.stay()

    def step_into_back(self) -> None:
        """Move one operation back."""
        self._command(step_levels.into, stepping.BACKWARDS)
        self.opened.stay()

    def step_out(self) -> None:
        """Move to the end of the timestep that was begun, or else of the pass."""
        self._command(step_levels.out, stepping.FORWARDS)

    def step_out_back(self) -> None:
        """Move to the beginning of the timestep that was begun, or else of the pass."""
        self._command(step_levels.out, stepping.BACKWARDS)

    def go_to(self, position: int) -> None:
        """Move to a position, or to the nearest end."""
        self._command(_at_stop(stepping.go_to), position)

    def go_to_cursor(self, cursor: Cursor) -> None:
        """Move to a place between operations, or to the stop before it where the run has no such place."""
        self.pause()
        if self._tape is not None:
            self._set_cursor(step_levels.within(self._tape, cursor))

    def go_to_timestep(self, timestep: int) -> None:
        """Move to just after `timestep` within the present pass, or to the pass' nearest end."""
        self._command(_at_stop(stepping.go_to_timestep), timestep)

    def go_start(self) -> None:
        self.go_to(0)

    def go_end(self) -> None:
        self.go_to(0 if self._tape is None else self._tape.stops - 1)

    def select(self, name: str, timestep: int | None = None, unit: tuple[int, ...] | None = None) -> None:
        """Select a name everywhere, at one timestep (None: at the cursor's) and one unit (None: all)."""
        if self._tape is None or not carry_over.exists(self._tape.model, name):
            raise KeyError(f"nothing is called {name}")
        self._set_selection(Selection(name, timestep, unit))

    def set_whole_run(self, whole: bool) -> None:
        if whole != self._whole_run:
            self._whole_run = whole
            self.view_changed.emit()

    def play(self) -> None:
        """Move on by the clock until a breakpoint or the end; from the end, again from the start."""
        if self._tape is None or self.playing:
            return
        if self.position == self._tape.stops - 1:
            self.go_start()
        self.breakpoint_run.look_ahead()
        self._playback.start()
        self.view_changed.emit()

    def pause(self) -> None:
        if self.playing:
            self._playback.stop()
            self.breakpoint_run.look_no_further()
            self.view_changed.emit()

    def set_speed(self, stops_per_second: float) -> None:
        before = self.speed
        self._playback.set_speed(stops_per_second)
        if self.speed != before:
            self.view_changed.emit()

    # -- how it changes -----------------------------------------------------------------------------------------

    def _command(self, command: Callable[[Tape, Cursor, int], Cursor], argument: int) -> None:
        self.pause()
        if self._tape is not None:
            self._set_cursor(command(self._tape, self._cursor, argument))

    @Slot(int)
    def _advance(self, stops: int) -> None:
        if self._tape is None:
            return
        cursor = step_levels.over(self._tape, self._cursor, stops)
        if not self.breakpoint_run.halts(cursor):
            self._set_cursor(cursor)
            if self.position == self._tape.stops - 1:
                self.pause()

    def _set_draft(self, draft: Draft) -> None:
        self._draft = draft
        self.draft_changed.emit()
        self.rerun()

    def _set_back(self, draft: Draft) -> None:
        """The same, and nothing is run for the draft of the run that is shown."""
        if self._tape is None or draft is not self._shown_draft:
            self._set_draft(draft)
            return
        self._runner.cancel()
        self._draft = draft
        self.draft_changed.emit()
        self._draft_problem = problems.not_finite(self._tape)
        self._set_run(None, self._draft_problem)

    def _set_cursor(self, cursor: Cursor) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.cursor_moved.emit()

    def _set_selection(self, selection: Selection) -> None:
        if self._take_selection(selection):
            self.selection_changed.emit()

    def _take_selection(self, selection: Selection) -> bool:
        """Makes it the selection, and says whether that is another than before."""
        parameter = (
            self._parameter
            if self._tape is None
            else carry_over.parameter(self._tape.model, selection.name, self._parameter)
        )
        before = self._selection, self._parameter
        self._selection, self._parameter = selection, parameter
        return before != (selection, parameter)

    def _take_title(self, title: str) -> bool:
        """Of the example what is to come is hidden, of other data nothing; whether that changed with these data."""
        before = self._whole_run
        if title != self._shown_title:
            self._shown_title = title
            self._whole_run = title != EXAMPLE
        return self._whole_run != before

    def _arriving_with(self, draft: Draft) -> Saved | None:
        """What a project says of the cursor and the selection, if it said so of the run of this draft."""
        arriving = self._arriving
        return arriving if arriving is not None and draft is (arriving.shown or arriving.draft) else None

    def _finish_arriving(self, outcome: Outcome) -> None:
        """After the run that a project showed comes the draft that could not run."""
        arriving = self._arriving_with(outcome.draft)
        if arriving is not None and (arriving.shown is not None or outcome.tape is not None):
            self._arriving = None
            if arriving.shown is not None:
                self._set_draft(arriving.draft)

    def _set_run(self, running: float | None, problem: Problem | None) -> None:
        if (running, problem) != (self._running, self._problem):
            self._running, self._problem = running, problem
            self.run_changed.emit()

    @Slot(float)
    def _on_progress(self, fraction: float) -> None:
        self._set_run(fraction, self._problem)

    @Slot(object)
    def _on_finished(self, outcome: Outcome) -> None:
        if outcome.tape is not None:
            before, sequence = self._tape, self._sequence
            self._tape, self._sequence = outcome.tape, outcome.sequence
            same_text = sequence == outcome.sequence
            cursor = carry_over.cursor(before, outcome.tape, self._cursor) if same_text else Cursor()
            arrived = self._arriving_with(outcome.draft)
            kept = self._selection
            if arrived is not None:
                cursor = step_levels.within(outcome.tape, Cursor(arrived.position, arrived.inside))
                kept = arrived.selection
                self._parameter = arrived.parameter
            moved, self._cursor = cursor != self._cursor, cursor
            self._shown_draft = outcome.draft
            # Before anything is announced, the selection too is one of the new run: a view asks for it at once.
            selected = self._take_selection(carry_over.selection(outcome.tape.model, outcome.tape.timesteps, kept))
            viewed = self._take_title(outcome.draft.title)
            if arrived is not None:
                viewed, self._whole_run = True, arrived.whole_run
            self.tape_changed.emit()
            if moved:
                self.cursor_moved.emit()
            if selected or arrived is not None:
                self.selection_changed.emit()
            if viewed:
                self.view_changed.emit()
        self._draft_problem = outcome.problem
        self._set_run(None, outcome.problem)
        self._finish_arriving(outcome)


def _at_stop(command: Callable[[Tape, int, int], int]) -> Callable[[Tape, Cursor, int], Cursor]:
    """A command that goes from stop to stop; one that was begun counts as the one before."""

    def moved(tape: Tape, cursor: Cursor, argument: int) -> Cursor:
        return Cursor(command(tape, cursor.begun, argument))

    return moved
