"""What a watch shows, in words: its value, and what has changed since the cursor stood elsewhere."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import QCoreApplication, QLocale

from rnnviz.debugger.numbers import brief, number
from rnnviz.debugger.watch import Reading, WatchValues

_UP, _DOWN = "▲", "▼"


def value_text(reading: Reading | None, values: WatchValues) -> str:
    """The value, as rich text: at its timestep, with the change, in bold, behind it."""
    if reading is None:
        return escape(QCoreApplication.translate("Watches", "not yet"))
    shape = reading.value.shape
    if len(shape) > 1:
        norm = float(np.linalg.norm(reading.value))
        size = "×".join(map(str, shape))
        said = QCoreApplication.translate("Watches", "%1 matrix, ‖·‖ = %2").replace("%1", size)
        said = said.replace("%2", number(norm))
    else:
        said = brief(reading.value, digits=3)
    text = escape(said)
    if values.expression.timed:
        text = f"t = {reading.timestep}: {text}"
    change = change_text(reading)
    return f"{text} &nbsp;<b>{escape(change)}</b>" if change else text


def change_text(reading: Reading) -> str:
    """By how much the value has changed, of several elements how many and the one that changed most; "" for nothing."""
    if reading.came:
        return QCoreApplication.translate("Watches", "new")
    if reading.change is None:
        return ""
    changed = np.isnan(reading.change) | (reading.change != 0)
    count = int(changed.sum())
    if not count:
        return ""
    sizes = np.where(np.isnan(reading.change), np.inf, np.abs(reading.change))
    place = np.unravel_index(int(np.argmax(sizes)), sizes.shape) if sizes.ndim else ()
    most = float(reading.change[place])
    arrow = _UP if most > 0 else _DOWN
    said = f"{arrow} {number(abs(most))}"
    if not sizes.ndim:
        return said
    words = QCoreApplication.translate("Watches", "%1 of %2 changed, most [%3] %4")
    words = words.replace("%1", QLocale().toString(count)).replace("%2", QLocale().toString(changed.size))
    return words.replace("%3", ", ".join(str(int(one)) for one in place)).replace("%4", said)
