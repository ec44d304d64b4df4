"""A lane made by its plan, and filled from a run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.engine import Tape
from rnnviz.session.compared import Mode
from rnnviz.session.generation import targets_of
from rnnviz.session.session import Session
from rnnviz.views.lanes.compared import (
    ChangedSymbols,
    DifferenceNumbers,
    DifferenceSource,
    ProbabilityDifference,
    column_of,
    sign_of,
)
from rnnviz.views.lanes.graph_feed import TapeNumbers, layout_of
from rnnviz.views.lanes.plan import LanePlan
from rnnviz.views.lanes.sources import Indices, ProbabilitySource, Rows, RunSource, StackedSource, Symbols, TargetSource
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Lane
from rnnviz.widgets.picture_lane import Canvas, PictureLane
from rnnviz.widgets.probability_lane import ProbabilityLane
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.time_axis import TimeAxis
from rnnviz.widgets.token_lane import TokenLane


def make(each: LanePlan, axis: TimeAxis, map_scale: ScaleKind) -> Lane:
    """The lane that a plan asks for, still empty."""
    words = QCoreApplication.translate("Lanes", "difference") if each.way == "difference" else ""
    if each.kind == "tokens":
        return TokenLane(each.name, each.title, axis)
    if each.kind == "graph":
        graph = GraphLane(axis)
        if words:
            graph.set_title(f"Δ {graph.title}")
            graph.set_note(words)
        return graph
    if each.kind == "probabilities" and each.way != "difference":
        return ProbabilityLane(each.name, each.title, axis)
    if each.kind == "pictures" and each.way != "difference":
        return PictureLane(each.name, each.title, axis, each.role)
    if each.kind in ("heat", "probabilities", "pictures"):
        share = each.share and not words
        return HeatLane(each.name, each.title, axis, each.role, share=share, kind=map_scale, compares=words)
    return BarLane(each.name, each.title, axis, each.role, compares=words)


def fill(each: LanePlan, lane: Lane, session: Session, tape: Tape) -> None:
    """Shows a run in a lane that was made by the plan; or the run that it is compared with, or both as difference."""
    shown = session.comparison.shown
    naming = session.naming
    lane.set_sign(sign_of(each, session))
    if each.way == "other" and shown is not None:
        tape, naming = shown.before, session.comparison.other_sequence or naming
    vocabulary = (naming.named(each.target or each.shows) if naming is not None else ()) or None
    if isinstance(lane, TokenLane):
        indices = Indices(np.asarray(tape[each.shows]))
        symbols: Sequence[str] = Symbols(indices, vocabulary)
        if each.way == "difference" and shown is not None:
            other = session.comparison.other_sequence or naming
            before = Indices(np.asarray(shown.before[each.shows]))
            symbols = ChangedSymbols(
                Symbols(before, (other.named(each.shows) if other is not None else ()) or None), symbols
            )
        lane.set_tokens(symbols, indices if vocabulary else None, tape.span(each.shows))
        free = tape.model.free_running
        if free is not None and free.x == each.shows:
            first = tape.span(free.x).start - 1 + free.from_
            lane.set_generated(first, partial(session.known, free.x))
    elif isinstance(lane, GraphLane):
        lane.set_graph(layout_of(tape), graph_numbers(session, tape))
    elif isinstance(lane, ProbabilityLane):
        lane.set_source(ProbabilitySource(session, tape, each.shows))
        lane.set_targets(np.asarray(tape[each.target]), tuple(vocabulary or ()))
    elif isinstance(lane, HeatLane) and each.way == "difference" and shown is not None:
        source = ProbabilityDifference if each.kind == "probabilities" else DifferenceSource
        lane.set_source(source(session, shown, each.shows))
        lane.set_unit_names(tuple(vocabulary or ()) if each.kind == "probabilities" else ())
    elif isinstance(lane, HeatLane):
        if isinstance(lane, PictureLane):
            mark = session.draft.example.pictures[each.shows].mark if session.draft.example is not None else ""
            lane.set_canvas(canvas_of(each.shows, session), RunSource(session, tape, mark) if mark in tape else None)
        is_target = each.shows in targets_of(tape.graph)
        lane.set_source((TargetSource if is_target else RunSource)(session, tape, each.shows))
    elif isinstance(lane, BarLane):
        fill_bars(each, lane, session, tape)


def canvas_of(name: str, session: Session) -> Canvas:
    """How the example says that a value is a picture."""
    example = session.draft.example
    assert example is not None
    picture = example.pictures[name]
    return Canvas(picture.height, picture.width, picture.channels, picture.low, picture.high)


def fill_bars(each: LanePlan, lane: BarLane, session: Session, tape: Tape) -> None:
    """Shows the losses, or the norms of all contributions."""
    series = tuple(each.shows.split()) if each.kind == "losses" else tuple(tape.model.parameters)
    names = series if each.kind == "losses" else tuple(f"d{name}" for name in series)
    shown = session.comparison.shown
    columns = []
    for name in series:
        column = partial(loss_column if each.kind == "losses" else norm_column, name)
        both = each.way == "difference" and shown is not None
        columns.append(column_of(shown, column) if both and shown is not None else column(tape))
    source = StackedSource(tape, names, columns, [partial(session.known, name) for name in names])
    lane.set_source(source, series, source.known_by_series)


def loss_column(name: str, tape: Tape) -> Rows:
    return np.asarray(tape[name])


def norm_column(name: str, tape: Tape) -> Rows:
    return np.asarray(tape.contributions(name).norms)


def graph_numbers(session: Session, tape: Tape) -> TapeNumbers:
    """The numbers that the graph shows: a run's, or how they differ from those of another."""
    numbers, shown = TapeNumbers(tape, session.naming), session.comparison.shown
    if shown is None or session.comparison.mode is not Mode.DIFFERENCE:
        return numbers
    return DifferenceNumbers(shown, numbers)
