"""The selected element of a parameter, to be given another number."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from rnnviz.session.draft import Weight
from rnnviz.session.override_text import number_typed
from rnnviz.session.session import Session
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named


class WeightField(QWidget):
    """Shown while one element is selected; Enter runs the model with the number that stands there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._element: tuple[str, tuple[int, ...]] = ("", ())
        self.label = named(QLabel(), "label_weight")
        self.field = named(QLineEdit(), "field_weight")
        self.field.setToolTip(self.tr("Type another number and Enter: the run follows"))
        self.label.setBuddy(self.field)
        self.wrong = named(QLabel(), "label_weight_wrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.field, 0, 1)
        layout.addWidget(self.wrong, 1, 0, 1, 2)
        self.field.returnPressed.connect(self._set)

    def show_element(self, parameter: str, index: tuple[int, ...], value: float, called: str) -> None:
        """Offers an element of a parameter, with the number that it has and what it is called."""
        self._element = (parameter, index)
        self.label.setText(f"{called} =")
        self.field.setText(repr(value))
        self.wrong.hide()
        self.show()

    def _set(self) -> None:
        parameter, index = self._element
        text = self.field.text()
        try:
            value = number_typed(text)
        except ValueError:
            self._refuse(text)
            return
        self.wrong.hide()
        tape = self._session.tape
        if tape is None or tape.parameters[parameter][index] == value:
            return
        others = tuple(
            each for each in self._session.draft.weights if (each.parameter, each.index) != (parameter, index)
        )
        self._session.edit(weights=(*others, Weight(parameter, index, value)))

    def _refuse(self, text: str) -> None:
        words = self.tr("“%1” is no number; the weight is as it was. Write one like -0.25 or 1e-3.")
        colour = colours_of(self).error.name()
        self.wrong.setStyleSheet(f"color: {colour}")
        self.wrong.setText(words.replace("%1", text))
        self.wrong.show()
        self.field.selectAll()
