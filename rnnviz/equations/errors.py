"""What can be wrong with a text of equations, and where."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.equations.sentence import said


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text: line from 1, column from 0 and length in characters."""

    line: int = 0
    column: int = 0
    length: int = 1


class EquationError(ValueError):
    """A text of equations that cannot be a model: what was found, where, and what would be right.

    `line` counts from 1 and is 0 where the error belongs to no line; `column` counts from 0 and `length` is in
    characters, so that the stretch can be underlined. `hint` says what would be right, and may be empty.
    """

    def __init__(self, message: str, place: Place | None = None, hint: str = "") -> None:
        place = place or Place()
        self.message = message
        self.hint = hint
        self.line = place.line
        self.column = place.column
        self.length = place.length
        told: str = said("{message} {hint}", message=message, hint=hint) if hint else message
        if self.line:
            told = said("line {line}, column {column}: {told}", line=self.line, column=self.column + 1, told=told)
        super().__init__(told)
