"""The file of translations, written as Qt Linguist reads it: by context, in the order of the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from tests.translations.sources import Text, needs_translation

_HEAD = re.compile(r"\A.*?(?=<TS )", re.DOTALL)
Key = tuple[str, str]


def first_of_each(texts: Iterable[Text]) -> dict[Key, Text]:
    """The texts to be translated, each where it stands first."""
    found: dict[Key, Text] = {}
    for text in texts:
        if needs_translation(text.source):
            found.setdefault(text.key, text)
    return found


def written(texts: Iterable[Text], translations: Mapping[Key, str], before: str) -> str:
    """The file's text.

    Args:
        before: the file's text until now; what stands above its element, the glossary, stays.
    """
    head = _HEAD.match(before)
    lines = [f'{head[0] if head else ""}<TS version="2.1" language="zh_CN" sourcelanguage="en">']
    context = None
    for key, text in first_of_each(texts).items():
        if text.context != context:
            lines += ["</context>"] * (context is not None) + ["<context>", f"    <name>{escape(text.context)}</name>"]
            context = text.context
        lines += ["    <message>", f"        <source>{_escaped(text.source)}</source>"]
        if text.comment:
            lines.append(f"        <comment>{_escaped(text.comment)}</comment>")
        if key in translations:
            lines.append(f"        <translation>{_escaped(translations[key])}</translation>")
        else:
            lines.append('        <translation type="unfinished"></translation>')
        lines.append("    </message>")
    return "\n".join([*lines, "</context>", "</TS>", ""])


def brought_up_to_date(path: Path, texts: Iterable[Text]) -> str:
    """What the file should be: all texts and no others, with the translations that it has."""
    from rnnviz.app.language import entries

    kept = {(source, comment): said for source, comment, said, finished in entries(path) if finished and said}
    return written(texts, kept, path.read_text(encoding="utf-8"))


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})
