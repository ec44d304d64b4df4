"""Sentences from below Qt, errors and the debugger's words, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rnnviz.equations.sentence import Sentence, said
from rnnviz.models.example import Words


def translated(text: str) -> str:
    """A sentence with all its parts in the window's language; another text as it is."""
    return text.render(_template) if isinstance(text, Sentence) else text


def _template(template: str) -> str:
    return QCoreApplication.translate("Sentence", template)


def told(message: str, hint: str) -> str:
    """What is wrong and, where that is known, what would be right, in the window's language."""
    return translated(said("{message} {hint}", message=message, hint=hint)) if hint else translated(message)


def language() -> str:
    """The code of the window's language: "en", or "zh_CN"."""
    return QCoreApplication.translate("Language", "en", "the code of this language")


def worded(words: Words) -> str:
    """What an example says, in the window's language."""
    return words.said(language())
