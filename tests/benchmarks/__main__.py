"""The benchmark's command. `--install` makes the peers' environment, `--window` measures the window, `--training`
measures training, nothing or other options the engine. The engine's threads are bound to one before numpy is loaded,
and so each part is a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.own_environment import ONE_THREAD, PACKAGES, folder, install, python

ROOT = Path(__file__).resolve().parents[2]
SCREEN = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x800x24"]


def main(arguments: list[str]) -> int:
    """Runs what was asked for; the exit status."""
    if arguments[:1] == ["--install"]:
        install()
        print(f"Installed: {folder()}")
        return 0
    if arguments[:1] == ["--window"]:
        command = [*screen(), sys.executable, "-m", "tests.benchmarks.window", *arguments[1:]]
        return run(command, {**os.environ, **ONE_THREAD})  # as the command starts the window
    if python() == Path(sys.executable) and not folder().exists():
        print(f"For the peers: `python -m tests.benchmarks --install`, or pip install {' '.join(PACKAGES)}\n")
    part = "engine_part"
    if arguments[:1] == ["--training"]:
        part, arguments = "training_part", arguments[1:]
    return run([str(python()), "-m", f"tests.benchmarks.{part}", *arguments], {**os.environ, **ONE_THREAD})


def screen() -> list[str]:
    """What gives the window a screen of its own, of a known size; nothing where that cannot be had."""
    return SCREEN if shutil.which(SCREEN[0]) else []


def run(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
