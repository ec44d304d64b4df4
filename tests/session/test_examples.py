"""Every example that comes with rnnviz keeps what it says: opened from its files, measured, trained a little again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.engine import Tape
from rnnviz.engine.contributions import Contributions
from rnnviz.models.resources import resource
from rnnviz.session.carry_over import exists
from rnnviz.session.draft import Draft, example
from rnnviz.session.example_training import KEPT_LOSSES, accuracy_of, train_file, training_of
from rnnviz.session.examples import (
    example_file,
    examples,
    model_of,
    opened,
    save_example,
    with_parameters,
)
from rnnviz.session.job import job_of
from rnnviz.session.project import Saved
from rnnviz.session.recipe import run
from rnnviz.session.session import Session

NAMES = [one.name for one in examples()]
LARGEST, LARGEST_TOGETHER = 300_000, 3_000_000


def tape_of(name: str, trained: bool = True) -> Tape:
    outcome = run(with_parameters(opened(example_file(name)).draft, trained), 2**31)
    assert outcome.problem is None, outcome.problem
    assert outcome.tape is not None
    return outcome.tape


def norms(tape: Tape, name: str) -> list[float]:
    return [float(np.linalg.norm(row)) for row in tape[name]]


def test_that_the_gallery_has_every_system_of_the_lecture() -> None:
    assert NAMES == [
        "hello", "shakespeare", "sentiment", "translation", "highways", "deeper", "memory",
        "digits", "caption", "frames", "activity", "glimpses", "draw",
    ]  # fmt: skip


def test_that_the_arrays_are_small() -> None:
    sizes = [path.stat().st_size for path in resource("examples").glob("*.npz")]
    assert len(sizes) == len(NAMES)
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= LARGEST_TOGETHER


@pytest.mark.parametrize("name", NAMES)
def test_that_the_shipped_parameters_reach_what_the_file_says(name: str) -> None:
    draft = opened(example_file(name)).draft
    assert draft.example is not None
    assert draft.example.accuracy
    found = accuracy_of(model_of(draft, trained=True), draft.example)
    for share, stated in zip(found, draft.example.accuracy, strict=True):
        assert share == pytest.approx(stated.reached, rel=0.01, abs=0.005), stated


@pytest.mark.parametrize("name", NAMES)
def test_that_training_begins_as_the_shipped_training_began(name: str) -> None:
    saved = opened(example_file(name))
    assert saved.draft.example is not None
    shipped = saved.draft.example.losses
    assert len(shipped) == KEPT_LOSSES
    training = training_of(saved)
    training.run(KEPT_LOSSES)
    np.testing.assert_allclose(training.history.loss, shipped, rtol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_that_an_example_runs_trained_and_untrained(name: str) -> None:
    trained, untrained = tape_of(name), tape_of(name, trained=False)
    assert trained.loss < untrained.loss
    assert all(np.isfinite(trained[one]).all() for one in trained.graph.named)
    drawn = job_of(with_parameters(opened(example_file(name)).draft, False)).model.parameters
    assert all(np.array_equal(drawn[one], untrained.model.parameters[one]) for one in drawn)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_walk_says_something_at_places_that_there_are(name: str) -> None:
    draft = opened(example_file(name)).draft
    assert draft.example is not None
    tape = tape_of(name)
    assert 5 <= len(draft.example.walk) <= 10
    assert any(stop.question is not None for stop in draft.example.walk)
    for stop in draft.example.walk:
        texts = [stop.text]
        if stop.question is not None:
            texts += [stop.question.ask, stop.question.answer, *stop.question.choices]
            if stop.question.kind == "predict":
                assert stop.question.timestep is not None
                begun = {"start": 0, "forward": stop.timestep % (tape.timesteps + 1)}[stop.phase]
                assert stop.question.timestep > begun, "it is there already"
                assert (
                    np.asarray(tape.value(stop.question.name, stop.question.timestep))[stop.question.unit or ()].ndim
                    == 0
                )
        assert all(text.en and text.zh for text in texts)
        assert exists(tape.model, stop.select), stop.select
        timestep = stop.timestep if stop.timestep > 0 else tape.timesteps + 1 + stop.timestep
        phases = ("forward", "backward") if stop.phase in ("start", "end") else (stop.phase,)
        assert any(one.phase in phases and timestep in one.timesteps for one in tape.passes), stop
    for words in (draft.example.title, draft.example.about, draft.example.lecture):
        assert words.en
        assert words.zh


@pytest.mark.parametrize("name", NAMES)
def test_that_the_names_of_classes_are_as_many_as_the_classes(name: str) -> None:
    draft = opened(example_file(name)).draft
    assert draft.example is not None
    graph = tape_of(name).graph
    for value, words in draft.example.vocabulary.items():
        assert len(set(words)) == len(words)
        if value in graph.named:
            assert graph.shape(value) == (len(words),)
    for value, picture in draft.example.pictures.items():
        assert graph.shape(value) == (picture.height * picture.width * picture.channels,)
        assert not picture.mark or graph.shape(picture.mark) == (picture.height * picture.width,)


# What the walks tell


def test_that_hello_answers_ello_and_teaches_w_hh_nothing_at_the_first_timestep() -> None:
    tape = tape_of("hello")
    assert tape["y"].argmax(axis=1).tolist() == [1, 2, 2, 3]
    assert not tape.contributions("W_hh").at(1).any()
    assert np.linalg.norm(tape.contributions("W_hh").total) < 0.1


def test_that_the_sentence_turns_at_but_and_its_end_has_most_of_the_gradient() -> None:
    tape = tape_of("sentiment")
    assert tape["y"].argmax(axis=1)[[5, 10, 12]].tolist() == [0, 1, 1]
    dh = norms(tape, "dh")
    assert dh[9] > 5 * dh[0]
    assert np.count_nonzero(tape["L"]) == 1


def test_that_the_translation_is_right_and_the_encoder_learns_through_the_border() -> None:
    tape = tape_of("translation")
    draft = opened(example_file("translation")).draft
    assert draft.example is not None
    assert "".join(draft.example.vocabulary["y"][i] for i in tape["y"][4:].argmax(axis=1)) == "二百三十四。"
    untrained = tape_of("translation", trained=False)
    assert all(norm > 0.1 for norm in norms(untrained, "dh")[:4])
    contributions: Contributions = untrained.contributions("U_hh")
    assert not contributions.at(3).any()


def test_that_highways_lead_the_gradient_to_the_first_layer_and_the_plain_net_has_none() -> None:
    tape = tape_of("highways", trained=False)
    first = {name: norms(tape, name)[0] for name in ("dh_plain", "dh_early", "dh_res", "ds", "dh_frac")}
    assert first["dh_plain"] < 1e-4
    assert all(norm > 1e-3 for name, norm in first.items() if name != "dh_plain")
    draft = opened(example_file("highways")).draft
    assert draft.example is not None
    plain, *others = (one.reached for one in draft.example.accuracy)
    assert plain < 0.6
    assert min(others) > 0.95


def test_that_the_plain_net_learns_a_few_layers_at_a_time() -> None:
    plain = opened(example_file("highways")).draft.example
    grown = opened(example_file("deeper")).draft.example
    assert plain is not None
    assert grown is not None
    assert grown.growth[-1] == tape_of("deeper").timesteps == 24
    assert grown.accuracy[0].reached > 0.95 > 0.6 > plain.accuracy[0].reached


def test_that_a_residual_block_of_zeros_is_the_identity() -> None:
    draft = opened(example_file("highways")).draft
    model = model_of(draft, trained=True)
    zeros = {name: 0 * model.parameters[name] if name in ("W_res", "b_res") else one
             for name, one in model.parameters.items()}  # fmt: skip
    tape = model.with_parameters(zeros).run(job_of(draft).data())
    assert np.array_equal(tape["h_res"], np.repeat(tape["h_res"][:1], 24, axis=0))
    assert np.allclose(tape["dh_res"], tape["dh_res"][-1])


def test_that_the_tanh_nets_gradient_dies_and_the_gates_keep_theirs() -> None:
    tape = tape_of("memory")
    assert tape.timesteps == 110
    last = {name: norms(tape, name)[100] for name in ("dh_van", "dh_res", "dh_gru", "dc")}
    first = {name: norms(tape, name)[0] for name in last}
    assert first["dh_van"] < 1e-20
    assert all(0.3 < first[name] / last[name] < 10 for name in ("dh_res", "dh_gru", "dc"))


def test_that_a_picture_teaches_at_the_first_timestep_alone() -> None:
    contributions = tape_of("caption").contributions("W_ih")
    assert contributions.norms[0] > 0
    assert not contributions.norms[1:].any()


def test_that_the_canvas_hands_its_gradient_to_every_stroke() -> None:
    dcanvas = norms(tape_of("draw"), "dcanvas")
    assert 0.5 < dcanvas[0] / dcanvas[-1] < 2


# A user's own


def test_that_a_model_is_saved_as_an_example_and_opened_again(tmp_path: Path) -> None:
    shipped = opened(example_file("glimpses"))
    assert shipped.draft.example is not None
    path = tmp_path / "mine.rnnviz"
    save_example(path, shipped, shipped.draft.example)
    again = opened(path)
    assert again.draft.example is not None
    assert again.draft.example.name == "mine"
    assert again.draft.example.walk == shipped.draft.example.walk
    one, two = run(shipped.draft, 2**31).tape, run(again.draft, 2**31).tape
    assert one is not None
    assert two is not None
    assert one.loss == two.loss
    assert b"[[walk]]" in path.read_bytes(), "it stays a text"


def test_that_what_training_in_the_window_reached_becomes_an_example(tmp_path: Path) -> None:
    hello = opened(example_file("hello"))
    assert hello.draft.example is not None
    assert hello.draft.trained is not None
    own = replace(hello.draft.example, trained={}, losses=())
    draft: Draft = replace(example(), trained=hello.draft.trained)
    path = tmp_path / "own.rnnviz"
    save_example(path, Saved(draft), own)
    again = opened(path).draft
    assert again.trained is not None
    assert np.array_equal(again.trained.parameters["W_hh"], hello.draft.trained.parameters["W_hh"])


def test_that_training_puts_what_it_reached_into_the_files(tmp_path: Path) -> None:
    path = tmp_path / "own.rnnviz"
    text = example_file("hello").read_text(encoding="utf-8")
    path.write_text(text.replace("updates = 200", "updates = 3").replace("hello.npz", "own.npz"), encoding="utf-8")
    learned = train_file(path)
    again = opened(path).draft
    assert again.example is not None
    assert again.example.losses == learned.losses
    assert again.example.accuracy[0].reached == pytest.approx(learned.accuracy[0], abs=1e-3)
    assert path.read_text(encoding="utf-8").count("\n") == text.count("\n"), "the rest of the text is as it was"


def test_that_a_text_of_other_characters_leaves_the_example_and_undo_comes_back(qtbot: QtBot) -> None:
    session = Session()
    session.restore(opened(example_file("hello")))
    shipped = session.draft
    session.edit(text="hole")
    assert session.draft.example is shipped.example
    assert session.draft.trained is shipped.trained
    session.edit(text="banana")
    assert (session.draft.example, session.draft.trained) == (None, None)
    session.undo.undo()
    session.undo.undo()
    assert session.draft == shipped
    session.close()


def test_that_new_weights_are_those_of_the_seed(qtbot: QtBot) -> None:
    session = Session()
    session.restore(opened(example_file("hello")))
    session.edit(seed=5)
    assert session.draft.trained is None
    assert session.draft.example is not None
    assert session.tape is not None
    drawn = job_of(session.draft).model.parameters
    assert np.array_equal(session.tape.model.parameters["W_hh"], drawn["W_hh"])
    session.close()
