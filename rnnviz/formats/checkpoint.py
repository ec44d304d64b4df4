"""A checkpoint of a recurrent network, whatever program's file it is: its tensors by name, read without trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import said
from rnnviz.formats.system_errors import what_the_system_says
from rnnviz.formats.text import FormatError

ENDINGS = (".safetensors", ".npz", ".pt", ".pth", ".ckpt")
"""Of the files that are read."""
FILE_LIMIT = 8 * 1024**3

_ZIP = b"PK\x03\x04"
_HDF5 = b"\x89HDF\r\n\x1a\n"
_OTHERS = {
    ".onnx": "ONNX",
    ".keras": "Keras",
    ".h5": "Keras",
    ".hdf5": "HDF5",
    ".bin": said("an unknown binary format"),
    ".msgpack": "Flax",
}


def is_checkpoint(path: Path) -> bool:
    """Whether a file's name ends as those of networks do, also of kinds that are not read."""
    return path.suffix.lower() in (*ENDINGS, *_OTHERS)


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a file by name. Raises FormatError, a sentence for the window, where there are none to be read."""
    name = path.name
    try:
        if not path.is_file():
            what = said("no ordinary file") if path.exists() else said("not there")
            what = said("a folder") if path.is_dir() else what
            raise FormatError(said("“{name}” is {what}; a checkpoint is one file.", name=name, what=what))
        if path.stat().st_size > FILE_LIMIT:
            raise FormatError(
                said("“{name}” is larger than {most:.3g} GB, more than is read.", name=name, most=FILE_LIMIT / 1024**3)
            )
        with path.open("rb") as file:
            tensors = _tensors(file, name, path.suffix.lower())
    except OSError as error:
        raise FormatError(
            said("“{name}” could not be opened: {why}.", name=name, why=what_the_system_says(error))
        ) from error
    if not tensors:
        raise FormatError(said("“{name}” has no tensor in it.", name=name))
    return tensors


def _tensors(file: BinaryIO, name: str, ending: str) -> dict[str, NDArray[Any]]:
    from rnnviz.formats.arrays import open_archive, parse_array, read_arrays
    from rnnviz.formats.safetensors import is_safetensors, read_safetensors
    from rnnviz.formats.torch_file import OLD_FORMAT, is_torch_archive, read_torch

    begin = file.read(len(OLD_FORMAT))
    file.seek(0)
    if begin.startswith(_ZIP):
        with open_archive(file, name) as archive:
            if is_torch_archive(archive):
                return read_torch(archive, name)
            if ending != ".keras" and any(member.endswith(".npy") for member in archive.namelist()):
                return read_arrays(archive, name)
    elif begin.startswith(b"\x93NUMPY"):
        return {"": parse_array(file.read(), f"“{name}”")}
    elif is_safetensors(begin):
        return read_safetensors(file, name)
    elif begin == OLD_FORMAT:
        raise FormatError(
            said(
                "“{name}” was saved by PyTorch before 1.6, or in its old format, which is one pickle. Load and "
                "save it again with a PyTorch of today.",
                name=name,
            )
        )
    kind = _OTHERS.get(ending) or ("HDF5" if begin.startswith(_HDF5) else "")
    if kind:
        raise FormatError(
            said(
                "“{name}” is a file of {kind}, which is not read yet. Save the weights as .npz: "
                "`numpy.savez('weights.npz', **{{name: array, …}})`.",
                name=name,
                kind=kind,
            )
        )
    if ending in (*ENDINGS, ".npy"):
        raise FormatError(
            said("“{name}” is damaged, or is no {ending} file in spite of its name.", name=name, ending=ending)
        )
    raise FormatError(
        said("“{name}” is no checkpoint that is known here: {names} are read.", name=name, names=", ".join(ENDINGS))
    )


def as_numbers(tensors: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Those that hold floating-point numbers: what a network learns."""
    return {name: array for name, array in tensors.items() if np.issubdtype(array.dtype, np.floating)}
