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
    corrected = Signal(str)
    """What was typed is not what stands there now, in words: a number beyond the range has become the nearest within
    it, and after what is no whole number the last one stands."""

    def __init__(self, name: str, low: int, high: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setRange(low, high)
        self.setAccelerated(True)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._told = self.value()
        self._beyond = self._unread = ""
        self.editingFinished.connect(self._tell)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Anything may be typed: what cannot stand there is corrected or refused when the typing is done. A character
        that is not let in would make another number of the rest."""
        found: tuple[QValidator.State, str, int] = super().validate(text, position)
        plain = _WHOLE.fullmatch(text.strip()) or text == self.specialValueText()
        if found[0] is QValidator.State.Invalid or not plain:
            return QValidator.State.Intermediate, text, position
        return found

    def _tell(self) -> None:
        beyond, unread = self._beyond, self._unread
        self._beyond = self._unread = ""
        if self.value() != self._told:
            self._told = self.value()
            self.edited.emit(self._told)
        if beyond:
            words = self.tr("“%1” is out of range here: it is %2 now.")
            self.corrected.emit(words.replace("%1", beyond).replace("%2", str(self.value())))
        elif unread:
            words = self.tr("“{text}” cannot be used there: a whole number such as {example} would be right.")
            self.corrected.emit(words.format(text=unread, example=self._told))

    def fixup(self, text: str) -> str:
        """The nearest number that the field can have; after what is no number the last one."""
        typed = text.strip()
        if not _WHOLE.fullmatch(typed):
            self._beyond, self._unread = "", typed
            return self.textFromValue(self._told)
        number = int(typed.replace("−", "-"))
        self._beyond, self._unread = typed, ""
        return self.textFromValue(min(max(number, self.minimum()), self.maximum()))

    def stepBy(self, steps: int) -> None:
        """An arrow, a key or the wheel."""
        super().stepBy(steps)
        self._tell()

    def fill(self, value: int) -> None:
        """Shows a number that has not been typed here."""
        self._told = value
        self.setValue(value)
