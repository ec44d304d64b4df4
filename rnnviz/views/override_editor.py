"""A small editor beside the pointer: another value for what is selected, at its timestep."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from rnnviz.models.overrides import Override
from rnnviz.session.override_text import NONE, place_text, value_text, value_typed, vocabulary_of
from rnnviz.session.overrides import at_place, current_value, remove, set_override
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named

_WIDTH = 320


class OverrideEditor(QFrame):
    """Enter runs the model with the value that stands there; Esc leaves everything as it is.

    A weight is another at all timesteps, or at the one that is selected.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("view_override")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._session = session
        self._name, self._timestep, self._unit = "", 1, None  # type: tuple[str, int, tuple[int, ...] | None]
        self.title = named(QLabel(), "label_override")
        self.field = named(QLineEdit(), "field_override")
        self.title.setBuddy(self.field)
        self.when = named(QComboBox(), "field_override_when")
        self.wrong = named(QLabel(), "label_override_wrong")
        self.wrong.setWordWrap(True)
        self.hint = named(QLabel(), "label_override_hint")
        self.hint.setWordWrap(True)
        self.set = named(QPushButton(self.tr("Override")), "button_set_override")
        self.remove = named(QPushButton(self.tr("Remove")), "button_remove_override")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.set)
        layout = QGridLayout(self)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.field, 0, 1)
        layout.addWidget(self.when, 1, 0, 1, 2)
        layout.addWidget(self.wrong, 2, 0, 1, 2)
        layout.addWidget(self.hint, 3, 0, 1, 2)
        layout.addLayout(buttons, 4, 0, 1, 2)
        self.setMinimumWidth(_WIDTH)
        self.field.returnPressed.connect(self._set)
        self.set.clicked.connect(self._set)
        self.remove.clicked.connect(self._remove)
        self.when.activated.connect(self._show_present)

    def open_at(self, place: QPoint, name: str, timestep: int, unit: tuple[int, ...] | None) -> None:
        """Offers a value of the run, at a place of the screen."""
        tape = self._session.tape
        if tape is None:
            return
        self._name, self._timestep, self._unit = name, timestep, unit
        parameter = tape.model.graph.parameters.get(name)
        self.when.clear()
        if parameter is not None and not parameter.untied and parameter.state is None:
            self.when.addItem(self.tr("at all timesteps"), None)
            self.when.addItem(self.tr("at t = %1 alone").replace("%1", str(timestep)), timestep)
            here = at_place(self._session, name, timestep, unit)
            self.when.setCurrentIndex(0 if here is None else 1)
        self.when.setVisible(self.when.count() > 0)
        self._show_present()
        self.adjustSize()
        screen = (QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()).availableGeometry()
        x = max(screen.left(), min(place.x(), screen.right() - self.width()))
        y = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def _at(self) -> int | None:
        """The timestep of what is edited; None where it is the same at all of them."""
        tape = self._session.tape
        if self.when.count():
            return None if self.when.currentData() is None else self._timestep
        parameter = tape.model.graph.parameters.get(self._name) if tape is not None else None
        return None if parameter is not None and not parameter.untied else self._timestep

    def _show_present(self) -> None:
        """The value that the run has there now."""
        tape = self._session.tape
        if tape is None:
            return
        naming, at = self._session.naming, self._at()
        symbols = vocabulary_of(tape, naming, self._name, self._unit)
        called = place_text(self._name, at, None if symbols is not None else self._unit)
        self.title.setText(f"{called} =")
        present = Override(self._name, at, self._unit, current_value(tape, self._name, self._timestep, self._unit))
        self.field.setText(self._as_typed(present, symbols is not None))
        if symbols is not None:
            index = tape.model.graph.index(self._name)
            words = (
                self.tr("A symbol of the text; nothing or %1 for no target.")
                if index
                else self.tr("A symbol of the text.")
            )
            self.hint.setText(words.replace("%1", NONE))
        else:
            self.hint.setText(self.tr("The run is made again with it; Edit ▸ Undo takes it back."))
        self.wrong.hide()
        self.remove.setVisible(at_place(self._session, self._name, at, self._unit) is not None)

    def _as_typed(self, one: Override, symbol: bool) -> str:
        if symbol:
            return value_text(self._session.tape, self._session.naming, one).strip("“”")
        if isinstance(one.value, float):
            return repr(one.value)
        flat = [each for row in one.value for each in (row if isinstance(row, tuple) else (row,))]
        return " ".join(f"{each:.6g}" for each in flat)

    def _set(self) -> None:
        tape = self._session.tape
        if tape is None:
            return
        graph = tape.model.graph
        symbols = vocabulary_of(tape, self._session.naming, self._name, self._unit)
        shape = graph.shape(self._name) if self._unit is None else ()
        try:
            value = value_typed(self.field.text(), shape, symbols, index=graph.index(self._name))
        except ValueError as error:
            self._refuse(translated(str(error)))
            return
        wrong = set_override(self._session, Override(self._name, self._at(), self._unit, value))
        if wrong:
            self._refuse(translated(wrong))
        else:
            self.hide()

    def _remove(self) -> None:
        one = at_place(self._session, self._name, self._at(), self._unit)
        self.hide()
        if one is not None:
            remove(self._session, one)

    def _refuse(self, words: str) -> None:
        self.wrong.setStyleSheet(f"color: {colours_of(self).error.name()}")
        self.wrong.setText(words)
        self.wrong.show()
        self.adjustSize()
        self.field.selectAll()
