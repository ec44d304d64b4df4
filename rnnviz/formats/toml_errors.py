"""What is wrong with a text that is no TOML: the messages of Python's `tomllib`, in words that can be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from rnnviz.equations.sentence import Sentence, said

_MESSAGE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_QUOTES = said("the quotes of a text are not closed")
_TWICE = said("this name has a value already")
_NO_VALUE = said("this is no value: a number, `true`, `false`, a text in quotes, or a list in brackets")
_BACKSLASH = said(r"`\` in a text is written twice, or the text stands in single quotes")

_WORDS = {
    "Invalid statement": said("a line is `name = value`, `[table]`, or a comment after `#`"),
    "Expected newline or end of document after a statement": said("the next value belongs on the next line"),
    "Expected '=' after a key in a key/value pair": said("`=` is missing after the name"),
    "Expected ']' at the end of a table declaration": said("`]` is missing"),
    "Expected ']]' at the end of an array declaration": said("`]]` is missing"),
    "Invalid initial character for a key part": said("a name has letters, digits, `-` and `_`, or stands in quotes"),
    "Invalid value": _NO_VALUE,
    "Invalid date or datetime": _NO_VALUE,
    "Unterminated string": _QUOTES,
    "Unclosed array": said("the brackets of a list are not closed"),
    "Unclosed inline table": said("the braces of a table are not closed"),
    "Cannot overwrite a value": _TWICE,
    "Unescaped '\\' in a string": _BACKSLASH,
    "Invalid hex value": _BACKSLASH,
    "Escaped character is not a Unicode scalar value": said("there is no such character"),
}  # fmt: skip


def _character(found: str) -> Sentence:
    """`found`: a character as Python quotes it."""
    mark = ast.literal_eval(found)
    if mark == "\n":
        return _QUOTES
    return said("the character U+{code:04X} cannot stand here", code=ord(mark))


def _table(found: str) -> Sentence:
    """`found`: the parts of a table's name, as Python writes a tuple."""
    return said("the table `{name}` is there already, and complete", name=".".join(ast.literal_eval(found)))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[str], Sentence]], ...] = (
    (re.compile(r"(?:Found invalid|Illegal) character (.*)", re.DOTALL), _character),
    (re.compile(r"Cannot (?:declare|mutate immutable namespace|redefine namespace) (\(.*?\))(?: twice)?"), _table),
    (re.compile(r"Duplicate inline table key (.*)", re.DOTALL), lambda found: _TWICE),
    (re.compile(r"Expected (.*)", re.DOTALL), lambda found: _QUOTES),
)


def what_toml_says(error: ValueError, text: str) -> Sentence:
    """Where a text is wrong, and what is. `error` is what `tomllib.loads` raised for it."""
    found = _MESSAGE.fullmatch(str(error))
    if found is None:
        return said("a number in it has more digits than can be read")
    line, column = found["line"], found["column"]
    if line is None:  # at the end of the document
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    return said("line {line}, column {column}: {what}", line=line, column=column, what=_what(found["what"]))


def _what(message: str) -> Sentence:
    if message in _WORDS:
        return _WORDS[message]
    for pattern, words in _PATTERNS:
        match = pattern.fullmatch(message)
        if match is not None:
            return words(match[1])
    return _WORDS["Invalid statement"]
