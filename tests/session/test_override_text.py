"""Overrides in words, and what is typed of them."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.models.overrides import Override, Value
from rnnviz.session.override_text import place_text, value_text, value_typed, vocabulary_of
from rnnviz.session.overrides import current_value, selected_place, set_override
from rnnviz.session.session import Session

HELO = ("h", "e", "l", "o")


@pytest.mark.parametrize(
    ("typed", "shape", "value"),
    [
        ("0.5", (), 0.5),
        ("−0,25", (), -0.25),
        ("1e-3", (), 1e-3),
        ("0.1 0.2 0.3", (3,), (0.1, 0.2, 0.3)),
        ("[0.1, 0.2, 0.3]", (3,), (0.1, 0.2, 0.3)),
        ("1 2 3 4", (2, 2), ((1.0, 2.0), (3.0, 4.0))),
        ("7", (1,), (7.0,)),
    ],
)
def test_that_numbers_are_read_as_they_are_written(typed: str, shape: tuple[int, ...], value: Value) -> None:
    assert value_typed(typed, shape, None, index=False) == value


@pytest.mark.parametrize(
    ("typed", "shape", "words"),
    [
        ("", (), "“” is no number"),
        ("much", (), "“much” is no number. Write one like -0.25"),
        ("1 2", (3,), "3 numbers are needed, with spaces between them, and there are 2"),
        ("1 2 x", (3,), "“x” is no number"),
    ],
)
def test_that_what_cannot_be_read_is_said_with_what_would_be_right(
    typed: str, shape: tuple[int, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        value_typed(typed, shape, None, index=False)


def test_that_symbols_are_classes_or_one_hot_vectors() -> None:
    assert value_typed("l", (), HELO, index=True) == 2.0
    assert value_typed("l", (4,), HELO, index=False) == (0.0, 0.0, 1.0, 0.0)
    for none in ("", "-", "–"):
        assert value_typed(none, (), HELO, index=True) == -1.0
    assert value_typed(" ", (), ("a", " "), index=True) == 1.0
    assert value_typed("␣", (), ("a", " "), index=True) == 1.0
    with pytest.raises(ValueError, match="vocabulary: h e l o"):
        value_typed("z", (), HELO, index=True)


@given(st.text(max_size=12), st.sampled_from([(), (3,), (2, 2)]))
def test_that_any_text_is_a_value_or_a_sentence(text: str, shape: tuple[int, ...]) -> None:
    for symbols in (None, HELO):
        with contextlib.suppress(ValueError):
            value_typed(text, shape, symbols, index=not shape)


def test_that_a_target_is_read_and_set_as_a_symbol(session: Session) -> None:
    tape = session.tape
    assert tape is not None
    session.select("target", 3)
    assert selected_place(session) == ("target", 3, None)
    symbols = vocabulary_of(tape, session.sequence, "target", None)
    assert symbols == HELO
    one = Override("target", 3, None, value_typed("h", (), symbols, index=True))
    assert value_text(tape, session.sequence, one) == "“h”"
    assert set_override(session, one) == ""
    assert session.tape is not None
    assert current_value(session.tape, "target", 3, None) == 0.0
    assert set_override(session, Override("target", 3, None, -1.0)) == ""
    assert session.tape["L"][2] == 0
    assert value_text(session.tape, session.sequence, session.draft.overrides[0]) == "none"


def test_that_places_are_named_as_the_inspector_names_them() -> None:
    assert place_text("h", 2, (1,)) == "h[2], unit 1"
    assert place_text("L", 3, ()) == "L[3]"
    assert place_text("W_hh", None, (0, 2)) == "W_hh[0, 2]"
    assert place_text("W_hh", 3, (0, 2)) == "W_hh[0, 2] at t = 3"
    assert place_text("x", 3, None) == "x[3]"
