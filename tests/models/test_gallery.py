"""The gallery's files: each can be read, and each cell runs at once on a text."""

from __future__ import annotations

import pytest

from rnnviz.models import gallery


def test_that_the_gallery_has_the_usual_cells_from_simple_to_less_simple() -> None:
    names = [entry.name for entry in gallery.cells()]
    assert names == ["vanilla", "lstm", "gru", "peephole", "two_layers", "bidirectional", "residual"]


def test_that_the_first_example_is_the_lectures() -> None:
    entry = gallery.example("hello")
    assert (entry.title, entry.body) == ("hello", "hello")


@pytest.mark.parametrize("entry", [*gallery.cells(), *gallery.examples()], ids=lambda entry: entry.name)
def test_that_a_file_says_what_it_is(entry: gallery.Entry) -> None:
    assert entry.title
    assert entry.about.endswith(".")
    assert not entry.body.startswith(("#", "\n"))


@pytest.mark.parametrize(
    ("text", "missing"),
    [("h[t] = 1", "title, about"), ("# title: a\n# about: b\n\n", "body"), ("# about: b\nh[t] = 1", "title")],
)
def test_that_a_file_that_lacks_something_is_refused(text: str, missing: str) -> None:
    with pytest.raises(ValueError, match=f"mine: no {missing}"):
        gallery.parse("mine", text)


def test_that_an_unknown_cell_is_an_error() -> None:
    with pytest.raises(KeyError):
        gallery.cell("transformer")
