"""The order of the story: passes, stops, what is known at a stop, entries."""

from __future__ import annotations

import functools

import pytest

from rnnviz import Model, Tape
from rnnviz.engine.narrative import Moment, Pass
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.random_systems import random_system


def told(tape: Tape) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(one.phase, one.direction, tuple(one.timesteps)) for one in tape.passes]


def pass_with(tape: Tape, phase: str, name: str) -> Pass:
    (found,) = [one for one in tape.passes if one.phase == phase and name in one.equations]
    return found


@pytest.mark.parametrize("timesteps", [1, 2, 4, 17])
def test_that_one_causal_pass_has_two_stops_a_timestep_and_one(timesteps: int) -> None:
    tape = lecture.vanilla(timesteps=timesteps)
    forward, backward = tuple(range(1, timesteps + 1)), tuple(range(timesteps, 0, -1))
    assert told(tape) == [("forward", 1, forward), ("backward", -1, backward)]
    assert tape.stops == 2 * timesteps + 1
    assert [(one.number, one.count) for one in tape.passes] == [(1, 1), (1, 1)]
    assert {"h", "y", "L"} <= set(tape.passes[0].equations)
    assert {"dh", "dy", "dL", "dW_hh"} <= set(tape.passes[1].equations)


def test_that_stacked_layers_with_their_outputs_are_one_pass() -> None:
    model = Model(
        "h1[t] = tanh(W1 @ h1[t-1] + x[t])\nh2[t] = tanh(W2 @ h2[t-1] + h1[t])\n"
        "y[t] = V @ h2[t]\nL[t] = mse(y[t], x[t])",
        sizes={"x": 3, "h1": 3, "h2": 3, "y": 3},
    )
    tape = model.run({"x": lecture.data(4, inputs=3)["x"]})
    assert told(tape) == [("forward", 1, (1, 2, 3, 4)), ("backward", -1, (4, 3, 2, 1))]


def test_that_an_lstm_and_a_lag_of_three_are_one_pass() -> None:
    assert lecture.lstm(timesteps=5).stops == 11
    model = Model("h[t] = tanh(W @ h[t-3] + x[t-2])\nL[t] = mse(h[t], x[t])", sizes={"x": 3, "h": 3})
    assert model.run({"x": lecture.data(4, inputs=3)["x"]}).stops == 9


def test_that_a_bidirectional_net_has_two_passes_and_then_the_outputs() -> None:
    tape = lecture.bidirectional(timesteps=3)
    left, right = pass_with(tape, "forward", "a"), pass_with(tape, "forward", "b")
    outputs = pass_with(tape, "forward", "L")
    assert left.direction == 1
    assert right.direction == -1
    assert list(right.timesteps) == [3, 2, 1]
    assert pass_with(tape, "forward", "y") is outputs
    assert tape.passes.index(outputs) > max(tape.passes.index(left), tape.passes.index(right))
    assert [one.number for one in tape.passes if one.phase == "forward"] == [1, 2, 3]


def test_that_the_adjoint_of_what_reads_ahead_runs_from_left_to_right() -> None:
    tape = lecture.bidirectional(timesteps=3)
    assert pass_with(tape, "backward", "da").direction == -1
    assert pass_with(tape, "backward", "db").direction == 1
    assert list(pass_with(tape, "backward", "db").timesteps) == [1, 2, 3]


def test_that_an_encoder_and_a_decoder_are_told_one_after_the_other() -> None:
    tape = lecture.encoder_decoder(first=4, second=3)
    assert tape.timesteps == 7
    assert tape.span("y") == range(5, 8)
    assert tape.span("L") == range(5, 8)
    assert tape.span("h") == range(1, 8)
    assert tape.span("x") == range(1, 5)
    assert tape.span("target") == range(5, 8)
    forwards = [t for one in tape.passes if one.phase == "forward" for t in one.timesteps]
    backwards = [t for one in tape.passes if one.phase == "backward" for t in one.timesteps]
    assert forwards == [1, 2, 3, 4, 5, 6, 7]
    assert backwards == [7, 6, 5, 4, 3, 2, 1]
    assert tape.data["x"].shape == (4, 4)
    assert tape.data["target"].shape == (3,)


@functools.cache
def every_tape() -> list[Tape]:
    tapes = [lecture.vanilla(), lecture.lstm(), lecture.bidirectional(), lecture.encoder_decoder()]
    return [*tapes, *(comparison.tape_of(random_system(seed)) for seed in range(25))]


def test_that_moment_and_position_are_inverse() -> None:
    for tape in every_tape():
        seen = []
        for p in range(1, tape.stops):
            moment = tape.moment(p)
            assert tape.position(moment.pass_, moment.timestep) == p
            seen.append(moment)
        assert seen == [Moment(one, t) for one in tape.passes for t in one.timesteps]
        assert tape.stops == 1 + sum(len(one.timesteps) for one in tape.passes)
        for p in (0, -1, tape.stops, tape.stops + 5):
            with pytest.raises(IndexError):
                tape.moment(p)


def test_what_is_known_while_the_lecture_walks() -> None:
    tape = lecture.vanilla(timesteps=4)
    for p in range(9):
        forward = range(1, min(p, 4) + 1)
        backward = range(9 - p, 5) if p > 4 else range(0)
        for name in ("h", "y", "L"):
            assert list(tape.known(name, p)) == list(forward)
        for name in ("dh", "dy", "dL", "dW_hh", "db_y"):
            assert list(tape.known(name, p)) == list(backward)
        assert list(tape.known("x", p)) == [1, 2, 3, 4]
        assert list(tape.known("target", p)) == [1, 2, 3, 4]


def test_that_what_is_known_grows_and_ends_whole() -> None:
    for tape in every_tape():
        names = [*tape.graph.named, *(one.name for one in tape.adjoint.equations if one.timed)]
        for name in names:
            before: set[int] = set()
            for p in range(tape.stops):
                known = tape.known(name, p)
                assert known.step == 1
                assert before <= set(known), name
                before = set(known)
            if name[1:] in tape.graph.parameters:
                assert before <= set(tape.span(name)), name  # a parameter of one segment adds nothing in the others
            else:
                assert before == set(tape.span(name)), name


def test_that_nothing_is_told_before_what_it_reads() -> None:
    """At the stop that tells a timestep, all that its equations read has been told, inputs from elsewhere included."""
    for tape in every_tape():
        for p in range(1, tape.stops):
            moment = tape.moment(p)
            for line in moment.pass_.lines:
                first, last = tape.extent.ranges[tape.graph.segments.index(line.segment)]
                if not first <= moment.timestep <= last:
                    continue
                for read in line.reads:
                    t = moment.timestep + read.lag
                    if 1 <= t <= tape.timesteps and t in tape.span(read.name):
                        assert t in tape.known(read.name, p), (
                            line.text,
                            read,
                            str(moment.pass_.phase),
                            moment.timestep,
                        )


def test_that_entries_follow_the_story_and_what_they_read() -> None:
    for tape in every_tape()[:12]:
        entries = list(tape.entries)
        assert len(entries) == len(tape.entries)
        assert entries == [tape.entries[i] for i in range(len(entries))]
        assert tape.entries[-1] == entries[-1]
        assert tape.entries[2:5] == entries[2:5]
        with pytest.raises(IndexError):
            tape.entries[len(entries)]
        assert len({(entry.timestep, entry.operation.name, entry.phase) for entry in entries}) == len(entries)
        order = {one: i for i, one in enumerate(tape.passes)}
        numbers = [order[entry.pass_] for entry in entries]
        assert numbers == sorted(numbers)
        for one in tape.passes:
            mine = [entry.timestep for entry in entries if entry.pass_ == one]
            assert mine == sorted(mine, reverse=one.direction < 0)


def test_that_a_story_of_a_million_timesteps_costs_nothing() -> None:
    tape = lecture.vanilla(timesteps=30_000)
    assert tape.stops == 60_001
    assert tape.moment(45_000).timestep == 15_001
    assert tape.known("dh", 45_000) == range(15_001, 30_001)
    assert tape.entries[-1].timestep == 1


def test_that_operations_of_one_timestep_come_after_their_inputs() -> None:
    tape = lecture.lstm(timesteps=3)
    done: set[tuple[str, int]] = set()
    names = {entry.operation.name for entry in tape.entries}
    for entry in tape.entries:
        for read in entry.operation.reads:
            t = entry.timestep + read.lag
            if read.name in names and 1 <= t <= 3:
                assert (read.name, t) in done or not tape.adjoint.timed(read.name), (entry.operation, t)
        done.add((entry.operation.name, entry.timestep))
