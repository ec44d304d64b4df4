"""A user's text file, read with care: size, encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from pathlib import Path

from rnnviz.equations.sentence import said
from rnnviz.formats.system_errors import what_the_system_says

SIZE_LIMIT = 8 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like utf-16's mark, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": said("a PDF document"),
    b"PK\x03\x04": said("a zip archive (so are .docx, .xlsx, .pt and .npz files)"),
    b"\x89PNG": said("an image"),
    b"\xff\xd8\xff": said("an image"),
    b"GIF8": said("an image"),
    b"\x1f\x8b": said("a compressed file"),
    b"\x7fELF": said("a program"),
    b"MZ": said("a program"),
    b"\x93NUMPY": said("a numpy array"),
    b"\x89HDF": said("an HDF5 file"),
    b"\xd0\xcf\x11\xe0": said("an old Office document"),
}


class FormatError(ValueError):
    """A file that cannot be read as what it was taken for; the message is a whole sentence for the window."""


def read(path: Path | str, limit: int = SIZE_LIMIT) -> str:
    """The text of a file, with line ends as "\\n".

    UTF-8, UTF-16 and UTF-32 with their marks, UTF-8 without, GB 18030, and last Latin-1 (as Windows extends it) where
    the result looks like text. Raises FormatError if the file is missing, no ordinary file, larger than `limit` bytes,
    empty, or not text.
    """
    path = Path(path)
    data = _bytes(path, limit)
    if not data:
        raise FormatError(said("“{name}” is empty: there is no text in it to read.", name=path.name))
    text = decode(data)
    if text is None:
        kind = next((words for mark, words in _SIGNATURES.items() if data.startswith(mark)), said("a binary file"))
        raise FormatError(
            said(
                "“{name}” is not text: it looks like {kind}. Save it as plain text (UTF-8) and open it again.",
                name=path.name,
                kind=kind,
            )
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        raise FormatError(said("“{name}” is empty: there is no text in it to read.", name=path.name))
    return text


def decode(data: bytes) -> str | None:
    """The text that these bytes most plausibly are, None if they are none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data or any(data.startswith(mark) for mark in _SIGNATURES if not mark.isalnum()):
        return None
    for encoding, plausible in (("utf-8", _anything), ("gb18030", _looks_chinese), ("cp1252", _looks_western)):
        text = _decoded(data, encoding)
        if text is not None and plausible(text):
            return text
    return None


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise FormatError(said("“{name}” is a folder; open a text file.", name=path.name))
        if path.exists() and not path.is_file():
            raise FormatError(said("“{name}” is not an ordinary file; open a text file.", name=path.name))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise FormatError(
            said("“{name}” could not be opened: {why}.", name=path.name, why=what_the_system_says(error))
        ) from error
    if len(data) > limit:
        raise FormatError(
            said(
                "“{name}” is larger than {limit:.3g} MB, more than can be stepped through. Cut out the part you "
                "want to look at.",
                name=path.name,
                limit=limit / 1024**2,
            )
        )
    return data


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _is_plain(text) else None


def _is_plain(text: str) -> bool:
    """Whether there is no control character in it that no text has (all but white space, and a terminal's colours)."""
    allowed = "\t\n\r\f\v\x1b"
    return not any(unicodedata.category(symbol) in ("Cc", "Cs") and symbol not in allowed for symbol in set(text))


def _anything(text: str) -> bool:
    return True


def _looks_western(text: str) -> bool:
    """Whether it is mostly ASCII, as a text in any language of Western Europe is."""
    return sum(count for symbol, count in Counter(text).items() if symbol < "\x80") >= 0.6 * len(text)


def _looks_chinese(text: str) -> bool:
    """Whether what lies beyond ASCII is what Chinese texts are made of.

    Almost any Latin-1 text decodes as GB 18030 as well: a French word's é and the letter after it become one ideograph,
    but one of those that GB 18030 added, whose second byte may be ASCII. A Chinese text mostly has the characters of
    GB 2312; or, in traditional characters, little else than ideographs.
    """
    counts = {symbol: count for symbol, count in Counter(text).items() if symbol > "\x7f"}
    beyond = sum(counts.values())
    usual = sum(count for symbol, count in counts.items() if _decodes(symbol.encode("gb18030"), "gb2312"))
    return bool(beyond) and (usual >= 0.8 * beyond or beyond >= 0.6 * len(text))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
