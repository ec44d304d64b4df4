"""Real tapes: the gallery's cells, and equations of a test's own, over a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from rnnviz.engine import Tape
from rnnviz.models import gallery
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model

Run = Callable[..., Tape]


@cache
def _run(cell: str, text: str, truncate: int | None, **settings: Any) -> Tape:
    equations = cell if "=" in cell else gallery.cell(cell).body
    sequence = TextSequence(text)
    model = text_model(equations, sequence, hidden=3, **settings)
    return model.run(text_data(model, sequence), truncate=truncate)


@pytest.fixture
def run() -> Run:
    """Runs a cell of the gallery, or equations, over a text."""

    def run_on(cell: str = "vanilla", text: str = "hello", truncate: int | None = None, **settings: Any) -> Tape:
        return _run(cell, text, truncate, **settings)

    return run_on
