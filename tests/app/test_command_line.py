import os
import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz.app.command_line import NO_DISPLAY, has_display, main, parser

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH")
    }
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_that_a_display_is_looked_for_where_there_may_be_none(
    platform: str, environment: dict[str, str], expected: bool
) -> None:
    assert has_display(platform, environment) is expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_that_without_a_display_the_user_is_told_what_to_do(tmp_path: Path) -> None:
    done = run(folder=tmp_path)
    assert done.returncode == NO_DISPLAY
    assert "no display" in done.stderr
    assert "QT_QPA_PLATFORM=offscreen" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_the_version_is_told_without_qt(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("rnnviz")


@pytest.mark.parametrize("size", ["big", "1280", "1280x", "12800000x1"])
def test_that_a_wrong_size_is_refused_in_words(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parser().parse_args(["--screenshot", "a.png", "--size", size])
    assert refused.value.code == 2
    assert "write it like 1280x800" in capsys.readouterr().err


def test_that_a_screenshot_is_taken_from_any_folder_without_a_display(tmp_path: Path) -> None:
    done = run("--screenshot", "window.png", "--size", "1000x700", "--stop", "6", "--theme", "dark", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    picture = (tmp_path / "window.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 1000
    assert int.from_bytes(picture[20:24]) == 700


def test_that_a_screenshot_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    done = run("--screenshot", str(tmp_path / "no" / "such" / "folder.png"))
    assert done.returncode == 5
    assert "could not be written" in done.stderr
