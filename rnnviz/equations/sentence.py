"""A sentence as a template and its values, so that whoever shows it can translate it; for all others it is a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence


class Sentence(str):
    """`template` with `values` in its braces; a value may itself be a sentence.

    It is the English text, and what is made of it in plain ways (a slice, an f-string) is plain text. `str` leaves it
    as it is: that of an error that was raised with a sentence is the sentence.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] | None = None) -> Sentence:
        values = {name: str(value) if isinstance(value, Exception) else value for name, value in (values or {}).items()}
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]  # a copy is made of the same
        return self.template, self.values

    def __str__(self) -> str:
        return self

    def render(self, translate: Callable[[str], str], worded: Callable[[object], object] = lambda one: one) -> str:
        """The sentence with each template as `translate` turns it, and each other value as `worded` does."""
        values = {
            name: value.render(translate, worded) if isinstance(value, Sentence) else worded(value)
            for name, value in self.values.items()
        }
        return translate(self.template).format(**values)


def said(template: str, /, **values: object) -> Sentence:
    """The sentence of a template, a literal that translators find, and of the values in its braces."""
    return Sentence(template, values)


def both(sentences: Sequence[str]) -> str:
    """Parts of a sentence with “and” between them; empty if there is none."""
    told: str = sentences[0] if sentences else ""
    for one in sentences[1:]:
        told = said("{first} and {second}", first=told, second=one)
    return told
