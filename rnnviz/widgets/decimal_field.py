"""A field for a number with decimals, or for none; what cannot be read is refused, and the last number stays."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class DecimalField(QLineEdit):
    """A number of at least `low`, and below `below`; an empty field is none where `may_be_none`.

    Typing is told when it is done, by Enter or by leaving the field.
    """

    edited = Signal(object)
    """What the user made of it, a number or None; not emitted by `fill`."""
    refused = Signal(str)
    """What was typed is no number that can be used: that, and what would be right, in words."""

    def __init__(
        self,
        name: str,
        low: float = 0.0,
        below: float = math.inf,
        may_be_none: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._low, self._below, self._may_be_none = low, below, may_be_none
        self._value: float | None = None if may_be_none else low
        self.editingFinished.connect(self._tell)
        self.fill(self._value)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("0.000001") + 14, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def value(self) -> float | None:
        """The number that stands; None where there is none."""
        return self._value

    def fill(self, value: float | None) -> None:
        """Shows a number that has not been typed here."""
        self._value = value
        self.setText("" if value is None else f"{value:.10g}")

    def _tell(self) -> None:
        text = self.text().strip().replace("−", "-").replace(",", ".")
        if text == ("" if self._value is None else f"{self._value:.10g}"):
            return
        if not text and self._may_be_none:
            found: float | None = None
        else:
            try:
                found = float(text)
            except ValueError:
                found = math.nan
            if not math.isfinite(found) or not self._low <= found < self._below:
                self.fill(self._value)
                self.refused.emit(self._refusal(text))
                return
        self.fill(found)
        self.edited.emit(found)

    def _refusal(self, text: str) -> str:
        if math.isinf(self._below):
            words = self.tr("“{text}” cannot be used there: a number such as 0.01, not below {low}, would be right.")
            return words.format(text=text, low=f"{self._low:g}")
        words = self.tr(
            "“{text}” cannot be used there: a number such as 0.01, not below {low} and below {limit}, would be right."
        )
        return words.format(text=text, low=f"{self._low:g}", limit=f"{self._below:g}")
