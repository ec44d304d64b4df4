"""The guided walk through an example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rnnviz.models.example import Example, Question, Stop, Words
from rnnviz.session.draft import example
from rnnviz.session.examples import example_file, opened
from rnnviz.session.session import Session

WORDS = Words("to be seen", "看这里")
STOPS = (
    Stop(WORDS),
    Stop(WORDS, "forward", 2, select="h", question=Question("choose", WORDS, WORDS, choices=(WORDS, WORDS), right=1)),
    Stop(WORDS, "forward", 2, question=Question("predict", WORDS, WORDS, "h", 3, (1,))),
    Stop(WORDS, "backward", 3, question=Question("step", WORDS, WORDS)),
    Stop(WORDS, "backward", -1, inside=1),
    Stop(WORDS, "end"),
)


@pytest.fixture
def session(qtbot: object) -> Session:
    return Session(replace(example(), example=Example("own", WORDS, WORDS, walk=STOPS)))


def test_that_a_walk_stands_where_its_stops_say(session: Session) -> None:
    walk, seen = session.walk, []
    walk.begin()
    for _ in STOPS:
        seen.append((walk.index, session.position, session.inside))
        walk.forward()
    assert seen == [(0, 0, 0), (1, 2, 0), (2, 2, 0), (3, 6, 0), (4, 5, 1), (5, 8, 0)]
    walk.forward()
    assert walk.index == 5
    for _ in STOPS:
        walk.back()
    assert (walk.index, session.position) == (0, 0)


def test_that_a_value_to_be_predicted_is_hidden_until_it_is_revealed(session: Session) -> None:
    walk = session.walk
    session.set_whole_run(True)
    walk.go(2)
    assert 3 not in session.known("h")
    assert session.tape is not None
    walk.predict(0.25)
    assert walk.answered
    assert walk.guess == 0.25
    assert walk.actual == session.tape["h"][2, 1]
    assert 3 in session.known("h")
    assert session.position == 3
    assert (session.selection.name, session.selection.timestep, session.selection.unit) == ("h", 3, (1,))
    assert not walk.astray


def test_that_a_question_is_answered_by_stepping_on_and_not_back(session: Session) -> None:
    walk = session.walk
    walk.go(3)
    session.step_back()
    assert not walk.answered
    assert walk.astray
    walk.put_back()
    assert not walk.astray
    session.step()
    assert walk.answered


def test_that_a_choice_counts_once(session: Session) -> None:
    walk = session.walk
    walk.go(1)
    assert not walk.answered
    walk.choose(0)
    walk.choose(1)
    assert (walk.answered, walk.chosen) == (True, 0)
    walk.forward()
    assert not walk.answered


def test_that_a_walk_ends_with_its_example(session: Session) -> None:
    walk = session.walk
    walk.go(1)
    session.new()
    assert not walk.stops
    assert walk.index is None
    session.undo.undo()
    assert walk.stops == STOPS
    assert walk.index is None


def test_that_a_walk_goes_on_over_another_text(session: Session) -> None:
    present = session.draft.example
    assert present is not None
    session.edit(example=replace(present, vocabulary={"text": tuple("helo")}))
    walk = session.walk
    walk.go(1)
    session.use_text("hole")
    assert walk.index == 1


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop(WORDS, "forward", 2, select="zzz"), "This stop selects `zzz`"),
        (Stop(WORDS, "forward", 300), "t = 300, and the run has 4"),
        (Stop(WORDS, "backward", -5), "t = -5, and the run has 4"),
        (Stop(WORDS, "forward", 1, inside=99), "operation 100 of a timestep"),
    ],
)
def test_that_a_stop_says_what_the_run_does_not_have(session: Session, stop: Stop, words: str) -> None:
    session.edit(example=Example("own", WORDS, WORDS, walk=(stop, *STOPS)))
    session.walk.begin()
    assert len(session.walk.missing) == 1
    assert words in session.walk.missing[0]
    for _ in STOPS:
        session.walk.forward()
        assert not session.walk.missing


def test_that_a_stop_shows_the_parameters_that_it_asks_for_and_changes_nothing(qtbot: object) -> None:
    session = Session(opened(example_file("hello")).draft)
    walk = session.walk
    assert session.tape is not None
    trained = session.tape.loss
    last = len(walk.stops) - 1
    assert walk.stops[last].trained is False
    walk.go(last)
    assert session.tape.loss > 10 * trained
    assert session.undo.count() == 0
    walk.go(0)
    walk.go(last)
    walk.leave()
    assert session.tape.loss == trained
