"""How the debugger's sentences are marked for translation."""

from __future__ import annotations

from rnnviz.equations.sentence import Sentence as Sentence


def QT_TRANSLATE_NOOP(context: str, template: str) -> str:
    """The template itself; the name marks it for extraction."""
    return template
