"""A user's text file: encodings, size, and what is refused."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.formats.text import FormatError, decode, read

CHINESE = "床前明月光，疑是地上霜。举头望明月，低头思故乡。"
FRENCH = "Déjà vu: l’été, où le garçon naïf mange une crêpe près de la forêt."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("hello", "ascii"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        (CHINESE, "gb18030"),
        (CHINESE + " hello", "gbk"),
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        ("Füße, Äpfel, Öl", "latin-1"),
        ("¿Qué? ¡Sí, señor!", "latin-1"),
        ("Les élèves préférés détestent", "latin-1"),  # é and the letter after it are a Chinese character too
        ("床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。", "gbk"),
        ("門開關問聞閱讀學習頭髮龍龜", "gbk"),
        ("h的e", "gbk"),
        ("日本語 and more", "utf-8"),
        ("😀 emoji 😀", "utf-8"),
    ],
)
def test_that_a_text_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a text.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path) == text


def test_that_line_ends_become_one(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(b"a\r\nb\rc\nd")
    assert read(path) == "a\nb\nc\nd"


@pytest.mark.parametrize("marked", ["utf-16-be", "utf-16-le"])
def test_that_both_orders_of_utf_16_are_read(tmp_path: Path, marked: str) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes(("\ufeff" + CHINESE).encode(marked))
    assert read(path) == CHINESE


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"], ids=["nothing", "utf-8 mark", "utf-16 mark"])
def test_that_an_empty_file_is_said_to_be_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"“nothing\.txt” is empty"):
        read(path)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (bytes(range(256)), "a binary file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3 stream", "a PDF document"),
        (b"\x7fELF\x02\x01\x01", "a program"),
        (b"\x93NUMPY\x01\0", "a numpy array"),
        ("wide without a mark".encode("utf-16-le"), "a binary file"),
        (b"\xff\xfeodd", "a binary file"),
        ("Привет, мир!".encode("koi8-r"), "a binary file"),
    ],
)
def test_that_a_binary_file_is_refused_by_what_it_is(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "thing.txt"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=f"is not text: it looks like {kind}.*UTF-8"):
        read(path)


def test_that_a_zip_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", "hello")
    with pytest.raises(FormatError, match="a zip archive"):
        read(path)


def test_that_a_text_beginning_like_a_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mz.txt"
    path.write_text("MZ is how this text begins", encoding="utf-8")
    assert read(path).startswith("MZ is")


def test_that_a_file_over_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 2_000_001)
    with pytest.raises(FormatError, match=r"larger than 1\.91 MB.*Cut out the part"):
        read(path, limit=2_000_000)
    assert len(read(path)) == 2_000_001


def test_that_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(FormatError, match=r"“gone\.txt” could not be opened: there is no such file"):
        read(tmp_path / "gone.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_that_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(FormatError, match="not an ordinary file"):
        read(path)


@given(st.binary(max_size=200))
def test_that_any_bytes_are_a_text_or_none(data: bytes) -> None:
    text = decode(data)
    assert text is None or "\0" not in text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_that_any_text_survives_utf_8(text: str) -> None:
    if decode(text.encode()) is not None:  # None for the few that begin like a known binary format
        assert decode(text.encode()) == text
