"""What a user types becomes what the model reads, and comes back as it was typed."""

from __future__ import annotations

import pytest

from rnnviz.models.example import Example, Typed, Words
from rnnviz.models.text import TextError
from rnnviz.models.typed import lines_of_streams, streams_of_typed

SENTENCE = Example(
    "sentence", Words("T"), Words("A"), vocabulary={"word": ("not", "good", "I"), "verdict": ("negative", "positive")},
    typed=(Typed(Words("Sentence"), "word", reads="token"),
           Typed(Words("Verdict"), "verdict", predicts="target", at="last")),
)  # fmt: skip
TRANSLATION = Example(
    "translation", Words("T"), Words("A"), vocabulary={"english": ("one", "two"), "chinese": (">", "一", "二", ".")},
    typed=(Typed(Words("English"), "english", reads="source"),
           Typed(Words("Chinese"), "chinese", "characters", "previous", "target", ">", ".")),
)  # fmt: skip


def test_that_words_are_counted_and_the_verdict_stands_at_the_last() -> None:
    found = streams_of_typed(SENTENCE, ["NOT good", "positive"])
    assert found["token"].tolist() == [0, 1]
    assert found["target"].tolist() == [-1, 1]
    assert streams_of_typed(SENTENCE, ["I good not", ""])["target"].tolist() == [-1, -1, -1]


def test_that_what_is_read_is_what_is_predicted_one_timestep_later() -> None:
    found = streams_of_typed(TRANSLATION, ["two one two", "二一"])
    assert found["source"].tolist() == [1, 0, 1]
    assert found["previous"].tolist() == [0, 2, 1]
    assert found["target"].tolist() == [2, 1, 3]


def test_that_an_unknown_translation_has_no_target() -> None:
    found = streams_of_typed(TRANSLATION, ["two", ""])
    assert found["previous"].tolist() == [0]
    assert found["target"].tolist() == [-1]


@pytest.mark.parametrize(("example", "lines"), [(SENTENCE, ["I not good", "negative"]), (TRANSLATION, ["one", "一二"])])
def test_that_streams_come_back_as_lines(example: Example, lines: list[str]) -> None:
    assert lines_of_streams(example, streams_of_typed(example, lines)) == lines


@pytest.mark.parametrize(
    ("example", "lines", "told"),
    [
        (SENTENCE, ["not bad", ""], "“bad” \\(number 2 of the line\\) is none that this model knows: not, good, I"),
        (SENTENCE, ["  ", "positive"], "“Sentence” is empty"),
        (SENTENCE, ["good", "positive negative"], "takes one word, not 2"),
        (TRANSLATION, ["one", "一>"], "“>” \\(number 2"),
        (TRANSLATION, ["one", "三"], "“三”"),
    ],
)
def test_that_what_no_model_knows_is_told(example: Example, lines: list[str], told: str) -> None:
    with pytest.raises(TextError, match=told):
        streams_of_typed(example, lines)
