"""The training race: what is trained, and its table."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.models.model import Model
from tests.benchmarks.contenders.engine_training import EngineTraining
from tests.benchmarks.equations import FORMS
from tests.benchmarks.measures.training import FOREACH, OWN, PLAIN, TrainingRace
from tests.benchmarks.problem import SYMBOLS
from tests.benchmarks.training_part import of_training, row
from tests.benchmarks.training_problem import training_problem


@pytest.mark.parametrize("cell", ["vanilla", "lstm"])
def test_that_the_engine_reads_each_stream_chunk_after_chunk(cell: str) -> None:
    """The first two updates' losses from single runs; between them stands the first update alone."""
    task = training_problem(cell, 3, "float64", hidden=6, chunk=5, text=60)
    assert task.chunks == 4
    contender = EngineTraining(task)
    first = contender.update()
    trained = contender.training.trained
    second = contender.update()
    form = next(one for one in FORMS if one.cell == cell and not one.gates)
    sizes = {"x": SYMBOLS, "h": 6, "y": SYMBOLS, "target": 0}
    model = Model(form.text, sizes=sizes, parameters=task.parameters)
    inputs, targets = np.eye(SYMBOLS)[task.columns[:-1]], task.columns[1:]
    losses = [0.0, 0.0]
    for stream in range(3):
        tape = model.run({"x": inputs[:5, stream], "target": targets[:5, stream]})
        states = {name: tape[name][-1] for name in model.graph.states}
        then = trained.run({"x": inputs[5:10, stream], "target": targets[5:10, stream]}, initial=states)
        losses = [losses[0] + tape.loss / 3, losses[1] + then.loss / 3]
    assert [first, second] == pytest.approx(losses, rel=1e-12)


def test_that_the_faster_way_of_pytorch_is_the_peer() -> None:
    task = training_problem("lstm", 8, "float32", hidden=2, chunk=25, text=400)
    seconds = {OWN: (0.002, 0.002), FOREACH: (0.005, 0.005), PLAIN: (0.003, 0.004)}
    race = TrainingRace(task, seconds, 0.0, 1.0)
    assert race.peer == PLAIN
    (verdict,) = of_training(race)
    assert verdict.measured == pytest.approx(1.75)
    assert verdict.met
    assert row(race)[:3] == ("LSTM", "8", "100,000 (100,000–100,000)")
    assert not list(of_training(TrainingRace(task, {OWN: (0.002,)}, 0.0, 1.0)))
