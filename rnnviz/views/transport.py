"""The part of the toolbar beside its buttons: the timestep as a field, the speed, the pass and its direction."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from rnnviz.session.session import Session
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named


class TimestepField(QSpinBox):
    """The number of the present timestep. Typing one and Enter goes there, Esc leaves it as it was."""

    entered = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("field_timestep")
        self.setPrefix("t = ")
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._return_to: QWidget | None = None

    def begin(self, digits: str = "") -> None:
        """Takes the keyboard; what had it gets it back afterwards."""
        window = self.window()
        self._return_to = window.focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.lineEdit().setText(self.prefix() + digits if digits else self.text())
        if digits:
            self.lineEdit().setCursorPosition(len(self.lineEdit().text()))
        else:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the number, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.interpretText()
            self.entered.emit(self.value())
            self._end()
        elif event.key() == Qt.Key.Key_Escape:
            self.entered.emit(-1)
            self._end()
        else:
            super().keyPressEvent(event)

    def _end(self) -> None:
        back = self._return_to or self.window()
        self._return_to = None
        back.setFocus(Qt.FocusReason.OtherFocusReason)


class Transport(QWidget):
    """Where the cursor stands, in numbers and words."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_transport")
        self._session = session
        self.speed = named(QLabel(), "speed_readout")
        self.speed.setToolTip(self.tr("Speed of play, in stops a second"))
        self.timestep = TimestepField()
        self.timestep.setToolTip(self.tr("The timestep; type a number and Enter to go there"))
        self.total = named(QLabel(), "total_readout")
        self.pass_readout = named(QLabel(), "pass_readout")
        self.pass_readout.setToolTip(self.tr("The pass that the cursor stands in, and its direction"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 4, 0)
        layout.setSpacing(6)
        for part in (self.speed, self.timestep, self.total, self.pass_readout):
            layout.addWidget(part)
        self.timestep.entered.connect(self._go)
        session.tape_changed.connect(self._show_run)
        session.cursor_moved.connect(self._show_cursor)
        session.view_changed.connect(self._show_speed)
        self._show_run()
        self._show_speed()

    def type_timestep(self, digits: str = "") -> None:
        """Puts the keyboard into the field of the timestep, which begins with the digits."""
        self.timestep.begin(digits)

    def _go(self, timestep: int) -> None:
        if timestep >= 0:
            self._session.go_to_timestep(timestep)
        self._show_cursor()

    def _show_run(self) -> None:
        tape = self._session.tape
        timesteps = tape.timesteps if tape is not None else 0
        self.setEnabled(tape is not None)
        self.timestep.setRange(0, timesteps)
        self._fit_field()
        self.total.setText(self.tr("of %1").replace("%1", QLocale().toString(timesteps)))
        self._show_cursor()

    def _fit_field(self) -> None:
        metrics = self.fontMetrics()  # the field's own may still be those of the type before
        widest = metrics.horizontalAdvance(f"t = {self.timestep.maximum()}")
        self.timestep.setFixedWidth(widest + round(1.6 * metrics.height()))

    def changeEvent(self, event: QEvent) -> None:
        """The field grows with the type, and the pass is written in the theme's colour."""
        super().changeEvent(event)
        if not hasattr(self, "pass_readout"):
            return
        if event.type() is QEvent.Type.FontChange:
            self._fit_field()
        elif event.type() is QEvent.Type.PaletteChange:
            self._show_cursor()

    def _show_cursor(self) -> None:
        tape = self._session.tape
        if tape is None or tape.stops < 2:
            self.pass_readout.setText(self.tr("no run yet"))
            return
        position = self._session.cursor.begun
        moment = tape.moment(max(1, position))
        self.timestep.setValue(moment.timestep if position else 0)
        each = moment.pass_
        arrow = "→" if each.direction > 0 else "←"
        words = self.tr("forward") if each.phase == "forward" else self.tr("backward")
        if each.count > 1:
            words = self.tr("%1, pass %2 of %3").replace("%1", words)
            words = words.replace("%2", str(each.number)).replace("%3", str(each.count))
        colour = colours_of(self).role(each.phase).name()
        self.pass_readout.setText(f"<span style='color:{colour}; font-weight:600'>{words} {arrow}</span>")

    def _show_speed(self) -> None:
        speed = self._session.speed
        self.speed.setText(self.tr("%1 a second").replace("%1", f"{speed:g}"))
