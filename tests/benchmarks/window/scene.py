"""The window on a run of a given length, and the ways in which its parts are reached."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QSettings

from rnnviz.app.command_line import without_collection
from rnnviz.app.settings import Settings
from rnnviz.app.start import start
from rnnviz.app.window import Window
from tests.benchmarks.problem import SYMBOLS
from tests.benchmarks.window.paint_watch import PaintWatch

SIZE = (1280, 800)
HIDDEN = {4: 3, 1000: 128, 100_000: 64}
"""Hidden units, by timesteps."""


@dataclass(frozen=True)
class Scene:
    """A window with a finished run, and who watches its paints. `opened` is how long the run took to be seen, in
    seconds."""

    window: Window
    watch: PaintWatch
    timesteps: int
    opened: float


@contextmanager
def scene(timesteps: int) -> Iterator[Scene]:
    """Opens the window, runs a text through it as one edit, closes it. Raises RuntimeError where it does not run."""
    with TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(store)
        settings.ask_to_save = False
        with without_collection():  # as the command does
            application, window = start(settings, theme="light")
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        watch = PaintWatch(application)
        watch.settle()
        began = time.perf_counter()
        if timesteps != 4:
            window.session.edit(text=text(timesteps), hidden=HIDDEN[timesteps])
        while window.session.running is not None:
            application.processEvents()
            time.sleep(0.001)
        watch.settle(1.0)
        tape = window.session.tape
        if tape is None or tape.timesteps != timesteps:
            raise RuntimeError(f"The window did not run {timesteps} timesteps: {window.session.problem}")
        try:
            yield Scene(window, watch, timesteps, time.perf_counter() - began - 1.0)
        finally:
            application.removeEventFilter(watch)
            window.close()
            window.deleteLater()
            application.processEvents()


def text(timesteps: int) -> str:
    """A random text of as many different characters as the engine's benchmark has."""
    letters = np.array([chr(ord("!") + place) for place in range(SYMBOLS)])
    return "".join(np.random.default_rng(0).choice(letters, timesteps + 1))
