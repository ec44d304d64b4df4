"""The strip that offers what a window left behind that ended without closing."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from rnnviz.widgets.naming import named


class RecoveryStrip(QFrame):
    """Asks about one piece of unsaved work at a time; the signals say what the user wants with it."""

    restored = Signal()
    discarded = Signal()
    postponed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_recovery")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.question = named(QLabel(), "label_recovery")
        self.question.setWordWrap(True)
        self.restore = named(QPushButton(self.tr("Restore it")), "button_recovery_restore")
        self.discard = named(QPushButton(self.tr("Discard it")), "button_recovery_discard")
        self.later = named(QPushButton(self.tr("Later")), "button_recovery_later")
        self.restore.clicked.connect(self.restored)
        self.discard.clicked.connect(self.discarded)
        self.later.clicked.connect(self.postponed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.question, 1)
        for button in (self.restore, self.discard, self.later):
            layout.addWidget(button)
        self.hide()

    def offer(self, seconds: float, more: int) -> None:
        """Asks about work of a time, in seconds since 1970, of which `more` other pieces wait."""
        time = QDateTime.fromSecsSinceEpoch(round(seconds))
        words = self.tr("rnnviz ended without being closed. The unsaved work of %1 is still there.")
        words = words.replace("%1", QLocale().toString(time, QLocale.FormatType.ShortFormat))
        if more:
            words += " " + self.tr("(%1 more)").replace("%1", QLocale().toString(more))
        self.question.setText(words)
        self.show()
