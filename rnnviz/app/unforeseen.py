"""An error that nobody has foreseen, in a slot or in a thread: said in the window, and not on the console alone."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from rnnviz.equations.sentence import said
from rnnviz.session.problems import fault
from rnnviz.session.session import Session


class Unforeseen(QObject):
    """Python's hook for what nobody has caught: tells a session of it, after the hook that there was."""

    _met = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._before = sys.excepthook
        self._met.connect(self._tell, Qt.ConnectionType.QueuedConnection)  # it may have been in a thread, or in a paint
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if isinstance(error, Exception) and isValid(self):
            self._met.emit(error)

    @Slot(object)
    def _tell(self, error: Exception) -> None:
        words = said(
            "Something has met an error that was not foreseen: {error}. The run and your data are untouched; please "
            "report it.",
            error=fault(error),
        )
        present = self._session.problem
        if present is None or words not in present.message:  # once: a paint would meet it again and again
            self._session.refuse(words)
