"""Tensors of a `.safetensors` file: eight bytes of a length, a header in JSON, then plain bytes.

The format is documented at https://github.com/huggingface/safetensors#format.
"""

from __future__ import annotations

import json
import math
from typing import Any, BinaryIO, TypeGuard

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import said
from rnnviz.formats.text import FormatError

HEADER_LIMIT = 16 * 1024 * 1024
_DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8",
    "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "u1", "BF16": "<u2",
}  # fmt: skip


def is_safetensors(begin: bytes) -> bool:
    """Whether a file that begins so may be one: a length, and a brace."""
    return len(begin) >= 9 and int.from_bytes(begin[:8], "little") < 2**40 and begin[8:9] == b"{"


def read_safetensors(file: BinaryIO, name: str) -> dict[str, NDArray[Any]]:
    """Every tensor by name. `name` is what messages call the file; FormatError for anything that is wrong with it."""
    data = memoryview(file.read())
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(HEADER_LIMIT, len(data) - 8):
        raise FormatError(
            said("“{name}” is damaged: its header is longer than the file, or than any header is.", name=name)
        )
    try:
        header = json.loads(bytes(data[8 : 8 + length]).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FormatError(said("“{name}” is damaged: its header is no JSON in UTF-8.", name=name)) from error
    if not isinstance(header, dict):
        raise FormatError(said("“{name}” is damaged: its header is no table of tensors.", name=name))
    values = data[8 + length :]
    return {
        tensor: _tensor(entry, values, said("“{member}” in “{name}”", member=tensor, name=name))
        for tensor, entry in header.items()
        if tensor != "__metadata__"
    }


def _tensor(entry: object, values: memoryview, what: str) -> NDArray[Any]:
    if not isinstance(entry, dict):
        raise FormatError(said("{what} is damaged: its entry is no table.", what=what))
    dtype, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
    if dtype not in _DTYPES:
        raise FormatError(
            said("{what} holds numbers of the kind `{dtype!r:.40}`, which are not read here.", what=what, dtype=dtype)
        )
    if not _are_lengths(shape) or not _are_lengths(offsets) or len(offsets) != 2 or len(shape) > 32:
        raise FormatError(said("{what} is damaged: its shape or its place is none.", what=what))
    begin, end = offsets
    kind = np.dtype(_DTYPES[dtype])
    needed = math.prod(shape) * kind.itemsize
    if not begin <= end <= len(values) or end - begin != needed:
        raise FormatError(
            said(
                "{what} is damaged: {needed:,} bytes are needed for the shape {shape}, not there.",
                what=what,
                needed=needed,
                shape=tuple(shape),
            )
        )
    array = np.frombuffer(values[begin:end], kind).reshape(shape) if needed else np.zeros(shape, kind)
    if dtype == "BF16":
        return from_bfloat16(array)
    return array != 0 if dtype == "BOOL" else array


def from_bfloat16(bits: NDArray[np.uint16]) -> NDArray[np.float32]:
    """The numbers whose upper halves, as float32, these are."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def _are_lengths(value: Any) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(type(one) is int and 0 <= one < 2**62 for one in value)
