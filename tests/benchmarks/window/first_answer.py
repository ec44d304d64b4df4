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
    from rnnviz.app.start import start as open_window

    options = command_line.parser().parse_args([])
    from PySide6.QtCore import QSettings, Qt
    from PySide6.QtTest import QTest

    from rnnviz.app.settings import Settings
    from tests.benchmarks.window.paint_watch import PATIENCE, PaintWatch

    with TemporaryDirectory() as folder:
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        application, window = open_window(settings, theme=options.theme)
        watch = PaintWatch(application)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()  # as a window manager does; a screen made for this may have none
        while not watch.paints or window.session.tape is None or not window.isActiveWindow():
            application.processEvents()
        painted = pressed = time.monotonic() - start
        answer = None
        while answer is None or window.session.position == 0:
            pressed = time.monotonic() - start
            answer = watch.latency(lambda: QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Right))
            if pressed - painted > PATIENCE:
                raise TimeoutError("The window does not answer a key.")
        processor = 1000 * time.process_time()
        made = {"painted": 1000 * painted, "answered": 1000 * (pressed + answer.clock), "processor": processor}
        print(json.dumps({**made, "files": files()}))
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
