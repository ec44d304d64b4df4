"""A lane made by its plan, and filled from a run."""

from __future__ import annotations

from functools import partial

import numpy as np

from rnnviz.engine import Tape
from rnnviz.layout import arrange, describe
from rnnviz.session.session import Session
from rnnviz.views.lanes.graph_feed import TapeNumbers
from rnnviz.views.lanes.plan import LanePlan
from rnnviz.views.lanes.sources import Indices, ProbabilitySource, RunSource, StackedSource, Symbols
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Lane
from rnnviz.widgets.probability_lane import ProbabilityLane
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.time_axis import TimeAxis
from rnnviz.widgets.token_lane import TokenLane


def make(each: LanePlan, axis: TimeAxis, map_scale: ScaleKind) -> Lane:
    """The lane that a plan asks for, still empty."""
    if each.kind == "tokens":
        return TokenLane(each.name, each.title, axis)
    if each.kind == "graph":
        return GraphLane(axis)
    if each.kind == "probabilities":
        return ProbabilityLane(each.name, each.title, axis)
    if each.kind == "heat":
        return HeatLane(each.name, each.title, axis, each.role, kind=map_scale)
    return BarLane(each.name, each.title, axis, each.role)


def fill(each: LanePlan, lane: Lane, session: Session, tape: Tape) -> None:
    """Shows a run in a lane that was made by the plan."""
    sequence = session.sequence
    if isinstance(lane, TokenLane):
        indices = Indices(np.asarray(tape[each.shows]))
        vocabulary = sequence.vocabulary if sequence is not None else None
        lane.set_tokens(Symbols(indices, vocabulary), indices if vocabulary else None, tape.span(each.shows))
    elif isinstance(lane, GraphLane):
        lane.set_graph(arrange(describe(tape.model.graph)), TapeNumbers(tape, sequence))
    elif isinstance(lane, ProbabilityLane):
        lane.set_source(ProbabilitySource(session, tape, each.shows))
        lane.set_targets(np.asarray(tape[each.target]), sequence.vocabulary if sequence is not None else ())
    elif isinstance(lane, HeatLane):
        lane.set_source(RunSource(session, tape, each.shows))
    elif isinstance(lane, BarLane) and each.kind == "losses":
        losses = tuple(each.shows.split())
        columns = [np.asarray(tape[name]) for name in losses]
        source = StackedSource(tape, losses, columns, [partial(session.known, name) for name in losses])
        lane.set_source(source, losses, source.known_by_series)
    elif isinstance(lane, BarLane):
        parameters = tuple(tape.model.parameters)
        columns = [np.asarray(tape.contributions(name).norms) for name in parameters]
        names = [f"d{name}" for name in parameters]
        source = StackedSource(tape, names, columns, [partial(session.known, name) for name in names])
        lane.set_source(source, parameters, source.known_by_series)
