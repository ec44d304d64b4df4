"""The gradient check of the run that is shown: off the GUI thread, its result in words."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from rnnviz.app.gradient_words import GradientWords
from rnnviz.engine import Cancelled, Tape
from rnnviz.engine.execution import Progress
from rnnviz.engine.gradient_verdict import Verdict, examine
from rnnviz.session.problems import cause
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.session.worker import Worker
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.naming import named


def checked(tape: Tape, progress: Progress) -> Verdict | Exception:
    """The check of a run, or the error that it ended with."""
    try:
        return examine(tape, progress=progress)
    except Cancelled:
        raise
    except Exception as error:  # whatever it is, the user reads it in the window
        return error


class GradientCheckDialog(QDialog):
    """Starts at once; its one button cancels or begins again, and closing it cancels."""

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
        self.progress.setAccessibleName(self.tr("Progress of the gradient check"))
        self.words = named(QTextBrowser(), "text_check")
        self.words.document().setDocumentMargin(12)
        self.words.setOpenLinks(False)
        self.words.anchorClicked.connect(self._follow)
        self.words.setAccessibleName(self.tr("Result of the gradient check"))
        self.words.hide()
        self.button = named(QPushButton(), "button_check")
        self.button.clicked.connect(self._start_or_cancel)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.about)
        layout.addWidget(self.progress)
        layout.addWidget(self.words, 1)
        layout.addWidget(buttons)
        self.resize(700, 560)
        self.finished.connect(self._worker.close)
        self._start()

    def _start(self) -> None:
        """Checks the run that is shown now."""
        self._tape = self._session.tape
        self.words.setVisible(self._tape is None)
        self.progress.setVisible(self._tape is not None)
        self.progress.setValue(0)
        if self._tape is None:
            self.words.setHtml(self.tr("There is no run to check: the model cannot be run as it stands."))
        else:
            self._worker.start(partial(checked, self._tape))
        self._show_button()

    def _start_or_cancel(self) -> None:
        if not self._worker.cancel():
            self._start()
            return
        self.progress.hide()
        self.words.setHtml(self.tr("Cancelled: nothing is known of the gradients."))
        self.words.show()
        self._show_button()

    def _show_button(self) -> None:
        self.button.setText(self.tr("Cancel") if self._worker.busy else self.tr("Check again"))

    def _show_progress(self, fraction: float) -> None:
        self.progress.setValue(round(1000 * fraction))

    def _show_result(self, told: Verdict | Exception) -> None:
        self.progress.hide()
        self.words.show()
        self._show_button()
        if isinstance(told, Exception):
            words = self.tr("The check could not be made: %1")
            self.words.setHtml(words.replace("%1", escape(translated(cause(told)))))
        elif self._tape is not None:
            self.words.setHtml(GradientWords(self._tape, told, colours_of(self)).text())

    def _follow(self, link: QUrl) -> None:
        name, timestep, element = link.path(QUrl.ComponentFormattingOption.FullyDecoded).split("@")
        unit = tuple(int(each) for each in element.split(",")) if element.strip() else None
        if self._session.tape is self._tape:
            self._session.select(name, int(timestep) if timestep else None, unit)
        else:
            self.about.setText(self.tr("The run has changed since: press “Check again”."))
