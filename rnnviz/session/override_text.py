"""Overrides in words, and what a user types of them: numbers, or the symbols of the text that the run is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.debugger.numbers import number
from rnnviz.equations.sentence import said
from rnnviz.models.overrides import Override, Value
from rnnviz.models.text import visible

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.models.naming import Naming

_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_MOST_TOLD = 4
NONE = "–"
"""How it is written that there is no target."""


def number_typed(text: str) -> float:
    """The number that a user has typed, with a point or a comma before the decimals.

    Raises:
        ValueError: for what is no number, and for 1,000, which may be one or a thousand.
    """
    text = text.strip().replace("−", "-")
    if _DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        text = text.replace(",", ".")
    return float(text)


def vocabulary_of(tape: Tape, naming: Naming | None, name: str, unit: object) -> Sequence[str] | None:
    """What a stream's classes are called, that holds one a timestep as its number or as a one-hot vector; None for
    numbers without names, and for one element of a one-hot vector."""
    stream = tape.model.as_taught.graph.streams.get(name)
    names = naming.named(name) if naming is not None else ()
    if stream is None or not names:
        return None
    return names if stream.index or (stream.shape == (len(names),) and unit is None) else None


def place_text(name: str, timestep: int | None, unit: tuple[int, ...] | None) -> str:
    """`h[2], unit 1`; `W_hh[0, 2]`; `W_hh[0, 2] at t = 3`."""
    if unit is not None and len(unit) == 2:
        element = f"{name}[{unit[0]}, {unit[1]}]"
        if timestep is None:
            return element
        return QCoreApplication.translate("Override", "{element} at t = {t}").format(element=element, t=timestep)
    place = name if timestep is None else f"{name}[{timestep}]"
    if not unit:
        return place
    return QCoreApplication.translate("Override", "{place}, unit {unit}").format(place=place, unit=unit[0])


def value_text(tape: Tape | None, naming: Naming | None, one: Override) -> str:
    """The value of an override: a number, several, or a symbol in quotes."""
    values = np.atleast_1d(np.asarray(one.value, float)).ravel()
    symbols = vocabulary_of(tape, naming, one.name, one.unit) if tape is not None else None
    if symbols is not None:
        hot = values.size > 1
        index = int(values.argmax()) if hot else int(values[0])
        if 0 <= index < len(symbols) and (not hot or (values.sum() == 1 and values.max() == 1)):
            return f"“{visible(symbols[index])}”"
        if not hot:
            return QCoreApplication.translate("Override", "none")
    told = ", ".join(map(number, values[:_MOST_TOLD].tolist()))
    return told if len(values) <= _MOST_TOLD else f"{told}, …"


def value_typed(text: str, shape: tuple[int, ...], symbols: Sequence[str] | None, *, index: bool) -> Value:
    """What a user has typed for a value of that shape: a symbol of a text, or as many numbers as it has elements.

    Raises:
        ValueError: in words, what was found and what would be right.
    """
    if symbols is not None:
        return _symbol_typed(text, symbols, index=index)
    count = int(np.prod(shape, dtype=int))
    if not shape:
        return _one_number(text)
    parts = [part for part in re.split(r"[\s;]+|,\s+", text.strip().strip("[]()")) if part]
    if len(parts) != count:
        raise ValueError(
            said(
                "{count} numbers are needed, with spaces between them, and there are {found}.",
                count=count,
                found=len(parts),
            )
        )
    numbers = np.array([_one_number(part) for part in parts]).reshape(shape).tolist()
    return tuple(tuple(row) if isinstance(row, list) else row for row in numbers)


def _one_number(text: str) -> float:
    try:
        return number_typed(text)
    except ValueError:
        raise ValueError(said("“{text}” is no number. Write one like -0.25 or 1e-3.", text=text.strip())) from None


def _symbol_typed(text: str, symbols: Sequence[str], *, index: bool) -> Value:
    typed = text if text in symbols else text.strip()
    typed = next((one for one in symbols if visible(one) == typed), typed)
    if index and typed in ("", "-", NONE):
        return -1.0
    if typed not in symbols:
        listed = " ".join(visible(one) for one in symbols[:40]) + (" …" if len(symbols) > 40 else "")
        raise ValueError(said("“{text}” is not in this text's vocabulary: {symbols}", text=text, symbols=listed))
    place = symbols.index(typed)
    return float(place) if index else tuple(float(i == place) for i in range(len(symbols)))
