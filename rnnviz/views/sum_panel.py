"""The sum panel: what this timestep adds to a parameter's gradient, the sum so far, and what it adds up to."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnnviz.session.session import Session


class SumPanel(QWidget):
    """Three squares for the parameter that the session watches: dW[t], the sum so far, dW."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_sum")
        self._session = session
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(session.parameter))
