"""A file is replaced in one step: whatever goes wrong, the old one is there, and nothing beside it."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from rnnviz.formats.atomic import replace_file
from rnnviz.formats.text import FormatError


def write_new(file: BinaryIO) -> None:
    file.write(b"new")


def write_half_and_fail(file: BinaryIO) -> None:
    file.write(b"ne")
    raise OSError("the disk is full")


def test_that_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for _ in range(2):
        replace_file(path, write_new)
        assert path.read_bytes() == b"new"
        assert os.listdir(tmp_path) == ["file"]


def test_that_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="full"):
        replace_file(path, write_half_and_fail)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_that_the_file_is_on_the_disk_before_it_takes_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told, sync, replace = tmp_path / "file", [], os.fsync, os.replace
    path.write_bytes(b"old")

    def noted_sync(descriptor: int) -> None:
        told.append(("sync", path.read_bytes()))
        sync(descriptor)

    def noted_replace(source: Path, target: Path) -> None:
        told.append(("replace", source.read_bytes()))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    replace_file(path, write_new)
    assert told[:2] == [("sync", b"old"), ("replace", b"new")]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links are POSIX's here")
def test_that_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    replace_file(link, write_new)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX's here")
def test_that_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    pipe, folder, link = tmp_path / "pipe", tmp_path / "folder", tmp_path / "link"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(pipe)
    for path, words in ((pipe, "a device or a pipe"), (folder, "a folder"), (link, "a device or a pipe")):
        with pytest.raises(FormatError, match=words):
            replace_file(path, write_new)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["folder", "link", "pipe"]
