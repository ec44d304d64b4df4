"""Arrays come back bit for bit; whatever else a file holds is refused in words, before anything is allocated."""

import io
import struct
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from numpy.typing import NDArray

from rnnviz.formats.arrays import add_arrays, open_archive, parse_array, read_arrays
from rnnviz.formats.text import FormatError

NUMBERS = (
    arrays_of.floating_dtypes(endianness="?", sizes=(16, 32, 64))
    | arrays_of.integer_dtypes(endianness="?")
    | arrays_of.unsigned_integer_dtypes(endianness="?")
    | arrays_of.boolean_dtypes()
)
ARRAYS = arrays_of.arrays(NUMBERS, arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))


def npy(array: NDArray[Any], allow_pickle: bool = False) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=allow_pickle)
    return file.getvalue()


def header(words: str, version: tuple[int, int] = (1, 0)) -> bytes:
    padded = words.encode("latin1")
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H", len(padded)) + padded


def archive_of(**members: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return file


@given(ARRAYS)
def test_that_an_array_comes_back_bit_for_bit(array: NDArray[Any]) -> None:
    for each in (array, np.array(array, order="F")):
        back = parse_array(npy(each), "it")
        assert back.shape == array.shape
        assert back.dtype == array.dtype.newbyteorder("=")
        assert back.tobytes() == array.astype(array.dtype.newbyteorder("=")).tobytes()
        assert not back.flags.writeable


@given(st.dictionaries(st.sampled_from(["W", "given/h[0]", "ä.x"]), ARRAYS))
def test_that_an_archive_of_arrays_comes_back_and_numpy_reads_it(arrays: dict[str, NDArray[Any]]) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        add_arrays(archive, arrays)
    with open_archive(file, "it") as archive:
        back = read_arrays(archive, "it")
    file.seek(0)
    loaded = np.load(file, allow_pickle=False) if arrays else {}
    assert set(back) == set(arrays) == set(loaded)
    for name, array in arrays.items():
        np.testing.assert_array_equal(back[name], array)
        np.testing.assert_array_equal(loaded[name], array)


WRONG = {
    "objects": npy(np.array([{}, None], object), allow_pickle=True),
    "texts": npy(np.array(["a", "b"])),
    "complex numbers": npy(np.array([1j])),
    "records": npy(np.zeros(2, [("a", int)])),
    "dates": npy(np.array(["2020-01-01"], "M8[D]")),
    "a giant": header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000000000), }\n") + b"12345678",
    "too short": npy(np.zeros(5))[:-1],
    "too long": npy(np.zeros(5)) + b"0",
    "a negative length": header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n"),
    "a length that is true": header("{'descr': '<f8', 'fortran_order': False, 'shape': (True,), }\n") + bytes(8),
    "many axes": header("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 80 + "), }\n") + bytes(8),
    "a deep header": header("(" * 5000 + ")" * 5000),
    "a long header": header(" " * 60_000),
    "code": header("__import__('os').abort()\n"),
    "no header": b"\x93NUMPY\x01\x00",
    "a future version": header("{}", (9, 0)),
    "nothing": b"",
}


@pytest.mark.parametrize("kind", WRONG)
def test_that_anything_else_is_refused(kind: str) -> None:
    with pytest.raises(FormatError, match="“W”"):
        parse_array(WRONG[kind], "“W”")


@given(ARRAYS, st.data())
def test_that_a_mutilated_array_is_refused_or_read_and_nothing_else(array: NDArray[Any], data: st.DataObject) -> None:
    mutilated = bytearray(npy(array))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutilated) - 1))
        mutilated[place] = data.draw(st.integers(0, 255))
    try:
        back = parse_array(bytes(mutilated), "it")
    except FormatError:
        return
    assert back.nbytes <= len(mutilated)


def test_that_an_archive_that_swells_is_refused_unread() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W.npy", bytes(2**20))
    # What it says of itself is enough: 1 TB in the directory at its end.
    data = bytearray(file.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 2**32 - 2)
    with pytest.raises(FormatError, match="would swell"):
        open_archive(io.BytesIO(data), "bomb.npz")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_two_parts_of_one_name_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("W.npy", npy(np.zeros(1)))
        archive.writestr("W.npy", npy(np.ones(1)))
    with pytest.raises(FormatError, match="same name"):
        open_archive(file, "two.npz")


def test_that_a_password_is_said() -> None:
    data = bytearray(archive_of(W=npy(np.zeros(1))).getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(FormatError, match="password"):
        open_archive(io.BytesIO(data), "locked.npz")


def test_that_damaged_contents_are_said_with_their_part() -> None:
    data = bytearray(archive_of(W=npy(np.arange(10.0))).getvalue())
    data[data.index(b"\x93NUMPY") + 130] ^= 0xFF
    with open_archive(io.BytesIO(data), "it.npz") as archive, pytest.raises(FormatError, match=r"W\.npy.*others than"):
        read_arrays(archive, "it.npz")
