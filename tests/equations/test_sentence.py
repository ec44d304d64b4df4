"""A sentence is a text for whoever wants one, and keeps what it was made of for whoever translates it."""

from __future__ import annotations

import copy
import pickle

import pytest

from rnnviz.equations import EquationError
from rnnviz.equations.errors import Place
from rnnviz.equations.sentence import Sentence, both, said

CHINESE = {
    "`{name}` is {shape}": "`{name}` 是 {shape}",
    "a vector of {size}": "{size} 维向量",
    "{first} and {second}": "{first}，{second}",
    "line {line}, column {column}: {told}": "第 {line} 行第 {column} 列：{told}",
    "{message} {hint}": "{message}{hint}",
    "Too large.": "太大。",
    "Make it smaller.": "请减小。",
}


def vector() -> Sentence:
    return said("`{name}` is {shape}", name="h", shape=said("a vector of {size}", size=3))


def test_that_a_sentence_is_its_english_text() -> None:
    assert vector() == "`h` is a vector of 3"
    assert f"{vector()}." == "`h` is a vector of 3."
    assert type(f"{vector()}.") is str
    assert said("{{{count:,}}} of {text!r}", count=1000, text="a") == "{1,000} of 'a'"


def test_that_every_part_of_a_sentence_is_translated() -> None:
    assert both([vector(), vector()]).startswith("`h` is a vector of 3 and ")
    told = both([vector(), vector()])
    assert isinstance(told, Sentence)
    assert told.render(CHINESE.__getitem__) == "`h` 是 3 维向量，`h` 是 3 维向量"


def test_that_an_errors_text_is_the_sentence_that_it_was_raised_with() -> None:
    error = EquationError(said("Too large."), Place(2, 4), said("Make it smaller."))
    words = str(error)
    assert words == "line 2, column 5: Too large. Make it smaller."
    assert isinstance(words, Sentence)
    assert words.render(CHINESE.__getitem__) == "第 2 行第 5 列：太大。请减小。"


def test_that_an_error_in_a_sentence_is_its_words_and_keeps_nothing_alive() -> None:
    told = said("It is wrong: {error}", error=ValueError(vector()))
    assert told == "It is wrong: `h` is a vector of 3"
    assert isinstance(told.values["error"], Sentence)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_that_a_copy_can_be_translated_too(again: object) -> None:
    assert callable(again)
    made = again(said("a {{brace}} and {name}", name=vector()))
    assert made == "a {brace} and `h` is a vector of 3"
    assert isinstance(made, Sentence)
    assert isinstance(made.values["name"], Sentence)
