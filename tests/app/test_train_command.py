"""`rnnviz train`: run as a user runs it, without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from rnnviz.session.examples import example_file, opened

ROOT = Path(__file__).resolve().parents[2]


def train(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, str(ROOT / "main.py"), "train", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_that_an_example_is_trained_into_files_that_open(tmp_path: Path) -> None:
    told = train("hello", "--updates", "20", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "The first losses were" in told.stdout
    trained = opened(tmp_path / "hello.rnnviz").draft
    shipped = opened(example_file("hello")).draft
    assert trained.example is not None
    assert shipped.example is not None
    assert trained.example.training["updates"] == 20
    # The first updates are the shipped training's own; another processor rounds otherwise.
    np.testing.assert_allclose(trained.example.losses, shipped.example.losses[:20], rtol=1e-6)
    assert trained.example.trained.keys() == shipped.example.trained.keys()
    assert any((trained.example.trained[name] != one).any() for name, one in shipped.example.trained.items())


def test_that_the_same_command_gives_the_same_parameters(tmp_path: Path) -> None:
    for out in ("one.rnnviz", "two.rnnviz"):
        assert train("hello", "--updates", "5", "--out", out, folder=tmp_path).returncode == 0
    with np.load(tmp_path / "one.npz") as one, np.load(tmp_path / "two.npz") as two:
        assert sorted(one) == sorted(two)
        assert all(one[name].tobytes() == two[name].tobytes() for name in one)


def test_that_no_file_is_lost(tmp_path: Path) -> None:
    own = tmp_path / "hello.rnnviz"
    own.write_text("mine")
    told = train("hello", folder=tmp_path)
    assert told.returncode == 1
    assert "--out" in told.stderr
    told = train("hello", "--out", str(own), folder=tmp_path)
    assert told.returncode == 1
    assert "no example" in told.stderr
    assert own.read_text() == "mine"


def test_that_no_arrays_of_another_are_lost(tmp_path: Path) -> None:
    other = tmp_path / "mine.npz"
    other.write_bytes(b"another's")
    for _ in range(2):  # the second time into its own files
        told = train("hello", "--updates", "2", "--out", "mine.rnnviz", folder=tmp_path)
        assert told.returncode == 0, told.stderr
        assert "mine-2.npz" in told.stdout
    assert other.read_bytes() == b"another's"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine-2.npz", "mine.npz", "mine.rnnviz"]
    assert opened(tmp_path / "mine.rnnviz").draft.example is not None


def test_that_what_cannot_be_trained_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    told = train("nothing", folder=tmp_path)
    assert told.returncode == 1
    assert "hello" in told.stderr
    assert train("hello", "--updates", "0", folder=tmp_path).returncode == 2
    text = example_file("hello").read_text().replace('optimiser = "', 'optimiser = "un')
    (tmp_path / "wrong.rnnviz").write_text(text.replace("arrays =", "# arrays ="))
    told = train("wrong.rnnviz", "--out", "out.rnnviz", folder=tmp_path)
    assert told.returncode == 1
    assert "optimiser" in told.stderr
    assert not (tmp_path / "out.rnnviz").exists()
