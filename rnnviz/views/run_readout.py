"""The run in a few numbers: timesteps, parameters, precision."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QWidget

from rnnviz.session.session import Session


class RunReadout(QLabel):
    """At the right of the status bar: how large the run is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readout_run")
        self.setContentsMargins(8, 0, 8, 0)
        self._session = session
        session.tape_changed.connect(self._show_run)
        session.run_changed.connect(self._show_run)
        self._show_run()

    def _show_run(self) -> None:
        tape = self._session.tape
        if self._session.running is not None:
            self.setText(self.tr("running…"))
            return
        if tape is None:
            self.setText(self.tr("no run yet"))
            return
        weights = sum(parameter.size for parameter in tape.model.parameters.values())
        parts = [
            self.tr("T = %1").replace("%1", QLocale().toString(tape.timesteps)),
            self.tr("%1 weights").replace("%1", QLocale().toString(weights)),
            tape.model.dtype,
        ]
        self.setText("  ·  ".join(parts))
