"""Tasks make the same sequences from the same seed, and never train on what they are tried on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnnviz.engine import DataError
from rnnviz.models import Model
from rnnviz.models.example import Accuracy, Example, TaskChoice, Words
from rnnviz.models.tasks import TASKS, sequences_for, streams_of, task_of, unseen_for
from rnnviz.models.tasks.numbers import CHINESE, ENGLISH, chinese, english
from rnnviz.models.tasks.sentiment import WORDS, drawn

OPTIONS: dict[str, dict[str, Any]] = {"text": {"text": "hello world", "held_out": 4}}


def example(task: TaskChoice, **more: Any) -> Example:
    accuracy = (Accuracy("each", "y", "target", 1.0, 20, 1),)
    return Example("mine", Words("T"), Words("A"), task=task, accuracy=accuracy, **more)


def made(name: str, seed: int, unseen: bool = False, count: int = 40) -> list[dict[str, Any]]:
    task = task_of(example(TaskChoice(name, options=OPTIONS.get(name, {}))))
    return [dict(one) for one in task.sequences(count, seed, unseen)]


def bits(sequence: dict[str, Any]) -> bytes:
    return b"".join(np.ascontiguousarray(sequence[name]).tobytes() for name in sorted(sequence))


@pytest.mark.parametrize("name", TASKS)
def test_that_a_seed_always_makes_the_same_sequences(name: str) -> None:
    assert [*map(bits, made(name, 3))] == [*map(bits, made(name, 3))]
    if name != "text":
        assert [*map(bits, made(name, 3))] != [*map(bits, made(name, 4))]


@pytest.mark.parametrize("name", TASKS)
def test_that_nothing_that_is_tried_has_been_trained_on(name: str) -> None:
    trained = {*map(bits, made(name, 0, count=400)), *map(bits, made(name, 1, count=400))}
    assert trained.isdisjoint(map(bits, made(name, 1, unseen=True)))


@pytest.mark.parametrize("name", TASKS)
def test_that_the_streams_of_a_sequence_are_of_one_length(name: str) -> None:
    for one in made(name, 0, count=10):
        lengths = {len(rows) for key, rows in one.items() if key != "source"}
        assert len(lengths) == 1, one
        assert all(np.asarray(rows).dtype.kind in "if" for rows in one.values())


@pytest.mark.parametrize(
    ("number", "in_english", "in_chinese"),
    [
        (0, "zero", "零"),
        (10, "ten", "十"),
        (15, "fifteen", "十五"),
        (42, "forty two", "四十二"),
        (100, "one hundred", "一百"),
        (205, "two hundred five", "二百零五"),
        (210, "two hundred ten", "二百一十"),
        (1001, "one thousand one", "一千零一"),
        (1010, "one thousand ten", "一千零一十"),
        (3040, "three thousand forty", "三千零四十"),
        (9999, "nine thousand nine hundred ninety nine", "九千九百九十九"),
    ],
)
def test_that_numbers_are_written_as_they_are_read(number: int, in_english: str, in_chinese: str) -> None:
    assert (english(number), chinese(number)) == (in_english, in_chinese)


def test_that_every_number_is_its_own_in_both_languages() -> None:
    for say, words in ((english, set(ENGLISH)), (chinese, set(CHINESE))):
        said = [say(number) for number in range(10_000)]
        assert len(set(said)) == 10_000
        assert {part for one in said for part in (one.split() if say is english else one)} <= words


def test_that_but_decides_and_not_turns_around() -> None:
    random = np.random.default_rng(0)
    for _ in range(500):
        sentence, positive = drawn(random)
        assert set(sentence.split()) <= set(WORDS)
        last = sentence.split(" but ")[-1].split(" and ")[-1].split()
        good = any(word in ("good", "great", "funny", "moving", "wonderful") for word in last)
        turned = any(word in ("not", "never") for word in last)
        assert positive == (good != turned), sentence


def test_that_a_held_out_end_of_a_text_is_kept_apart() -> None:
    choice = TaskChoice("text", options={"text": "abcabcXYZ", "characters": "abcXYZ", "held_out": 3})
    task = task_of(example(choice))
    assert task.sequences(1, 0)[0]["x"].tolist() == [0, 1, 2, 0, 1]
    assert task.sequences(1, 0, unseen=True)[0]["target"].tolist() == [4, 5]


def test_that_own_sequences_need_no_code() -> None:
    recorded = tuple({"x": np.full((3, 1), float(i)), "target": np.array([-1, -1, i % 2])} for i in range(5))
    mine = example(TaskChoice("recorded", options={"held_out": 2}), sequences=recorded)
    model = Model("y[t] = W @ x[t]\nL[t] = cross_entropy(y[t], target[t])", {"x": 1, "y": 2, "target": 0})
    assert [one["x"][0, 0] for one in sequences_for(model, mine)] == [0, 1, 2]
    assert [one["x"][0, 0] for one in unseen_for(model, mine)] == [3, 4]


def test_that_classes_become_vectors_where_the_model_reads_vectors() -> None:
    model = Model("y[t] = W @ x[t]", {"x": 3, "y": 2})
    found = streams_of(model, {"x": np.array([2, -1, 0]), "unread": np.zeros(3)})
    assert found["x"].tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    assert set(found) == {"x"}


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (TaskChoice("chess"), "“chess” is no task; there are `activity`"),
        (TaskChoice("memory", options={"width": 3}), "no option `width`; it has shortest, longest"),
        (TaskChoice("memory", options={"longest": "far"}), "`longest` of “memory” is 'far'"),
        (TaskChoice("text"), "needs `text`"),
        (TaskChoice("recorded"), "none is left"),
        (TaskChoice("text", options={"text": "abc", "held_out": 3}), "none is left"),
    ],
)
def test_that_a_task_that_cannot_be_is_told(choice: TaskChoice, told: str) -> None:
    with pytest.raises(DataError, match=told):
        task_of(example(choice)).sequences(1, 0)


def test_that_a_stream_that_no_sequence_has_is_told() -> None:
    model = Model("y[t] = W @ z[t]", {"z": 3, "y": 2})
    with pytest.raises(DataError, match="`z`, and the sequences have `x`"):
        streams_of(model, {"x": np.zeros((2, 3))})
