"""The gradient check of the run that is shown: off the GUI thread, its result in words."""

from __future__ import annotations

import logging
from functools import partial
from html import escape

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QTextBrowser, QVBoxLayout, QWidget

from rnnviz.engine import Cancelled, Tape
from rnnviz.engine.data import borders
from rnnviz.engine.execution import Progress
from rnnviz.engine.gradient_check import Comparison, GradientCheck, gradient_check
from rnnviz.session.session import Session
from rnnviz.session.worker import Worker
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named

_log = logging.getLogger(__name__)


def checked(tape: Tape, progress: Progress) -> GradientCheck | Exception:
    """The check of a run, or the error that it ended with."""
    try:
        return gradient_check(tape, progress=progress)
    except Cancelled:
        raise
    except Exception as error:  # whatever it is, the user reads it in the window
        _log.exception("a gradient check stopped on an error")
        return error


def place_of(tape: Tape, key: str) -> tuple[str, int]:
    """The state and the timestep of an initial state, as `Tape.initial_gradients` names it: `h`, `h[-1]`, `h[T+2]`."""
    state, _, bracket = key.partition("[")
    if bracket:
        place = int(bracket.rstrip("]").removeprefix("T+"))
        return state, tape.timesteps + place if bracket.startswith("T+") else place
    before, _ = borders(tape.graph, state)
    return state, 0 if before else tape.timesteps + 1


class GradientCheckDialog(QDialog):
    """Starts at once; closing it cancels."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_check")
        self.setWindowTitle(self.tr("Gradient check"))
        self._session = session
        self._tape = session.tape
        self._worker = Worker(self)
        self._worker.progressed.connect(self._show_progress)
        self._worker.finished.connect(self._show_result)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setText(
            self.tr(
                "Each weight is changed a little, at all timesteps or at one alone, and the run is computed again: "
                "what the loss does must be what the gradient says."
            )
        )
        self.progress = named(QProgressBar(), "progress_check")
        self.progress.setRange(0, 1000)
        self.words = named(QTextBrowser(), "text_check")
        self.words.document().setDocumentMargin(12)
        self.words.setOpenLinks(False)
        self.words.anchorClicked.connect(self._follow)
        self.words.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.about)
        layout.addWidget(self.progress)
        layout.addWidget(self.words, 1)
        layout.addWidget(buttons)
        self.resize(520, 420)
        self.finished.connect(self._worker.close)
        if self._tape is not None:
            self._worker.start(partial(checked, self._tape))

    def _show_progress(self, fraction: float) -> None:
        self.progress.setValue(round(1000 * fraction))

    def _show_result(self, told: GradientCheck | Exception) -> None:
        self.progress.hide()
        self.words.show()
        if isinstance(told, GradientCheck):
            self.words.setHtml(self._words(told))
        else:
            self.words.setHtml(self.tr("The check could not be made: %1").replace("%1", escape(str(told))))

    def _words(self, check: GradientCheck) -> str:
        colours = colours_of(self)
        worst = check.worst
        if worst is None:
            return self.tr("This model has nothing to compare: no weights and no initial states.")
        if check.passed:
            title = self.tr("✓ Every gradient agrees with its finite difference.")
        else:
            title = self.tr("✗ Some gradients differ from their finite differences.")
        ink = colours.text if check.passed else colours.error
        kinds = {"complex": self.tr("the complex step"), "central": self.tr("central differences")}
        extent = (
            self.tr("every element and timestep") if check.complete else self.tr("a sample of elements and timesteps")
        )
        how = self.tr("By %1, %2 numbers compared (%3); errors up to %4 are rounding.")
        how = how.replace("%1", kinds[check.method]).replace("%2", QLocale().toString(len(check.comparisons)))
        how = how.replace("%3", extent).replace("%4", f"{check.tolerance:.0e}")
        rows = "".join(self._row(check, name) for name in check.parameters)
        heads = (self.tr("Gradient of"), self.tr("worst element"), self.tr("timestep"), self.tr("error"))
        head = "".join(f"<th align='left' style='padding-right:14px'>{each}</th>" for each in heads)
        worst_words = self.tr("The worst: %1").replace("%1", self._sentence(worst))
        return (
            f"<p style='color:{ink.name()}'><b>{title}</b></p><p>{how}</p><p>{worst_words}</p>"
            f"<table><tr>{head}</tr>{rows}</table>"
        )

    def _sentence(self, one: Comparison) -> str:
        words = self.tr("%1: the gradient is %2, the difference %3, the error %4.")
        words = words.replace("%1", self._place(one)).replace("%2", f"{one.gradient:.10g}")
        return words.replace("%3", f"{one.difference:.10g}").replace("%4", f"{one.error:.1e}")

    def _place(self, one: Comparison) -> str:
        element = f"[{', '.join(map(str, one.element))}]" if one.element else ""
        where = f"{escape(self._name(one))}{element}"
        if one.timestep is None:
            return where
        return self.tr("%1 at t = %2").replace("%1", where).replace("%2", str(one.timestep))

    def _name(self, one: Comparison) -> str:
        if not one.initial or self._tape is None:
            return f"d{one.parameter}"
        state, timestep = place_of(self._tape, one.parameter)
        return f"d{state}[{timestep}]"

    def _link(self, one: Comparison, element: str) -> str:
        """What is selected by a click: name@timestep@element."""
        if not one.initial or self._tape is None:
            return f"d{one.parameter}@{one.timestep or ''}@{element}"
        state, timestep = place_of(self._tape, one.parameter)
        return f"d{state}@{timestep}@{element}"

    def _row(self, check: GradientCheck, parameter: str) -> str:
        found = [check.worst_of(parameter, total) for total in (True, False)]
        cells = []
        for one in found:
            if one is None:
                continue
            element = ", ".join(map(str, one.element))
            when = self.tr("sum of all") if one.timestep is None else str(one.timestep)
            if one.initial:
                when = ""
            link = f"<a href='{escape(self._link(one, element))}'>{escape(self._name(one))}</a>"
            values = (link, f"[{element}]" if element else "", when, f"{one.error:.1e}")
            cells.append("<tr>" + "".join(f"<td style='padding-right:14px'>{each}</td>" for each in values) + "</tr>")
        return "".join(cells)

    def _follow(self, link: QUrl) -> None:
        name, timestep, element = link.path(QUrl.ComponentFormattingOption.FullyDecoded).split("@")
        unit = tuple(int(each) for each in element.split(",")) if element.strip() else None
        if self._session.tape is self._tape:
            self._session.select(name, int(timestep) if timestep else None, unit)
