"""An example's tables: everything comes back, and whatever is wrong with a file is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.formats.example import arrays_of, example_in, tables_of
from rnnviz.formats.project import Project, read_project, write_example
from rnnviz.formats.text import FormatError
from rnnviz.formats.toml_text import toml
from rnnviz.models.example import (
    Accuracy,
    Example,
    Picture,
    Question,
    Stop,
    TaskChoice,
    Typed,
    Words,
)

EVERYTHING = Example(
    "mine",
    Words("Title", "标题"),
    Words("About.", "关于。"),
    Words("Lecture", "讲义"),
    7,
    ("one", "two"),
    (
        Stop(Words("Here.", "这里。")),
        Stop(Words("There."), "backward", -1, 2, "dh", 3, (1,), False,
             Question("predict", Words("What?"), Words("This."), "h", 2, (0,))),
        Stop(Words("Now?"), "end", question=Question(
            "choose", Words("Which?"), Words("The second."), choices=(Words("a", "甲"), Words("b", "乙")), right=1)),
        Stop(Words("Step."), question=Question("step", Words("Which way?"), Words("Left."))),
    ),
    {"token": ("a", "b\n", "。")},
    {"frame": Picture(8, 4, 3, -1.0, 2.5, "window")},
    (Typed(Words("Words"), "token", "characters", "previous", "target", "a", "。"),),
    TaskChoice("memory", 50, 3, {"longest": 20}),
    {"optimiser": "adam", "learning_rate": 0.1},
    (2, 4),
    (1.5, 0.25),
    (Accuracy("bits", "y", "target", 1.25, 20, 9), Accuracy("last", "z", "target", 0.5)),
    {"W": np.arange(6.0).reshape(2, 3)},
    ({"x": np.array([1, 2])}, {"x": np.array([3])}),
)  # fmt: skip


def there_and_back(example: Example) -> Example | None:
    document = tomllib.loads(toml(tables_of(example)))
    return example_in(document, arrays_of(example), example.name, "mine.rnnviz")


def test_that_every_field_comes_back() -> None:
    found = there_and_back(EVERYTHING)
    assert found is not None
    for name, value in vars(EVERYTHING).items():
        if name not in ("trained", "sequences", "pictures", "vocabulary"):
            assert getattr(found, name) == value, name
    assert dict(found.vocabulary) == dict(EVERYTHING.vocabulary)
    assert dict(found.pictures) == dict(EVERYTHING.pictures)
    assert found.trained["W"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert [one["x"].tolist() for one in found.sequences] == [[1, 2], [3]]


def test_that_a_project_without_the_table_is_no_example() -> None:
    assert example_in({"model": {}}, {}, "mine", "mine.rnnviz") is None


def head(**more: Any) -> dict[str, Any]:
    return {"example": {"title": {"en": "T"}, "about": {"en": "A."}}, **more}


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"example": {"about": {"en": "A."}}}, "example.title"),
        ({"example": {"title": "T", "about": {"en": "A."}}}, "example.title"),
        ({"example": 3}, "example"),
        (head(walk=[{"text": {"en": "word " * 41}}]), "walk\\[0\\].text"),
        (head(walk=[{"text": {"en": "a"}, "phase": "sideways"}]), "start, forward, backward, end"),
        (head(walk=[{"text": {"en": "a"}, "question": {"kind": "guess"}}]), "predict, step, choose"),
        (head(walk=[{"text": {"en": "a"}, "question": {
            "kind": "choose", "ask": {"en": "?"}, "answer": {"en": "!"}, "choices": [{"en": "one"}]}}]), "two answers"),
        (head(walk=[{"text": {"en": "a"}, "question": {
            "kind": "predict", "ask": {"en": "?"}, "answer": {"en": "!"}}}]), "name"),
        (head(pictures={"x": {"height": 0, "width": 4}}), "pictures.x.height"),
        (head(pictures={"x": {"height": 4, "width": 4, "channels": 2}}), "1 \\(grey\\) or 3"),
        (head(pictures={"x": {"height": 4, "width": 4, "low": 1.0}}), "above low"),
        (head(typed=[{"title": {"en": "a"}, "vocabulary": "words", "reads": "x"}]), "no vocabulary “words”"),
        (head(typed=[{"title": {"en": "a"}, "vocabulary": "words"}]), "reads"),
        (head(vocabulary={"x": ["a", 3]}), "vocabulary.x"),
        (head(accuracy=[{"measure": "each", "value": "y", "target": "target"}]), "reached"),
        (head(accuracy=[{"measure": "luck", "value": "y", "target": "t", "reached": 1.0}]), "each, last, all"),
        (head(task={"name": "memory", "sequences": 0}), "task.sequences"),
        (head(walk=[{"text": {"en": "a"}, "phase": "forward", "timestep": 0}]), "walk\\[0\\].timestep is 0"),
        (head(training={"learning_rate": "x"}), "training: learning_rate"),
        (head(training={"learning_rate": float("nan")}), "training: learning_rate"),
        (head(training={"learning_rate": -1}), "training: learning_rate"),
        (head(training={"updates": 0}), "training: updates"),
        (head(training={"updates": 1e12}), "training: updates"),
        (head(training={"snapshot_every": 0}), "training: snapshot_every"),
        (head(training={"rate": 1}), "has no rate"),
    ],
)  # fmt: skip
def test_that_what_is_wrong_is_told_with_its_place(document: dict[str, Any], told: str) -> None:
    with pytest.raises(FormatError) as refused:
        example_in(document, {}, "mine", "mine.rnnviz")
    assert re.search(told, str(refused.value).replace("`", ""))


def test_that_arrays_of_another_kind_are_refused() -> None:
    with pytest.raises(FormatError, match="no list"):
        example_in(head(), {"example/losses": np.zeros((2, 2))}, "mine", "mine.rnnviz")
    with pytest.raises(FormatError, match="NUMBER/STREAM"):
        example_in(head(), {"example/sequences/first/x": np.zeros(2)}, "mine", "mine.rnnviz")


def test_that_the_text_stays_a_text_and_the_arrays_stand_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.rnnviz"
    write_example(path, Project(tables_of(EVERYTHING), arrays_of(EVERYTHING)))
    assert 'arrays = "mine.npz"' in path.read_text(encoding="utf-8")
    with np.load(tmp_path / "mine.npz", allow_pickle=False) as arrays:
        assert arrays["example/parameters/W"].shape == (2, 3)
    assert set(read_project(path).arrays) == set(arrays_of(EVERYTHING))


def test_that_arrays_take_no_other_file_s_place(tmp_path: Path) -> None:
    path, project = tmp_path / "mine.rnnviz", Project(tables_of(EVERYTHING), arrays_of(EVERYTHING))
    (tmp_path / "mine.npz").write_bytes(b"another's")
    for _ in range(2):  # the second time its own arrays are replaced
        assert write_example(path, project) == tmp_path / "mine-2.npz"
    assert (tmp_path / "mine.npz").read_bytes() == b"another's"
    assert set(read_project(path).arrays) == set(arrays_of(EVERYTHING))
    copied = tmp_path / "copied.rnnviz"
    copied.write_bytes(path.read_bytes())
    assert write_example(copied, project) == tmp_path / "copied.npz"


@pytest.mark.parametrize("beside", ["../mine.npz", "/etc/mine.npz", "a\\\\mine.npz", "c:mine.npz", "mine.pt"])
def test_that_arrays_are_looked_for_beside_the_text_alone(beside: str, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    write_example(tmp_path / "mine.rnnviz", Project(tables_of(EVERYTHING), arrays_of(EVERYTHING)))
    (tmp_path / "inside" / "mine.pt").write_bytes((tmp_path / "mine.npz").read_bytes())
    path = tmp_path / "inside" / "mine.rnnviz"
    path.write_text(f'format = "rnnviz project"\nversion = 1\narrays = "{beside}"\n')
    with pytest.raises(FormatError, match="not the name of a file"):
        read_project(path)


def test_that_arrays_that_are_away_are_missed(tmp_path: Path) -> None:
    path = tmp_path / "mine.rnnviz"
    path.write_text('format = "rnnviz project"\nversion = 1\narrays = "mine.npz"\n')
    with pytest.raises(FormatError, match="which is not beside it"):
        read_project(path)


def test_that_damaged_arrays_are_told_and_nothing_in_them_is_run(tmp_path: Path) -> None:
    path = tmp_path / "mine.rnnviz"
    path.write_text('format = "rnnviz project"\nversion = 1\narrays = "mine.npz"\n')
    (tmp_path / "mine.npz").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(FormatError, match=r"mine\.npz"):
        read_project(path)
    np.savez(tmp_path / "mine.npz", W=np.array([{"a": 1}], dtype=object))
    with pytest.raises(FormatError, match="only numbers"):
        read_project(path)
