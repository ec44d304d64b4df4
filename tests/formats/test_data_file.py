"""Arrays to run over, from whatever file: read as they are, or refused with the place that is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnviz.formats.data_file import holds_network, is_data, is_table, read_data
from rnnviz.formats.text import FormatError

CHECKPOINTS = Path(__file__).parents[1] / "reference" / "checkpoints"


def table(folder: Path, text: str, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_that_one_array_is_called_as_its_file(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(6.0).reshape(3, 2))
    found = read_data(tmp_path / "x.npy")
    assert list(found) == ["x"]
    np.testing.assert_array_equal(found["x"], [[0, 1], [2, 3], [4, 5]])


def test_that_arrays_keep_their_names_and_kinds(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((4, 3), np.float32), target=np.arange(4))
    found = read_data(tmp_path / "a.npz")
    assert {name: (array.shape, array.dtype.kind) for name, array in found.items()} == {
        "x": ((4, 3), "f"),
        "target": ((4,), "i"),
    }
    assert not holds_network(found)
    assert holds_network(read_data(CHECKPOINTS / "lstm.pt"))


def test_that_a_table_s_numbered_columns_are_one_array_in_their_order(tmp_path: Path) -> None:
    found = read_data(table(tmp_path, "x_1,target,x_0,x_10\n1,2,0.5,3\n4,,5,6\n"))
    np.testing.assert_array_equal(found["x"], [[0.5, 1, 3], [5, 4, 6]])
    np.testing.assert_array_equal(found["target"], [2, np.nan])
    assert found["data"].shape == (2, 4)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1\t2\n3\t4", [[1, 2], [3, 4]]),
        ("1;2,5\n3;4", [[1, 2.5], [3, 4]]),
        ("1 2\n3 4\n", [[1, 2], [3, 4]]),
        ("7\n8\n", [7, 8]),
        ('"1","-2e-1"\n3,nan', [[1, -0.2], [3, np.nan]]),
    ],
)
def test_that_a_table_without_titles_is_read_whatever_stands_between(
    text: str, right: list[object], tmp_path: Path
) -> None:
    np.testing.assert_array_equal(read_data(table(tmp_path, text))["data"], right)


def test_that_whole_numbers_are_classes(tmp_path: Path) -> None:
    assert read_data(table(tmp_path, "t\n3\n0\n"))["t"].dtype == np.int64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n3,x\n", "line 3, column 2: “x” is no number"),
        ("1,2\n3\n", "line 2, has 1 columns, and the first line has 2"),
        ("a,b\n", "no numbers below it"),
        ("", "empty"),
    ],
)
def test_that_what_is_wrong_is_named_by_its_place(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=words):
        read_data(table(tmp_path, text))


def test_that_a_text_called_csv_stays_a_text(tmp_path: Path) -> None:
    assert not is_table(table(tmp_path, "Name,Ort\nAnna,Ulm\n"))
    assert is_table(table(tmp_path, "a,b\n1,2\n"))
    assert is_data(tmp_path / "x.NPY")
    assert not is_data(tmp_path / "x.npz")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_that_any_text_is_numbers_or_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        found = read_data(path)
    except FormatError as error:
        found, words = {}, str(error)
    else:
        words = "any.csv"
    assert "any.csv" in words
    assert all(array.dtype.kind in "if" for array in found.values())


@pytest.mark.parametrize("name", ["dir.npy", "dir.csv"])
def test_that_a_folder_is_no_file_of_arrays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(FormatError, match="is a folder; arrays"):
        read_data(tmp_path / name)
