"""An answer to why a number is what it is: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.debugger.sentence import Sentence


@dataclass(frozen=True)
class Quantity:
    """One element of a value, a gradient, a parameter or an input; `timestep` is None where it has none."""

    name: str
    timestep: int | None
    element: tuple[int, ...]
    value: float

    def __str__(self) -> str:
        at = "" if self.timestep is None else f"[{self.timestep}]"
        inside = f"[{', '.join(map(str, self.element))}]" if self.element else ""
        return f"{self.name.removesuffix('.total')}{at}{inside}"


@dataclass(frozen=True)
class Term:
    """One of the things that made a number: one quantity, two that were multiplied, or a constant (none).

    `amount` is what it adds, with its sign (None where nothing adds up), `derivative` how much the number changes with
    the quantity, `share` its part of all amounts' sizes (of a function's inputs: of their pulls). `text` is what an
    unnamed operation computes, and which element of it; `cut` says that truncation keeps it out.
    """

    factors: tuple[Quantity, ...]
    amount: float | None = None
    derivative: float | None = None
    share: float | None = None
    text: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Explanation:
    """How a quantity was made. `how` is "sum", "products", "product", "selection", "function", "given", "stop" or
    "total"; `terms` are the largest, `left_out` how many more there are and `left_out_amount` what they add up to."""

    of: Quantity
    how: str
    words: Sentence
    terms: tuple[Term, ...] = ()
    left_out: int = 0
    left_out_amount: float = 0.0

    @property
    def left_out_share(self) -> float | None:
        """What the shares of the terms leave to those left out; None where there are no shares or nothing is left."""
        shares = [one.share for one in self.terms if one.share is not None]
        return max(0.0, 1.0 - sum(shares)) if self.left_out and any(shares) else None
