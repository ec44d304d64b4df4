"""The session's bookmarks as ribbons on the ruler."""

from __future__ import annotations

from PySide6.QtCore import QObject

from rnnviz.session.session import Session
from rnnviz.widgets.axis_ruler import AxisRuler


class BookmarkMarks(QObject):
    """Keeps the ruler's ribbons as the session's bookmarks are."""

    def __init__(self, session: Session, ruler: AxisRuler) -> None:
        super().__init__(ruler)
        self._session, self._ruler = session, ruler
        session.bookmarks.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._ruler.set_bookmarks(self._session.bookmarks.notes)
