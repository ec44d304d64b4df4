"""Training in a session: what is made, looked back at, rewound and undone is the same, bit by bit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from rnnviz.formats.project import read_project, write_project
from rnnviz.formats.text import FormatError
from rnnviz.models import gallery
from rnnviz.models.overrides import Override
from rnnviz.models.recipe import Recipe
from rnnviz.session.draft import Draft, Weight, example
from rnnviz.session.project import project_of, saved_in, saved_of
from rnnviz.session.session import Session
from rnnviz.session.training_data import begin, sources_of, usual_plan
from rnnviz.session.training_plan import Source, TrainingPlan

Weights = dict[str, NDArray[np.float64]]
RECIPE = Recipe(optimiser="sgd", learning_rate=0.05, momentum=0.5, clip=2.0, updates=20, snapshot_every=4)


def plain(text: str = "hello") -> Draft:
    """The vanilla network on a text, with the weights of its seed."""
    return Draft(equations=gallery.cell("vanilla").body, text=text)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(plain())
    made.training.set_plan(TrainingPlan(RECIPE))
    yield made
    made.close()


@pytest.fixture
def wait(qtbot: QtBot, session: Session) -> Callable[[], None]:
    """Waits until no update is being made, and nothing is computed."""

    def until_still() -> None:
        qtbot.waitUntil(lambda: not session.training.running and session.running is None, timeout=20_000)

    return until_still


def weights(session: Session) -> Weights:
    assert session.tape is not None
    return {name: array.copy() for name, array in session.tape.model.parameters.items()}


def same(one: Weights, other: Weights) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in one)


def test_that_training_is_one_edit_and_lowers_the_loss(session: Session, wait: Callable[[], None]) -> None:
    assert session.tape is not None
    loss, before = session.tape.loss, weights(session)
    session.training.train()
    wait()
    assert session.training.number == session.training.stands == 20
    assert session.tape.loss < loss
    assert session.undo.undoText() == "Train 20 updates"
    history = session.training.history
    assert history is not None
    assert history.loss[0] == loss
    assert (history.norm_after <= 2.0 + 1e-12).all()
    session.undo.undo()
    assert same(weights(session), before)
    assert session.training.stands == 0
    session.undo.redo()
    assert session.training.stands == 20


def test_that_looking_back_shows_the_weights_of_then_and_changes_nothing(
    session: Session, wait: Callable[[], None]
) -> None:
    before = weights(session)
    session.training.train()
    wait()
    after, draft, count = weights(session), session.draft, session.undo.count()
    assert session.training.numbers == (0, 4, 8, 12, 16, 20)
    session.training.look_at(0)
    assert same(weights(session), before)
    session.training.look_at(8)
    training = begin(plain(), TrainingPlan(RECIPE), 2**30)
    training.run(8)
    assert same(weights(session), dict(training.parameters))
    assert (session.draft, session.undo.count(), session.training.shown) == (draft, count, 8)
    assert saved_of(session, {}).shown is None  # what is looked at is not what is saved
    session.training.look_at(20)
    assert same(weights(session), after)
    assert session.preview is None


def test_that_rewound_training_comes_again_bit_by_bit(session: Session, wait: Callable[[], None]) -> None:
    start = weights(session)
    session.training.train()
    wait()
    after, history = weights(session), session.training.history
    for number in (0, 12):
        session.training.look_at(number)
        session.training.rewind()
        assert session.training.stands == number
        assert number or same(weights(session), start)
        session.training.train(20 - number)
        wait()
        assert same(weights(session), after)
        again = session.training.history
        assert history is not None
        assert again is not None
        assert np.array_equal(again.loss, history.loss)


def test_that_a_pause_keeps_what_was_learned_and_leaves_the_rest_for_later(
    session: Session, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    session.training.set_plan(TrainingPlan(replace(RECIPE, updates=3000)))
    session.training.train()
    qtbot.waitUntil(lambda: session.training.number > 20, timeout=20_000)
    session.training.pause()
    wait()
    made = session.training.number
    assert 20 < made < 3000
    assert session.training.left == 3000 - made
    paused = weights(session)
    session.training.train(5)
    wait()
    later = weights(session)
    session.undo.undo()
    session.training.train(5)
    wait()
    assert same(weights(session), later)
    session.undo.undo()
    assert same(weights(session), paused)  # although no snapshot was due there
    assert session.training.stands == made
    straight = begin(plain(), TrainingPlan(RECIPE), 2**30)
    straight.run(made)
    assert same(paused, dict(straight.parameters))


def test_that_cancelled_training_leaves_the_weights_as_they_were(
    session: Session, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    before, count = weights(session), session.undo.count()
    session.training.set_plan(TrainingPlan(replace(RECIPE, updates=3000)))
    session.training.train()
    qtbot.waitUntil(lambda: session.training.number > 10, timeout=20_000)
    session.training.cancel()
    wait()
    assert same(weights(session), before)
    assert (session.undo.count(), session.training.stands, session.training.left) == (count, 0, 0)


def test_that_another_model_or_other_data_are_trained_anew(session: Session, wait: Callable[[], None]) -> None:
    session.training.train()
    wait()
    session.edit(equations=gallery.cell("gru").body)
    assert session.training.numbers == ()
    assert session.training.history is None
    session.training.train(3)
    wait()
    assert session.training.number == 3
    assert session.undo.undoText() == "Train 3 updates"


def test_that_a_model_changed_under_a_training_ends_it(
    session: Session, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    session.training.set_plan(TrainingPlan(replace(RECIPE, updates=100_000)))
    session.training.train()
    qtbot.waitUntil(lambda: session.training.number > 5, timeout=20_000)
    session.edit(text="olleh")
    assert not session.training.running
    wait()
    assert session.undo.undoText() == "Edit text"
    assert session.training.numbers == ()
    session.training.train(2)
    wait()
    assert session.training.number == 2


def test_that_what_is_set_by_hand_stays_while_one_looks_back(session: Session, wait: Callable[[], None]) -> None:
    session.training.train()
    wait()
    session.training.look_at(8)
    looked = weights(session)
    session.edit(overrides=(Override("h", 2, (0,), 0.5),))
    assert session.tape is not None
    assert session.tape.value("h", 2)[0] == 0.5
    assert same(weights(session), looked)
    session.edit(truncate=2)
    assert session.training.numbers == ()  # a cut changes what is learned


def test_that_a_weight_set_by_hand_is_where_training_begins(session: Session, wait: Callable[[], None]) -> None:
    session.edit(weights=(Weight("b_h", (0,), 3.0),))
    session.training.train(1)
    wait()
    assert weights(session)["b_h"][0] != 3.0
    assert session.draft.weights == ()
    session.undo.undo()
    assert weights(session)["b_h"][0] == 3.0


def test_that_a_model_without_a_loss_is_not_trained_and_says_so(session: Session, wait: Callable[[], None]) -> None:
    session.edit(equations="h[t] = tanh(W @ h[t-1] + U @ x[t])")
    session.training.train()
    wait()
    assert "no loss" in str(session.training.problem)
    assert session.training.numbers == ()


def test_that_a_loss_that_is_not_finite_ends_the_training(session: Session, wait: Callable[[], None]) -> None:
    recipe = Recipe(optimiser="sgd", learning_rate=1e200, updates=50)
    session.edit(equations="h[t] = W @ h[t-1] + U @ x[t]\ny[t] = V @ h[t]\nL[t] = cross_entropy(y[t], target[t])")
    session.training.set_plan(TrainingPlan(recipe))
    session.training.train()
    wait()
    assert "not a finite number" in str(session.training.problem)
    assert session.training.number < 50
    session.training.look_at(0)
    session.training.rewind()
    assert session.tape is not None
    assert np.isfinite(session.tape.loss)


def test_that_an_update_is_looked_into_where_one_looks(
    session: Session, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    session.training.want_update(True)
    qtbot.waitUntil(lambda: session.training.opened is not None, timeout=20_000)
    first = session.training.opened
    assert first is not None
    assert first.update.number == 1
    one = first.parameters["W_hh"]
    assert np.array_equal(one.before, weights(session)["W_hh"])
    session.training.train(9)
    wait()
    qtbot.waitUntil(lambda: session.training.opened is not None, timeout=20_000)
    assert session.training.opened is not None
    assert session.training.opened.update.number == 10
    session.training.look_at(4)
    qtbot.waitUntil(lambda: session.training.opened is not None, timeout=20_000)
    fifth = session.training.opened
    assert fifth is not None
    assert fifth.update.number == 5
    session.training.rewind()
    session.training.train(1)
    wait()
    assert same({"W_hh": fifth.parameters["W_hh"].after}, weights(session))


def test_that_training_is_played_from_its_beginning_to_its_end(
    session: Session, qtbot: QtBot, wait: Callable[[], None]
) -> None:
    session.training.train(8)
    wait()
    seen: list[int | None] = []
    session.training.changed.connect(lambda: seen.append(session.training.shown))
    session.training.play()
    qtbot.waitUntil(lambda: not session.training.playing, timeout=20_000)
    assert list(dict.fromkeys(seen)) == [0, 4, 8]


def test_that_a_long_text_is_read_in_chunks_and_an_example_has_its_own() -> None:
    long = plain("the cat sat on the mat. " * 30)
    assert usual_plan(long).source is Source.CHUNKS
    assert usual_plan(long).recipe.chunk == 25
    assert usual_plan(plain()).recipe.chunk is None
    assert Source.EXAMPLE not in sources_of(plain())
    own = example()
    if own.example is not None and own.example.task is not None:
        assert sources_of(own)[0] is Source.EXAMPLE


def test_that_a_project_keeps_what_was_learned_and_how(
    session: Session, qtbot: QtBot, wait: Callable[[], None], tmp_path: Path
) -> None:
    session.training.train()
    wait()
    learned, path = weights(session), tmp_path / "learned.rnnviz"
    session.training.look_at(8)
    write_project(path, project_of(saved_of(session, {})))
    other = Session()
    other.restore(saved_in(read_project(path), path.name))
    assert same(weights(other), learned)
    assert other.training.plan == TrainingPlan(RECIPE)
    assert other.training.numbers == ()  # snapshots are not kept: the same plan makes them again
    other.close()


@pytest.mark.parametrize(
    "line", ['on = "air"', "learning_rate = -1", 'optimiser = "luck"', "updates = 1.5", "batch = []"]
)
def test_that_a_plan_that_is_none_is_told(session: Session, tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.rnnviz"
    write_project(path, project_of(saved_of(session, {})))
    text = re.sub(rf"(?m)^{line.split()[0]} = .*$", line, path.read_text(encoding="utf-8"))
    assert line in text
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="bad"):
        saved_in(read_project(path), path.name)


def test_that_an_update_that_would_not_fit_into_the_memory_is_not_begun(
    session: Session, wait: Callable[[], None]
) -> None:
    session.set_memory_limit(2**20)
    session.edit(text="hello " * 40)
    session.training.set_plan(TrainingPlan(replace(RECIPE, chunk=25, batch=4000), Source.CHUNKS))
    session.training.train()
    wait()
    assert "4000 × 25 timesteps" in str(session.training.problem)
    session.training.set_plan(TrainingPlan(replace(RECIPE, chunk=25, batch=2), Source.CHUNKS))
    session.training.train(2)
    wait()
    assert session.training.problem is None
    assert session.training.number == 2
