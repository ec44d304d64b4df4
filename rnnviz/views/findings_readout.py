"""How many things are wrong with the run, at the edge of the window: a button that leads to them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from rnnviz.session.diagnosis import Diagnosis


class FindingsReadout(QPushButton):
    """Hidden where nothing was found."""

    def __init__(self, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("button_findings")
        self.setFlat(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._diagnosis = diagnosis
        diagnosis.changed.connect(self._show_count)
        self._show_count()

    def _show_count(self) -> None:
        findings = self._diagnosis.findings
        self.setVisible(bool(findings))
        if findings:
            words = self.tr("1 finding") if len(findings) == 1 else self.tr("%1 findings")
            self.setText("⚠ " + words.replace("%1", str(len(findings))))
            self.setToolTip(self.tr("Something is wrong with this run; click to read what"))
