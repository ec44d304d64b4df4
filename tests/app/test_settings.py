from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from rnnviz.app.settings import LARGEST_MEMORY, RECENT_FILES, Settings
from rnnviz.app.theme import LARGEST_TYPE, ThemeChoice
from rnnviz.session.memory import automatic_limit


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def opened(file: Path) -> Settings:
    return Settings(QSettings(str(file), QSettings.Format.IniFormat))


def test_that_every_entry_has_a_default(file: Path) -> None:
    settings = opened(file)
    assert settings.theme is ThemeChoice.SYSTEM
    assert settings.font_size == 0
    assert settings.dtype == "float64"
    assert settings.keys == {}
    assert settings.recent_files == ()
    assert settings.follow_cursor is True
    assert settings.geometry == b""


def test_that_what_is_set_is_there_at_the_next_start(file: Path) -> None:
    first = opened(file)
    first.theme = ThemeChoice.DARK
    first.font_size = 14
    first.memory_limit = 512
    first.keys = {"fit": ("G", "Ctrl+0")}
    first.follow_cursor = False
    first.geometry = b"\x00\xff\n geometry"
    first.remember_file(Path("/texts/größe 语.txt"))
    first.store.sync()
    second = opened(file)
    assert second.theme is ThemeChoice.DARK
    assert second.font_size == 14
    assert second.memory_limit == 512
    assert second.keys == {"fit": ("G", "Ctrl+0")}
    assert second.follow_cursor is False
    assert second.geometry == b"\x00\xff\n geometry"
    assert second.recent_files == (Path("/texts/größe 语.txt"),)


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        ("appearance/theme", "theme"),
        ("appearance/font_size", "font_size"),
        ("appearance/map_scale", "map_scale"),
        ("model/precision", "dtype"),
        ("model/memory_limit", "memory_limit"),
        ("keys/changed", "keys"),
        ("files/recent", "recent_files"),
    ],
)
@pytest.mark.parametrize("nonsense", ["no such value", "{", "-", "[1, 2]", ""])
def test_that_a_file_edited_by_hand_does_not_stop_the_start(file: Path, key: str, entry: str, nonsense: str) -> None:
    settings = opened(file)
    default = getattr(settings, entry)
    settings.store.setValue(key, nonsense)
    assert getattr(settings, entry) == default


def test_that_numbers_are_brought_back_into_range(file: Path) -> None:
    settings = opened(file)
    settings.font_size = 400
    settings.memory_limit = 10**9
    assert settings.font_size == LARGEST_TYPE
    assert settings.memory_limit == LARGEST_MEMORY


def test_that_a_runs_memory_is_half_of_the_computers_unless_it_was_set(file: Path) -> None:
    settings = opened(file)
    assert settings.memory_limit == 0
    assert settings.memory_of_a_run == automatic_limit()
    settings.store.setValue("model/memory_limit", "2048")  # as saved when that was the default
    assert settings.memory_of_a_run == 2 * 2**30
    settings.memory_limit = 0
    settings.store.sync()
    assert opened(file).memory_of_a_run == automatic_limit()


def test_that_recent_files_are_few_and_the_newest_comes_first(file: Path) -> None:
    settings = opened(file)
    for number in range(RECENT_FILES + 3):
        settings.remember_file(Path(f"/texts/{number}.txt"))
    settings.remember_file(Path("/texts/5.txt"))
    assert len(settings.recent_files) == RECENT_FILES
    assert settings.recent_files[0] == Path("/texts/5.txt")
    assert len(set(settings.recent_files)) == RECENT_FILES


def test_that_the_default_store_is_in_the_users_configuration_folder(qapp: QApplication, own_settings: Path) -> None:
    assert Path(Settings().store.fileName()).is_relative_to(own_settings)
