"""What classes are called."""

from __future__ import annotations

from rnnviz.models.example import Example, Typed, Words
from rnnviz.models.naming import ExampleNaming
from rnnviz.models.text import TextSequence


def test_that_a_text_names_the_classes_of_every_stream() -> None:
    assert TextSequence("hello").named("x") == ("h", "e", "l", "o")


def test_that_an_example_names_streams_by_themselves_and_by_what_is_typed() -> None:
    example = Example(
        "own", Words("own"), Words("own"),
        vocabulary={"english": ("one", "two"), "answer": ("no", "yes")},
        typed=(Typed(Words("in"), "english", reads="source"), Typed(Words("out"), "answer", predicts="target")),
    )  # fmt: skip
    naming = ExampleNaming(example)
    assert naming.named("source") == ("one", "two")
    assert naming.named("target") == ("no", "yes")
    assert naming.named("answer") == ("no", "yes")
    assert naming.named("x") == ()
