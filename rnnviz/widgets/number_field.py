"""A field for a whole number that tells of each edit once, when it is done, and says when it had to correct one."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

_WHOLE = re.compile(r"[-+−]?\d+")


class NumberField(QSpinBox):
    """A whole number within a range.

    Typing is told when it is done, by Enter or by leaving the field; the arrows, their keys and the wheel at once.
    """

    edited = Signal(int)
    """What the user made of it; not emitted by `fill`."""
    corrected = Signal(str, int)
    """A number beyond the range was typed; the nearest within it, which stands there now."""

    def __init__(self, name: str, low: int, high: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRange(low, high)
        self.setAccelerated(True)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._told = self.value()
        self._beyond = ""
        self.editingFinished.connect(self._tell)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Any whole number may be typed; what is beyond the range is corrected when the typing is done."""
        found: tuple[QValidator.State, str, int] = super().validate(text, position)
        if found[0] is QValidator.State.Invalid and (_WHOLE.fullmatch(text.strip()) or text.strip() in "-+−"):
            return QValidator.State.Intermediate, text, position
        return found

    def _tell(self) -> None:
        typed = self._beyond
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit(self._told)
        if typed:
            self._beyond = ""
            self.corrected.emit(typed, self.value())

    def fixup(self, text: str) -> str:
        """The nearest number that the field can have."""
        if not _WHOLE.fullmatch(text.strip()):
            return self.textFromValue(self._told)
        number = int(text.strip().replace("−", "-"))
        self._beyond = text.strip()
        return self.textFromValue(min(max(number, self.minimum()), self.maximum()))

    def stepBy(self, steps: int) -> None:
        """An arrow, a key or the wheel."""
        super().stepBy(steps)
        self._tell()

    def fill(self, value: int) -> None:
        """Shows a number that has not been typed here."""
        self._told = value
        self.setValue(value)
