"""Every text of the program has its Chinese, which says the same and can be drawn where there is no Chinese font."""

from __future__ import annotations

import re
import string
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import pytest
from PySide6.QtGui import QRawFont
from pytestqt.qtbot import QtBot

from rnnviz.app.language import Translations, entries, translations_path
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import Sentence
from rnnviz.models import Model
from rnnviz.models.example import Words
from rnnviz.models.resources import resource
from rnnviz.session.examples import examples
from tests.translations.sources import needs_translation, texts
from tests.translations.ts_file import brought_up_to_date, first_of_each

ENTRIES = entries(translations_path())
_CHINESE = "[\u4e00-\u9fff]"
_MNEMONIC = re.compile(r"\(&(\w)\)|&(\w)")
_QT_PLACE = re.compile(r"%(?:\d|n)")


def test_that_every_text_is_translated() -> None:
    translated = {(source, comment) for source, comment, said, finished in ENTRIES if finished and said}
    missing = [
        f"{text.file}:{text.line}: {text.source}"
        for key, text in first_of_each(texts()).items()
        if key not in translated
    ]
    assert not missing, "without Chinese; `python -m tests.translations` adds them:\n" + "\n".join(missing)


def test_that_nothing_is_translated_that_no_source_says() -> None:
    keys = {text.key for text in texts()}
    assert [source for source, comment, _, _ in ENTRIES if (source, comment) not in keys] == []


def test_that_the_file_is_in_the_order_of_the_sources() -> None:
    path = translations_path()
    assert brought_up_to_date(path, texts()) == path.read_text(encoding="utf-8"), "run `python -m tests.translations`"


def test_that_one_text_of_one_meaning_has_one_translation() -> None:
    assert len({(source, comment) for source, comment, _, _ in ENTRIES}) == len(ENTRIES)


def _python_places(text: str) -> list[str]:
    return sorted(
        f"{name}!{conversion or ''}:{spec or ''}"
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


def _places(text: str) -> tuple[list[str], list[str]]:
    is_qts = bool(_QT_PLACE.search(text))
    return [] if is_qts else _python_places(text), sorted(set(_QT_PLACE.findall(text)))


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?[a-z]\w*[^<>]*>", text))


def _mnemonic(text: str) -> str:
    found = _MNEMONIC.search(text.replace("&nbsp;", ""))
    return (found[1] or found[2]).lower() if found else ""


@pytest.mark.parametrize("same", [_places, _tags, _mnemonic], ids=lambda function: function.__name__)
def test_that_a_translation_has_what_its_text_has(same: Callable[[str], object]) -> None:
    """The places of values, the tags, and the letter that Alt takes."""
    others = [(source, said) for source, _, said, _ in ENTRIES if said and same(source) != same(said)]
    assert others == []


def test_that_translations_are_set_alike() -> None:
    """A space between Chinese and Latin letters, digits and places; full-width punctuation after Chinese."""
    wrong = []
    for _, _, said, _ in ENTRIES:
        plain = re.sub(r"`[^`]*`|<[^<>]*>|\(&\w\)|\.\w+|\*\.\w+", "|", said)
        gap = re.search(f"{_CHINESE}(?:[A-Za-z0-9{{%]|`)|[A-Za-z0-9}}`]{_CHINESE}|%\\d{_CHINESE}", plain)
        half = re.search(f"{_CHINESE}[,;:!?]|[,;:!?]{_CHINESE}", plain)
        if gap or half or "「" in said or said.count("“") != said.count("”"):
            wrong.append((said, (gap or half or [""])[0]))
    assert wrong == []


def test_that_every_word_of_an_example_is_there_in_both_languages() -> None:
    missing = [
        f"{example.name}: {words.en or words.zh}"
        for example in examples()
        for words in _words_in(example)
        if bool(words.en) != bool(words.zh)
    ]
    assert missing == []


def _words_in(value: object) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words_in(getattr(value, field.name))


def test_that_the_font_that_comes_along_has_every_character_of_the_translations(qtbot: QtBot) -> None:
    """But for signs that the English texts have too, and which the plain font of every system draws."""
    font = QRawFont(str(resource("fonts", "DroidSansFallback.ttf")), 16.0)
    plain = {letter for text in texts() for letter in text.source} | set(string.printable)
    letters = {letter for _, _, said, _ in ENTRIES for letter in said if letter.isprintable()} - plain
    assert len(letters) > 500
    assert sorted(letter for letter in letters if not font.supportsCharacter(ord(letter))) == []


def test_that_the_translations_are_read_within_a_frame_or_two(qtbot: QtBot) -> None:
    def seconds() -> float:
        begin = time.process_time()
        Translations(translations_path())
        return time.process_time() - begin

    assert min(seconds() for _ in range(5)) < 0.04


def test_that_a_text_of_places_alone_needs_no_translation() -> None:
    assert not needs_translation("{first} {rest}")
    assert not needs_translation("{name} = {value}")
    assert needs_translation("%1: %2")
    assert needs_translation("{first} and {second}")


@pytest.mark.parametrize(
    "wrong",
    [
        "'a",
        "0777",
        "x[t]；",
        "“x”",
        "f'{x'",
        "3 x",
        "1 +* 2",
        "tanh(W @",
        "x[t]))",
        "\u200bx",
        "5e",
        "x[t] = not",
        "x[t-k]",
        "x[t-1.5]",
        "x[t-99999999]",
        "onehot(x[t])",
        "onehot(x[t], 0)",
        "total(x[t])",
        "cross_entropy(x[t], 3)",
        "tanh()",
        "tanh(a=1)",
        "sum(x[t], axis=k)",
        "split(x[t], 2)",
    ],
)
def test_that_no_mistake_in_an_equation_is_told_in_english(wrong: str) -> None:
    chinese = Translations(translations_path())
    with pytest.raises(EquationError) as caught:
        Model(f"h[t] = {wrong}")
    told = str(caught.value.args[0])
    assert isinstance(caught.value.args[0], Sentence)
    rendered = caught.value.args[0].render(lambda template: chinese.translate("", template) or template)
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"`[^`]*`", "", rendered))
    assert not words, (told, rendered)
