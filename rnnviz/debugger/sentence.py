"""A sentence about a run as a template and its values, so that whoever shows it can translate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

CONTEXT = "Narration"
"""The translation context of every template."""


def QT_TRANSLATE_NOOP(context: str, template: str) -> str:
    """The template itself; the name marks it for extraction."""
    return template


@dataclass(frozen=True)
class Sentence:
    """`template` with `values` in its braces; a value may itself be a sentence."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, translate: Callable[[str], str]) -> str:
        """The sentence with each template as `translate` turns it."""
        values = {
            name: value.render(translate) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.render(str)
