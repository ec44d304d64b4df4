"""rnnviz trains: the equations, the text, a recipe."""

from __future__ import annotations

from rnnviz.models.model import Model
from rnnviz.models.recipe import Recipe
from rnnviz.models.training import Training
from tests.benchmarks.equations import FORMS
from tests.benchmarks.problem import SYMBOLS
from tests.benchmarks.training_problem import CLIP, LEARNING_RATE, TrainingProblem


class EngineTraining:
    """The form whose gates are stacked, over a text given by its classes."""

    def __init__(self, problem: TrainingProblem) -> None:
        form = next(one for one in FORMS if one.cell == problem.cell and not one.gates)
        sizes = {"x": SYMBOLS, "h": problem.hidden, "y": SYMBOLS, "target": 0}
        model = Model(form.text, sizes=sizes, parameters=problem.parameters, dtype=problem.dtype)
        recipe = Recipe("adagrad", LEARNING_RATE, clip=CLIP, batch=problem.batch, chunk=problem.chunk)
        text = problem.columns.T  # each of the parallel streams, one after another
        data = {"x": text[:, :-1].reshape(-1), "target": text[:, 1:].reshape(-1)}
        self.training = Training(model, [data], recipe)

    def update(self) -> float:
        """The next update; its loss."""
        return self.training.update().loss
