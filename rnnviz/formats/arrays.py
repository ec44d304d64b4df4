"""Arrays of numbers in a zip archive of `.npy` files, as numpy's `.npz` is one; read without trust, without pickle.

Nothing is allocated on the word of a file: an array's shape must agree with the bytes that are there, and an archive
may not swell to more than `SWOLLEN_LIMIT` or its own size.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import Sentence, said
from rnnviz.formats.system_errors import what_the_system_says
from rnnviz.formats.text import FormatError

Arrays = Mapping[str, NDArray[Any]]

SWOLLEN_LIMIT = 2**30
MOST_MEMBERS = 10_000
_ENDING = ".npy"
_NUMBERS = "biuf"
_LONGEST_HEADER = 10_000
_WIDEST = 8  # bytes of a number; what is wider is of this machine alone
_MOST_AXES = 32
_ENCRYPTED = 1


def open_archive(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """A zip archive, looked over: its members have names of their own, no password, and fit into memory.

    `name` is what messages call the file. Raises FormatError.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise FormatError(
            said("“{name}” is damaged: it begins as a zip archive and is none ({why}).", name=name, why=_why(error))
        ) from error
    members = archive.infolist()
    size = file.seek(0, io.SEEK_END)
    if len(members) > MOST_MEMBERS:
        raise FormatError(
            said(
                "“{name}” has {count:,} parts; at most {most:,} are read.",
                name=name,
                count=len(members),
                most=MOST_MEMBERS,
            )
        )
    if len({member.filename for member in members}) < len(members):
        raise FormatError(said("“{name}” is damaged: two of its parts have the same name.", name=name))
    swollen = sum(member.file_size for member in members)
    if swollen > max(SWOLLEN_LIMIT, size):
        raise FormatError(
            said(
                "“{name}” would swell from {size:,} to {swollen:,} bytes; at most {most:,} are unpacked.",
                name=name,
                size=size,
                swollen=swollen,
                most=SWOLLEN_LIMIT,
            )
        )
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise FormatError(said("“{name}” is locked by a password, which is not asked for here.", name=name))
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The bytes of one member. Raises FormatError if they are not there or not whole."""
    try:
        return archive.read(member)
    except KeyError:
        raise FormatError(
            said("“{name}” is incomplete: it has no part “{member}”.", name=name, member=member)
        ) from None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise FormatError(
            said(
                "“{name}” is damaged: its part “{member}” cannot be read ({why}).",
                name=name,
                member=member,
                why=_why(error),
            )
        ) from error


def read_arrays(archive: zipfile.ZipFile, name: str) -> dict[str, NDArray[Any]]:
    """Every `.npy` member by its name without the ending; they cannot be written to. Raises FormatError."""
    return {
        member.removesuffix(_ENDING): parse_array(
            read_member(archive, member, name), said("“{member}” in “{name}”", member=member, name=name)
        )
        for member in archive.namelist()
        if member.endswith(_ENDING)
    }


def parse_array(data: bytes, what: str) -> NDArray[Any]:
    """The array that the bytes of a `.npy` file are: numbers or booleans of at most 8 bytes.

    `what` is what messages call it. Raises FormatError for anything else, and where shape and bytes disagree.
    """
    stream = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }.get(version)
        if read_header is None:
            raise FormatError(
                said(
                    "{what} is a numpy array of the version {version}, which no array of numbers needs.",
                    what=what,
                    version=version,
                )
            )
        shape, by_columns, dtype = read_header(stream, max_header_size=_LONGEST_HEADER)
    except FormatError:
        raise
    except Exception as error:  # numpy's reader of headers lets through whatever Python's own parser raises
        raise FormatError(
            said("{what} is no numpy array, or is damaged: its header cannot be read.", what=what)
        ) from error
    if dtype.kind not in _NUMBERS or dtype.itemsize > _WIDEST or dtype.subdtype is not None:
        raise FormatError(
            said("{what} holds `{dtype}`, and only numbers of up to 64 bits are read.", what=what, dtype=dtype)
        )
    if not all(type(length) is int and length >= 0 for length in shape) or len(shape) > _MOST_AXES:
        raise FormatError(said("{what} has the shape {shape}, which no array has.", what=what, shape=shape))
    needed, there = math.prod(shape) * dtype.itemsize, len(data) - stream.tell()
    if needed != there:
        raise FormatError(
            said(
                "{what} has the shape {shape}: {needed:,} bytes, and {there:,} are there.",
                what=what,
                shape=shape,
                needed=needed,
                there=there,
            )
        )
    array: NDArray[Any] = np.ndarray(shape, dtype, data, stream.tell(), order="F" if by_columns else "C")
    if dtype.kind == "b":
        array = array.view(np.uint8) != 0  # a byte of another program's may be something else than 0 and 1
    array = np.asarray(array, dtype.newbyteorder("="), order="C")
    array.flags.writeable = False
    return array


def add_arrays(archive: zipfile.ZipFile, arrays: Arrays) -> None:
    """Adds arrays of numbers to an archive, each as `name.npy`, uncompressed: compression saves little and takes long.

    Raises TypeError for what is no array of numbers.
    """
    for name, array in arrays.items():
        if array.dtype.kind not in _NUMBERS:
            raise TypeError(f"{name} holds {array.dtype}")
        if array.dtype.itemsize > _WIDEST:
            array = array.astype(np.float64)
        with archive.open(member(f"{name}{_ENDING}"), "w", force_zip64=True) as file:
            np.lib.format.write_array(file, np.asarray(array, order="C"), allow_pickle=False)


def member(name: str) -> zipfile.ZipInfo:
    """A member to be written: uncompressed and without the time, so that the same contents are the same file."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _why(error: Exception) -> Sentence:
    if isinstance(error, zlib.error):
        return said("what is packed in it cannot be unpacked")
    if isinstance(error, NotImplementedError):
        return said("it is packed in a way that is not known here")
    if isinstance(error, OSError) and error.errno is not None:
        return what_the_system_says(error)
    if isinstance(error, zipfile.BadZipFile) and "CRC" in str(error):
        return said("its bytes are others than when it was written")
    return said("it is not whole")
