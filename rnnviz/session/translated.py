"""Sentences from below Qt, errors and the debugger's words, in the window's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from rnnviz.equations.sentence import Sentence, said
from rnnviz.models.example import Words

_BETWEEN_CHINESE = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])|(?<=[，。；：？！）]) ")


def translated(text: str) -> str:
    """A sentence with all its parts in the window's language; another text as it is."""
    if not isinstance(text, Sentence):
        return text
    # A translation has a space between Chinese and what is put into it; where that is Chinese too there is none, and
    # none after its full stop.
    return _BETWEEN_CHINESE.sub("", text.render(_template, _value))


def _template(template: str) -> str:
    return QCoreApplication.translate("Sentence", template)


def _value(value: object) -> object:
    return worded(value) if isinstance(value, Words) else value


def told(message: str, hint: str) -> str:
    """What is wrong and, where that is known, what would be right, in the window's language."""
    return translated(said("{message} {hint}", message=message, hint=hint)) if hint else translated(message)


def language() -> str:
    """The code of the window's language: "en", or "zh_CN"."""
    return QCoreApplication.translate("Language", "en", "the code of this language")


def worded(words: Words) -> str:
    """What an example says, in the window's language."""
    return words.said(language())
