"""Values asked of a document by name and kind, so that whatever a file holds instead is said and goes no further."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rnnviz.equations.sentence import said
from rnnviz.formats.text import FormatError

_LARGEST = 2**63 - 1
_DEEPEST = 3
MOST_TABLES = 100_000


class Fields:
    """One table of a document.

    Args:
        table: its names and values.
        where: what messages call it, as `model.sizes`.
        file: the name of the file that it came from.
    """

    def __init__(self, table: Mapping[str, Any], where: str, file: str) -> None:
        self._table = {name: value for name, value in table.items() if value is not None}
        self.where, self.file = where, file

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def wrong(self, name: str, expected: str) -> FormatError:
        """The error that says what is there under `name`, and what would be right."""
        place = f"{self.where}.{name}" if self.where else name
        if name not in self._table:
            return FormatError(
                said(
                    "“{file}” is incomplete: it does not say `{place}`, {expected}.",
                    file=self.file,
                    place=place,
                    expected=expected,
                )
            )
        found = repr(self._table[name])
        found = found if len(found) <= 60 else found[:60] + "…"
        return FormatError(
            said(
                "“{file}” cannot be used: `{place}` is `{found}`, and not {expected}.",
                file=self.file,
                place=place,
                found=found,
                expected=expected,
            )
        )

    def table(self, name: str) -> Fields:
        """The table below; an empty one where there is none."""
        value = self._table.get(name, {})
        if not isinstance(value, Mapping):
            raise self.wrong(name, said("a table"))
        return Fields(value, f"{self.where}.{name}" if self.where else name, self.file)

    def tables(self, name: str) -> tuple[Fields, ...]:
        """The list of tables below; an empty one where there is none."""
        value = self._table.get(name, [])
        if not isinstance(value, Sequence) or not all(isinstance(each, Mapping) for each in value):
            raise self.wrong(name, said("a list of tables"))
        place = f"{self.where}.{name}" if self.where else name
        if len(value) > MOST_TABLES:
            raise self.wrong(name, said("a list of at most {most:,} tables", most=MOST_TABLES))
        return tuple(Fields(each, f"{place}[{index}]", self.file) for index, each in enumerate(value))

    def text(self, name: str, default: str | None = None, most: int = _LARGEST) -> str:
        """A text of at most so many characters."""
        value = self._table.get(name, default)
        if not isinstance(value, str):
            raise self.wrong(name, said("a text"))
        if len(value) > most:
            raise self.wrong(name, said("a text of at most {most:,} characters", most=most))
        return value

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        value = self._table.get(name, default)
        if value not in choices:
            raise self.wrong(name, said("one of {names}", names=", ".join(f"`{one}`" for one in choices)))
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self._table.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, said("`true` or `false`"))
        return value

    def whole(self, name: str, default: int | None = None, least: int = -_LARGEST, most: int = _LARGEST) -> int:
        value = self._table.get(name, default)
        if type(value) is not int or not least <= value <= most:
            expected = said("a whole number")
            if least != -_LARGEST:
                expected = said("{number} from {least}", number=expected, least=least)
            if most != _LARGEST:
                expected = said("{number} to {most:,}", number=expected, most=most)
            raise self.wrong(name, expected)
        return value

    def number(self, name: str, default: float | None = None, finite: bool = False) -> float:
        value = self._table.get(name, default)
        expected = said("a finite number") if finite else said("a number")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(name, expected)
        try:
            found = float(value)
        except OverflowError:
            raise self.wrong(name, said("a number of this size")) from None
        if finite and not math.isfinite(found):
            raise self.wrong(name, expected)
        return found

    def wholes(self, name: str, least: int = 0) -> tuple[int, ...]:
        """A list of whole numbers; an empty one where there is none."""
        value = self._table.get(name, [])
        if not isinstance(value, list) or not all(type(one) is int and least <= one <= _LARGEST for one in value):
            raise self.wrong(name, said("a list of whole numbers from {least}", least=least))
        return tuple(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; an empty one where there is none."""
        value = self._table.get(name, [])
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.wrong(name, said("a list of texts"))
        return tuple(value)

    def nested(self, name: str) -> float | tuple[Any, ...]:
        """A number, or numbers in lists, and lists of those, as tuples; lists beside each other are of one length."""
        found = self._nested(name, self._table.get(name), _DEEPEST)
        if _shape(found) is None:
            raise self.wrong(name, said("numbers in lists of one length"))
        return found

    def _nested(self, name: str, value: Any, deeper: int) -> float | tuple[Any, ...]:
        if isinstance(value, list | tuple) and deeper:
            return tuple(self._nested(name, one, deeper - 1) for one in value)
        return Fields({name: value}, self.where, self.file).number(name)

    def numbers(self, name: str, count: int) -> tuple[float, ...] | None:
        """A list of so many finite numbers; None where there is none."""
        value = self._table.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != count:
            raise self.wrong(name, said("a list of {count} numbers", count=count))
        each = Fields({str(index): one for index, one in enumerate(value)}, name, self.file)
        return tuple(each.number(str(index), finite=True) for index in range(count))

    def all(self) -> dict[str, Any]:
        """Every name and value, unread."""
        return dict(self._table)

    def size(self, name: str, most: int) -> int | tuple[int, ...]:
        """A size as a model declares it: a whole number, or a list of at most two."""
        if isinstance(self._table.get(name), list):
            return self.shape(name, most)
        return self.whole(name, least=0, most=most)

    def shape(self, name: str, most: int) -> tuple[int, ...]:
        """A list of at most two lengths."""
        lengths = self.wholes(name, least=1)
        if len(lengths) > 2 or any(length > most for length in lengths):
            raise self.wrong(name, said("a list of at most two lengths up to {most:,}", most=most))
        return lengths

    def value(self, name: str) -> Any:
        """Whatever is there; None where nothing is."""
        return self._table.get(name)


def _shape(value: float | tuple[Any, ...]) -> tuple[int, ...] | None:
    """The lengths of nested lists, from the outside; None where lists beside each other differ."""
    if not isinstance(value, tuple):
        return ()
    inner = {_shape(one) for one in value}
    if len(inner) > 1 or None in inner:
        return None
    return len(value), *(inner.pop() or () if inner else ())
