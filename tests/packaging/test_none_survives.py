"""PySide6 6.12.0 on Python 3.11 loses a reference to None in every call that returns it, until the process aborts."""

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter, QPicture

thing, picture = QObject(), QPicture()
painter = QPainter(picture)
for _ in range(150_000):
    thing.setObjectName("name")
    painter.setOpacity(1.0)
painter.end()
print("alive")
"""


def test_that_none_survives_300_000_calls_into_qt() -> None:
    run = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert run.stdout == "alive\n", run.stderr
