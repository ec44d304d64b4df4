"""What is wrong with a file is told in Chinese to the last word, whoever noticed it: the system, TOML, zip, numpy."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import re
import tomllib
import zipfile
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from rnnviz.app.language import Language, speak
from rnnviz.app.project_files import read_checkpoint, read_session, written
from rnnviz.engine.execution import no_progress
from rnnviz.equations.sentence import Sentence
from rnnviz.formats.data_file import read_data
from rnnviz.formats.project import Project, read_project, write_project
from rnnviz.formats.system_errors import what_the_system_says
from rnnviz.formats.text import FormatError, read
from rnnviz.formats.toml_errors import what_toml_says
from rnnviz.session.examples import example_file, opened
from rnnviz.session.problems import cause, of
from rnnviz.session.project import saved_in
from rnnviz.session.translated import told, translated
from tests.translations.english import english_in

CHECKPOINTS = Path(__file__).parents[1] / "reference" / "checkpoints"


@pytest.fixture(autouse=True)
def _chinese(qapp: QApplication) -> Iterator[None]:
    speak(Language.CHINESE)
    yield
    speak(Language.ENGLISH)


def assert_chinese(said: object, beside: Collection[str] = ()) -> str:
    """A sentence, that is in Chinese but for words of the data."""
    assert isinstance(said, Sentence), said
    words = translated(said)
    assert re.search("[\u4e00-\u9fff]", words), words
    assert set(english_in(words)) <= set(beside), words
    return words


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_that_no_word_of_the_operating_system_is_shown(number: int) -> None:
    words = assert_chinese(what_the_system_says(OSError(number, os.strerror(number), "net.rnnviz")))
    assert os.strerror(number) not in words


def test_that_the_usual_reasons_are_told_apart_and_a_rare_one_by_its_number() -> None:
    usual = (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG)
    assert len({what_the_system_says(OSError(number, "")) for number in usual}) == len(usual)
    assert what_the_system_says(OSError(errno.ECHILD, "")) == f"the system reports the error {errno.ECHILD} `ECHILD`"
    assert what_the_system_says(OSError("no number")) == "the system does not say why"


BROKEN_TOML = (
    "a", "a = ", "a = 1 2", 'a = "x', 'a = """x', "a = 'x", "a = '''x", "[a", "[[a]", "[]", "[a]\n[a]", "a=1\na=2",
    "a.b=1\n[a]\n", "a = {b=1}\na.c=2", "a = {b=1}\n[a]", "a={b=1,b=2}", "a = [1", "a = [1 2]", "a = {b=1", 'a="\\q"',
    'a="\\u12"', 'a="\\ud800"', 'a="\x01"', "# \x01", "= 1", "a b = 1", "a = 1979-99-99", "a = 1" + 5000 * "0",
    "a = ”x”",
    'a = "x\ny"', "a='x\ny'", "[a]\n[[a]]", "a=[]\n[[a]]", "[a]\nb.c=1\n[a.b]", "a = 1\r", "\x00", "a = {}\na.b.c=1",
    "t = 12:99:00", "t = 1979-13-01",
)  # fmt: skip


@pytest.mark.parametrize("text", BROKEN_TOML)
def test_that_no_word_of_the_reader_of_toml_is_shown(text: str) -> None:
    with pytest.raises(ValueError, match=" ") as caught:
        tomllib.loads(text)
    words = assert_chinese(what_toml_says(caught.value, text))
    if "digits" not in str(caught.value):
        place = re.match(r"第 (\d+) 行第 (\d+) 列：", words)
        assert place is not None
        assert 1 <= int(place[1]) <= text.count("\n") + 1


def test_that_the_place_in_a_broken_project_is_its_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "edited.rnnviz"
    text = example_file("hello").read_text(encoding="utf-8")
    line = text[: text.index("\n[model]")].count("\n") + 2
    path.write_text(text.replace("\n[model]", "\n[model"), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_project(path)
    assert f"第 {line} 行第 7 列：缺少 `]`" in assert_chinese(caught.value.args[0])


def _saved(write: Callable[[io.BytesIO], object]) -> bytes:
    made = io.BytesIO()
    write(made)
    return made.getvalue()


def _archive(folder: Path) -> bytes:
    path = folder / "whole.rnnviz"
    write_project(path, read_project(example_file("hello")))
    return path.read_bytes()


def _safetensors() -> bytes:
    header = json.dumps({"w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}).encode()
    return len(header).to_bytes(8, "little") + header + bytes(16)


def _locked() -> bytes:
    data = bytearray(_saved(lambda file: np.savez(file, a=np.zeros(3))))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


FILES: dict[str, Callable[[Path], bytes]] = {
    "net.npz": lambda _: _saved(
        lambda file: np.savez_compressed(file, weight_ih_l0=np.ones((3, 2)), weight_hh_l0=np.eye(3))
    ),
    "one.npz": lambda _: _saved(lambda file: np.savez(file, weight_hh_l0=np.eye(3))),
    "locked.npz": lambda _: _locked(),
    "x.npy": lambda _: _saved(lambda file: np.save(file, np.zeros((3, 2)))),
    "objects.npy": lambda _: _saved(lambda file: np.save(file, np.array([{}], object), allow_pickle=True)),
    "words.npy": lambda _: _saved(lambda file: np.save(file, np.array(["a", "bc"]))),
    "w.safetensors": lambda _: _safetensors(),
    "net.pt": lambda _: (CHECKPOINTS / "gru.pt").read_bytes(),
    "old.pt": lambda _: b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.",
    "net.keras": lambda _: b"PK\x03\x04abc",
    "net.onnx": lambda _: b"abc",
    "net.bin": lambda _: b"abc",
    "net.h5": lambda _: b"\x89HDF\r\n\x1a\n",
    "whole.rnnviz": _archive,
    "text.rnnviz": lambda _: example_file("hello").read_bytes(),
    "ragged.csv": lambda _: b"x,y\n1,2\n3\n",
    "words.csv": lambda _: b"x,y\n1,z\n",
    "titles.csv": lambda _: b"x,y\n",
    "picture.png": lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "program.txt": lambda _: b"\x7fELF\x02\x01\x01\0",
    "empty.txt": lambda _: b"",
}


def _told_of(path: Path) -> Iterator[object]:
    """What is said of a file by each reader that a user may send it to."""
    for found in (read_session(path, no_progress)[1], read_checkpoint(path, "", no_progress)[1]):
        if isinstance(found, str):
            yield found
    for reader in (read, read_data):
        try:
            reader(path)
        except FormatError as error:
            yield error.args[0]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("name", FILES)
def test_that_no_word_of_a_library_is_shown_of_a_broken_file(name: str, tmp_path: Path) -> None:
    """The file as it is, cut off at many places, and with bytes that are others."""
    whole, chance = FILES[name](tmp_path), random.Random(7)
    tries = [whole, *(whole[: len(whole) * part // 20] for part in range(20))]
    for _ in range(60):
        other = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3)) if whole else 0):
            other[chance.randrange(len(whole))] = chance.randrange(256)
        tries.append(bytes(other))
    path, count = tmp_path / name, 0
    for data in tries:
        path.write_bytes(data)
        for said in _told_of(path):
            assert_chinese(said)
            count += 1
    assert count > 20


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in list(value)[:8] if isinstance(value, dict) else range(min(2, len(value))):
            yield from _places(value[key], (*path, key))


@pytest.mark.parametrize("name", ["hello", "translation", "highways"])
def test_that_a_wrong_value_anywhere_in_a_project_is_told_in_chinese(name: str) -> None:
    project = read_project(example_file(name))
    document = json.loads(json.dumps(project.document))
    refused, vocabulary = 0, [word for words in document.get("vocabulary", {}).values() for word in words]
    every: tuple[Any, ...] = (1, "x", [], {}, [{}])
    for place in _places(document):
        for wrong in every:
            other = deepcopy(document)
            inner = other
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = wrong
            try:
                saved_in(Project(other, project.arrays), "edited.rnnviz")
            except FormatError as error:
                assert_chinese(error.args[0], vocabulary)
                refused += 1
    assert refused > 50


def test_that_a_wrong_training_or_breakpoint_of_a_project_is_told_in_chinese() -> None:
    document = read_project(example_file("hello")).document
    tables: tuple[dict[str, Any], ...] = (
        {"train": {"optimiser": ["adam"]}},
        {"train": {"optimiser": "newton"}},
        {"breakpoints": [{"kind": 5}]},
        {"breakpoints": [{"kind": "condition", "text": 3}]},
        {"breakpoints": [{"kind": "condition", "nothing": 3}]},
        {"breakpoints": [{}]},
        {"watches": [{"text": 3}]},
    )
    for table in tables:
        with pytest.raises(FormatError) as caught:
            saved_in(Project({**document, **table}, {}), "edited.rnnviz")
        assert_chinese(caught.value.args[0])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EDEADLK])
def test_that_a_disk_that_fails_while_it_is_written_is_told_in_chinese(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    _, _, why = written(tmp_path / "net.rnnviz", opened(example_file("hello")), no_progress)
    assert_chinese(why)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [MemoryError(), ValueError("operands could not be broadcast together"), KeyError("h"), zipfile.BadZipFile("bad")],
    ids=lambda error: type(error).__name__,
)
def test_that_the_own_words_of_an_error_that_was_not_foreseen_are_not_shown(error: Exception) -> None:
    assert_chinese(cause(error))
    problem = of(error)
    words = told(problem.message, problem.hint)
    assert english_in(words) == [], words
    assert type(error).__name__ in words or isinstance(error, MemoryError)


def test_that_a_line_of_an_example_has_its_chinese_name_in_an_error() -> None:
    from rnnviz.models.text import TextError
    from rnnviz.models.typed import streams_of_typed

    example = opened(example_file("translation")).draft.example
    assert example is not None
    with pytest.raises(TextError) as caught:
        streams_of_typed(example, ["", ""])
    assert example.typed[0].title.zh in assert_chinese(caught.value.args[0])
