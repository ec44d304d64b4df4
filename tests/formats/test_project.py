"""A project is one file that a person can read; whatever is wrong with one is said, and nothing else happens."""

import io
import tomllib
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.formats.project import Project, is_project, parse_project, read_project, write_project
from rnnviz.formats.text import FormatError

HEAD = 'format = "rnnviz project"\nversion = 1\n'
DOCUMENT = {"model": {"equations": "h[t] = tanh(h[t-1])\nL[t] = mse(h[t], y[t])"}, "data": {"text": "天\ud800"}}
ARRAYS = {"data/streams/x": np.arange(6.0).reshape(3, 2), "data/parameters/W": np.ones((2, 2), np.float32)}


def test_that_a_project_without_arrays_is_readable_text_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.rnnviz"
    write_project(path, Project(DOCUMENT))
    lines = path.read_text(encoding="utf-8", errors="surrogatepass").splitlines()
    assert lines[0].startswith("# A project of rnnviz")
    assert "h[t] = tanh(h[t-1])" in lines
    assert read_project(path) == Project(DOCUMENT)


def test_that_a_project_with_arrays_is_the_same_text_and_arrays_that_numpy_reads(tmp_path: Path) -> None:
    path = tmp_path / "a.rnnviz"
    write_project(path, Project(DOCUMENT, ARRAYS))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["project.toml", *(f"{name}.npy" for name in ARRAYS)]
        text = archive.read("project.toml").decode(errors="surrogatepass")
    assert tomllib.loads(text)["model"] == DOCUMENT["model"]
    back = read_project(path)
    assert back.document == DOCUMENT
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(back.arrays[name], array)


def test_that_the_same_project_is_the_same_file(tmp_path: Path) -> None:
    for name in "ab":
        write_project(tmp_path / name, Project(DOCUMENT, ARRAYS))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_that_an_editor_s_byte_order_mark_and_line_ends_do_no_harm() -> None:
    text = "\ufeff" + HEAD.replace("\n", "\r\n") + 'note = """\r\na\r\nb"""\r\n'
    assert parse_project(io.BytesIO(text.encode()), "it").document == {"note": "a\nb"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "does not say `format"),
        (b"hello\n", "line 1"),
        (b"a = 1\n\nb = \xff", "line 3 is not text"),
        (b"a = 1", "does not say `format"),
        (b'format = "rnnviz project"', "version"),
        (b'format = "rnnviz project"\nversion = "1"', "version"),
        (b'format = "rnnviz project"\nversion = true', "version"),
        (b'format = "rnnviz project"\nversion = 7', "newer rnnviz, as version 7"),
        (HEAD.encode() + b"a = " + b"[" * 100_000, "nested too deeply"),
        (HEAD.encode() + b"a = " + b"9" * 5000, "edited wrongly"),
        (HEAD.encode() + b"a = 1\na = 2\n", "line 4"),
        (b"PK\x03\x04 and no zip", "damaged"),
    ],
)
def test_that_what_is_no_project_is_said_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words) as refused:
        parse_project(io.BytesIO(data), "it.rnnviz")
    assert "it.rnnviz" in str(refused.value)


def test_that_another_zip_archive_is_no_project() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../etc/passwd", "a way out")
        archive.writestr("word/document.xml", "")
    with pytest.raises(FormatError, match=r"no “project\.toml”"):
        parse_project(file, "a.docx")


def test_that_a_folder_a_missing_file_and_a_device_are_refused(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "folder"), (tmp_path / "none", "not there"), (Path("/dev/zero"), "no ordinary")):
        if path.exists() or words == "not there":
            with pytest.raises(FormatError, match=words):
                read_project(path)


def test_that_a_project_is_known_by_its_ending_or_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    write_project(path, Project(DOCUMENT))
    assert is_project(path)
    assert is_project(Path("missing.RNNVIZ"))
    assert not is_project(tmp_path / "missing.txt")


def whole(with_arrays: bool) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        write_project(path, Project(DOCUMENT, ARRAYS if with_arrays else {}))
        return path.read_bytes()


WHOLE = {with_arrays: whole(with_arrays) for with_arrays in (False, True)}


@given(st.booleans(), st.data())
def test_that_a_mutilated_project_is_refused_or_read_and_nothing_else(with_arrays: bool, data: st.DataObject) -> None:
    mutilated = bytearray(WHOLE[with_arrays])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(mutilated) - 1))
        length = data.draw(st.integers(0, 40))
        mutilated[place : place + length] = data.draw(st.binary(max_size=40))
        if not mutilated:
            break
    try:
        parse_project(io.BytesIO(mutilated), "it")
    except FormatError:
        return


@given(st.booleans(), st.data())
def test_that_half_a_project_is_refused(with_arrays: bool, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(WHOLE[with_arrays]) - 2))
    try:
        read = parse_project(io.BytesIO(WHOLE[with_arrays][:length]), "it")
    except FormatError:
        return
    assert not with_arrays, "an archive is whole or refused"
    assert set(read.document) <= set(DOCUMENT)
