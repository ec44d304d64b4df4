"""The lines that an example's model reads and predicts, to be typed; and sequences that it was not trained on."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from rnnviz.engine.data import DataError
from rnnviz.equations import EquationError
from rnnviz.models.example import Example
from rnnviz.models.text import TextError
from rnnviz.session.draft import Draft
from rnnviz.session.example_data import MOST_UNSEEN, has_lines, has_unseen, lines_in, with_lines, with_unseen
from rnnviz.session.session import Session
from rnnviz.session.translated import translated, worded
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField


class ExampleForm(QWidget):
    """One field for each line that the example says, run when it is left or by Enter; what is wrong is said below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_example_form")
        self._session = session
        self._example: Example | None = None
        self._told: list[str] = []
        self.lines: list[QLineEdit] = []
        self.unseen = NumberField("field_unseen", 1, MOST_UNSEEN + 1)
        self.unseen.setToolTip(self.tr("One of the sequences that the model was not trained on"))
        self.unseen.edited.connect(self._choose)
        self.said = named(QLabel(), "label_example_form")
        self.said.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(3)
        self._form.addRow(self.tr("&Unseen sequence"), self.unseen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addWidget(self.said)
        session.draft_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        draft = self._session.draft
        if draft.example is not self._example or len(self.lines) != self._count(draft):
            self._example = draft.example
            self._make(draft)
        self._told = lines_in(draft) if self.lines else []
        for field, line in zip(self.lines, self._told, strict=True):
            if field.text() != line:
                field.setText(line)
        self._form.setRowVisible(self.unseen, has_unseen(draft))
        self.setVisible(has_lines(draft) or has_unseen(draft))
        self.said.clear()
        self.said.hide()

    def _count(self, draft: Draft) -> int:
        return len(draft.example.typed) if has_lines(draft) and draft.example is not None else 0

    def _make(self, draft: Draft) -> None:
        for field in self.lines:
            self._form.removeRow(field)
        self.lines = []
        typed = draft.example.typed if has_lines(draft) and draft.example is not None else ()
        for place, one in enumerate(typed):
            field = named(QLineEdit(), f"field_line_{place + 1}")
            field.setAccessibleName(worded(one.title))
            field.editingFinished.connect(self._take)
            if one.predicts and one.reads:
                words = self.tr("left empty: the model may write it, by Generate…")
                field.setPlaceholderText(words)
                field.setToolTip(words)
            self._form.insertRow(place, worded(one.title), field)
            self.lines.append(field)

    def _take(self) -> None:
        lines = [field.text() for field in self.lines]
        if lines == self._told:
            return
        try:
            self._edit(with_lines(self._session.draft, lines))
        except (TextError, DataError, EquationError) as error:
            self._say(translated(str(error)))

    def _choose(self, number: int) -> None:
        try:
            self._edit(with_unseen(self._session.draft, number - 1))
        except (DataError, EquationError) as error:
            self._say(translated(str(error)))

    def _edit(self, draft: Draft) -> None:
        self._session.edit(given=draft.given, overrides=(), generation=None)

    def _say(self, words: str) -> None:
        self.said.setText(f"<span style='color:{colours_of(self).error.name()}'>{escape(words)}</span>")
        self.said.show()
