"""Everything that can go wrong with a draft, in sentences that say what happened, where, and what to do."""

from __future__ import annotations

import logging

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.equations import EquationError
from rnnviz.models.text import TextError
from rnnviz.session.draft import Problem

_log = logging.getLogger(__name__)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Problem", text)


def cancelled() -> Problem:
    """The user has stopped the run."""
    return Problem(
        "run",
        QCoreApplication.translate("Problem", "The run was cancelled; the last run is still shown."),
        QCoreApplication.translate("Problem", "Run it again, or undo the change."),
    )
