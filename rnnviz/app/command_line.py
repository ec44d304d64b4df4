"""The command `rnnviz`: opens the window, on a text if one is named, or saves a picture of the window."""

from __future__ import annotations

import argparse
import builtins
import gc
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from rnnviz.app.settings import Settings
    from rnnviz.app.window import Window
    from rnnviz.engine.data import Data
    from rnnviz.models import Model

NO_DISPLAY = 3
NO_QT = 4
NO_PICTURE = 5

_NO_DISPLAY_TEXT = """\
rnnviz: there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
    On a remote machine:   ssh -X, or xvfb-run -a rnnviz
    Without any window:    rnnviz --screenshot window.png
    To choose one anyway:  QT_QPA_PLATFORM=offscreen rnnviz"""

_NO_QT_TEXT = """\
rnnviz: Qt cannot be loaded: {error}
    On Debian or Ubuntu, install what it needs:
    sudo apt-get install libgl1 libegl1 libxkbcommon0 libdbus-1-3 libglib2.0-0 libfontconfig1 libxcb-cursor0 \
libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"""


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it like 1280x800")
    return int(match[1]), int(match[2])


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    options = argparse.ArgumentParser(
        prog="rnnviz",
        description="A desktop debugger for recurrent networks.",
        epilog="rnnviz train NAME trains an example of the gallery; see rnnviz train --help.",
    )
    options.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a project, or a text to run the model over"
    )
    options.add_argument("--version", action="store_true", help="print the version and leave")
    options.add_argument("--text", metavar="TEXT", help="a text to run the model over, instead of a file")
    options.add_argument("--theme", choices=("system", "light", "dark"), help="the colours, for this start only")
    options.add_argument("--screenshot", type=Path, metavar="OUT.png", help="save a picture of the window and leave")
    options.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WxH", help="the picture's size (default 1280x800)"
    )
    options.add_argument("--stop", type=int, metavar="N", help="the stop to stand at: 0 is before t = 1")
    return options


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt can open a window; without one it would end the process with no word to the user.

    Args:
        platform: as `sys.platform`.
        environment: as `os.environ`.
    """
    if not platform.startswith(("linux", "freebsd")):
        return True
    return any(environment.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code: 0, 2 (wrong options), 3 (no display), 4 (no Qt), 5 (no picture).

    Those of `rnnviz train` are in `rnnviz.app.train_command`.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["train"]:
        from rnnviz.app import train_command

        return train_command.main(given[1:])
    options = parser().parse_args(given)
    if options.version:
        from importlib import metadata

        try:
            print(f"rnnviz {metadata.version('rnnviz')}")
        except metadata.PackageNotFoundError:
            print("rnnviz, run from its source folder")
        return 0
    if options.screenshot is not None and not has_display(sys.platform, os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # numpy's OpenBLAS lets its threads wait for each other by spinning: a product of a long run, on a machine that does
    # anything else (the window, to begin with), takes several times as long as in one thread.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with without_collection():
        missing = what_is_missing()
        if missing:
            return missing
        shown = open_window(options) if options.screenshot is None else None
    return int(shown[0].exec()) if shown is not None else _screenshot(options)


def show(model: Model, data: Data, initial: Data | None = None, truncate: int | None = None) -> int:
    """Opens the window on a model and its data, as `Model.run` takes them, and returns when it is closed.

    Returns the command's exit codes. Raises DataError where the data do not fit the model.
    """
    missing = what_is_missing()
    if missing:
        return missing
    from rnnviz.app.start import start
    from rnnviz.engine.data import check_names, stream_keys
    from rnnviz.session.draft import draft_over
    from rnnviz.session.given import Given

    given = Given(model, data, initial)
    check_names(model.graph, data, stream_keys(model.graph))
    _ = given.timesteps  # asked for here, so that data that do not fit are the script's error and not the window's
    application, window = start(draft=draft_over(given, truncate))
    window.show()
    return int(application.exec())


def what_is_missing() -> int:
    """0, or the exit code for what a window needs and is not there, which has then been said."""
    if not has_display(sys.platform, os.environ):
        print(_NO_DISPLAY_TEXT, file=sys.stderr)
        return NO_DISPLAY
    plain_import = builtins.__import__
    try:
        from PySide6 import QtWidgets  # noqa: F401
    except ImportError as error:
        print(_NO_QT_TEXT.format(error=error), file=sys.stderr)
        return NO_QT
    # PySide's own import looks for its name in the source text of every module that comes after it, for the sake of
    # `from __feature__ import …`, which is not used here: a tenth of the time until the window is painted.
    builtins.__import__ = plain_import
    return 0


@contextmanager
def without_collection() -> Iterator[None]:
    """What is loaded and built at first is no garbage: it is not searched for any while it comes, nor ever again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def open_window(options: argparse.Namespace, settings: Settings | None = None) -> tuple[QApplication, Window]:
    """The application and its window, shown as the command's options ask for.

    Args:
        settings: what is remembered; by default the user's.
    """
    from rnnviz.app.start import start

    application, window = start(settings, theme=options.theme)
    _load(window, options)
    window.show()
    return application, window


def _load(window: Window, options: argparse.Namespace) -> None:
    if options.file is not None:
        window.commands.file.open_path(options.file)
    elif options.text is not None:
        window.session.edit(text=options.text)
    if options.stop is not None:
        window.session.go_to(options.stop)


def _say_what_matters(kind: object, context: object, message: str) -> None:
    """Qt's messages on the console, but for what a platform without a screen says of itself."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


def _screenshot(options: argparse.Namespace) -> int:
    """The window as a first start shows it, at a size and a stop, into a file. The user's settings stay untouched."""
    from tempfile import TemporaryDirectory

    from PySide6.QtCore import QSettings, qInstallMessageHandler

    from rnnviz.app.settings import Settings
    from rnnviz.app.start import start

    qInstallMessageHandler(_say_what_matters)
    with TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(store)
        settings.ask_to_save = False
        application, window = start(settings, theme=options.theme or "light")
        window.resize(*options.size)
        window.show()
        _load(window, options)
        while window.session.running is not None or window.project.busy:
            application.processEvents()
            time.sleep(0.005)
        if options.stop is not None:
            window.session.go_to(options.stop)
        application.processEvents()
        saved = window.grab().save(str(options.screenshot))
        window.close()
        store.sync()
    if not saved:
        print(f"rnnviz: the picture could not be written to {options.screenshot}", file=sys.stderr)
        return NO_PICTURE
    return 0
