"""A fresh process that opens the window and presses a key as soon as the example is painted.

`python -m tests.benchmarks.window.first_answer START` prints the milliseconds since START (of time.monotonic) at which
the example was painted and at which the key was answered, and then every file that the process has read code from.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main(start: float) -> None:
    """Opens the window as the command does, on settings that nobody has changed."""
    from rnnviz.app import command_line

    options = command_line.parser().parse_args([])
    with TemporaryDirectory() as folder:
        with command_line.without_collection():
            if command_line.what_is_missing():
                raise RuntimeError("There is no Qt, or no display.")
            from PySide6.QtCore import QSettings

            from rnnviz.app.settings import Settings

            settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
            settings.ask_to_save = False
            application, window = command_line.open_window(options, settings)
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from tests.benchmarks.window.paint_watch import PATIENCE, PaintWatch

        watch = PaintWatch(application)
        window.activateWindow()  # as a window manager does; a screen made for this may have none
        while not watch.paints or window.session.tape is None or not window.isActiveWindow():
            application.processEvents()
        painted = pressed = time.monotonic() - start
        processor, answer = 0.0, None
        while answer is None or window.session.position == 0:
            pressed, processor = time.monotonic() - start, time.process_time()
            answer = watch.latency(lambda: QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Right))
            if pressed - painted > PATIENCE:
                raise TimeoutError("The window does not answer a key.")
        made = {"painted": painted, "answered": pressed + answer.clock, "processor": processor + answer.processor}
        print(json.dumps({**{name: 1000 * seconds for name, seconds in made.items()}, "files": files()}))
        window.close()


def files() -> list[str]:
    """Modules and libraries of this process."""
    modules = {str(path) for one in list(sys.modules.values()) if (path := getattr(one, "__cached__", None))}
    modules |= {str(path) for one in list(sys.modules.values()) if (path := getattr(one, "__file__", None))}
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else []
    return sorted(modules | {line.split(maxsplit=5)[5] for line in lines if " /" in line})


if __name__ == "__main__":
    main(float(sys.argv[1]))
