"""Where the sequence is cut into chunks, whether states are carried over, and in words what that loses."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField


class CutSettings(QWidget):
    """A chunk's length, 0 for no cut, and the carry-over, which counts where there are chunks. `lost` is a label for
    what the cuts lose, to be placed where it has room."""

    every_edited = Signal(int)
    carry_edited = Signal(bool)

    def __init__(self, largest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.every = NumberField("field_truncate", 0, largest)
        self.every.setSpecialValueText(self.tr("nowhere"))
        self.every.setToolTip(self.tr("Cut the backward pass after every so many timesteps"))
        self.carry = named(QCheckBox(self.tr("&Carry states over")), "field_carry")
        self.carry.setToolTip(
            self.tr(
                "A chunk begins with the state at the end of the one before; without, with zeros, and chunks are apart"
            )
        )
        self.lost = named(QLabel(), "label_lost")
        self.lost.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.lost.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.every, self.carry):
            layout.addWidget(part)
        self.every.edited.connect(self.every_edited)
        self.carry.clicked.connect(self.carry_edited)

    def fill(self, every: int, carry: bool) -> None:
        """Shows what is set."""
        self.every.fill(every)
        self.carry.setChecked(carry)
        self.carry.setVisible(every > 0)

    def tell(self, words: str, tip: str = "") -> None:
        """What the cuts lose, in words; "" where there are none."""
        self.lost.setText(words)
        self.lost.setToolTip(tip)
        self.lost.setVisible(bool(words))
