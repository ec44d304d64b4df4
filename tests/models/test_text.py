"""A text as a sequence, and the streams made of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.models.streams import Role
from rnnviz.models.text import TextError, TextSequence, visible


def test_that_hello_is_four_timesteps() -> None:
    sequence = TextSequence("hello")
    assert (sequence.timesteps, sequence.inputs, sequence.targets) == (4, "hell", "ello")
    assert sequence.vocabulary == ("h", "e", "l", "o")


def test_that_the_vocabulary_follows_a_chinese_text() -> None:
    sequence = TextSequence("床前明月光，疑是地上霜。举头望明月")
    assert sequence.vocabulary[:3] == ("床", "前", "明")
    assert len(sequence.vocabulary) == len(set(sequence.text)) == 15


@pytest.mark.parametrize(("text", "found"), [("", "The text is empty"), ("字", "The text is one character, “字”")])
def test_that_a_text_without_a_timestep_is_refused(text: str, found: str) -> None:
    with pytest.raises(TextError, match=f"{found}.*at least two characters: the model reads one and predicts the next"):
        TextSequence(text)


@given(st.text(min_size=2, max_size=50))
def test_that_streams_spell_the_text(text: str) -> None:
    sequence = TextSequence(text)
    bound = sequence.bind(
        {"x": Role(), "token": Role(index=True), "target": Role(index=True, target=True), "goal": Role(target=True)}
    )
    v = sequence.vocabulary
    assert bound["x"].shape == (sequence.timesteps, len(v))
    assert "".join(v[i] for i in np.argmax(bound["x"], axis=1)) == sequence.inputs
    assert "".join(v[i] for i in np.asarray(bound["token"])) == sequence.inputs
    assert "".join(v[i] for i in np.asarray(bound["target"])) == sequence.targets
    assert "".join(v[i] for i in np.argmax(bound["goal"], axis=1)) == sequence.targets
    assert np.array_equal(np.asarray(bound["x"]).sum(axis=1), np.ones(sequence.timesteps))


def test_that_an_index_has_size_zero_and_a_one_hot_vector_the_vocabularys() -> None:
    sequence, uses = TextSequence("hello"), {"x": Role(), "target": Role(index=True, target=True)}
    assert sequence.sizes(uses) == {"x": 4, "target": 0}
    assert sequence.classes(uses) == {"target": 4}


def test_that_white_space_can_be_seen() -> None:
    symbols = "a \n\t字\u00a0\u3000\u200b"
    assert [visible(symbol) for symbol in symbols] == ["a", "␣", "↵", "⇥", "字", "⍽", "□", "U+200B"]
