"""When an action can be used: questions to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.session.overrides import can_override

if TYPE_CHECKING:
    from rnnviz.session.session import Session


def has_run(session: Session) -> bool:
    """There is a run to look at."""
    return session.tape is not None


def can_step(session: Session) -> bool:
    """The cursor is not at the end."""
    return session.tape is not None and session.position < session.tape.stops - 1


def can_step_back(session: Session) -> bool:
    """The cursor is not at the start."""
    return session.tape is not None and session.cursor.begun > 0


def has_gradients(session: Session) -> bool:
    """The run has a loss, thus a backward pass."""
    return session.tape is not None and any(each.phase == "backward" for each in session.tape.passes)


def has_trained(session: Session) -> bool:
    """Whether the example has weights from training."""
    return session.draft.example is not None and bool(session.draft.example.trained)


def has_bookmarks(session: Session) -> bool:
    """A timestep has a bookmark."""
    return session.tape is not None and bool(session.bookmarks.all)


def is_cut(session: Session) -> bool:
    """The sequence is cut into chunks."""
    return session.draft.truncate is not None


def can_be_overridden(session: Session) -> bool:
    """Something is selected that a run computes or is given."""
    return can_override(session.tape, session.selection.name)


def has_overrides(session: Session) -> bool:
    """Something was set by hand."""
    return bool(session.draft.overrides)


def can_keep_run(session: Session) -> bool:
    """There is a run that is not kept yet, and room for it."""
    return session.comparison.can_keep


def can_train(session: Session) -> bool:
    """There is a run, and no training under way."""
    return session.tape is not None and not session.training.running


def looks_back(session: Session) -> bool:
    """Other weights of the training are looked at than the model has."""
    training = session.training
    return not training.running and training.shown is not None and training.shown != training.stands


def runs_free(session: Session) -> bool:
    """The model reads its own predictions."""
    return session.draft.generation is not None


def can_cancel(session: Session) -> bool:
    """A run is being computed, a breakpoint searched for, a model trained, or a timestep lies open."""
    busy = session.running is not None or session.breakpoint_run.searching is not None or session.training.running
    return busy or session.opened.position is not None


def has_breakpoints(session: Session) -> bool:
    """There is something to stop at, or to take away."""
    return bool(session.breakpoints.all)
