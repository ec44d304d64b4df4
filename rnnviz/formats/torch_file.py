"""Tensors of a `.pt` file as `torch.save` writes it since PyTorch 1.6: a zip archive of a pickle and of raw storages.

No pickle is loaded. Its instructions are parsed, and the few of them that make tables, lists and numbers are followed
here; an object is not made of a name but noted as one, and any name besides those of tensors is refused. The format is
described in https://docs.pytorch.org/docs/stable/notes/serialization.html.
"""

from __future__ import annotations

import math
import pickletools
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import Sentence, said
from rnnviz.formats.arrays import read_member
from rnnviz.formats.safetensors import from_bfloat16
from rnnviz.formats.text import FormatError

PICKLE_LIMIT = 32 * 1024 * 1024
OLD_FORMAT = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
"""How a file begins that PyTorch before 1.6 wrote: a pickle of a magic number, and no archive."""

_STORAGES = {
    "DoubleStorage": "f8", "FloatStorage": "f4", "HalfStorage": "f2", "BFloat16Storage": "u2", "LongStorage": "i8",
    "IntStorage": "i4", "ShortStorage": "i2", "CharStorage": "i1", "ByteStorage": "u1", "BoolStorage": "u1",
}  # fmt: skip
_TABLE = ("collections", "OrderedDict")
_TENSOR, _PARAMETER = ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_parameter")
_PLAIN = {("torch", "Size"), ("torch", "device")}
_MOST_AXES = 32
_MOST_VIEWS = 16  # tied weights are views of the same numbers, a file full of views is an attack


@dataclass(frozen=True)
class _Name:
    """A name that the pickle asks for; nothing is looked up under it."""

    module: str
    name: str

    @property
    def key(self) -> tuple[str, str]:
        return self.module, self.name


@dataclass(frozen=True)
class _Storage:
    kind: str
    part: str
    count: int


def is_torch_archive(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is one of PyTorch's."""
    return _root(archive) is not None


def read_torch(archive: zipfile.ZipFile, file: str) -> dict[str, NDArray[Any]]:
    """Every tensor of the tables in a file, by its name, or by the names on the way to it with dots between.

    `file` is what messages call it. Raises FormatError for whatever is no table of tensors.
    """
    root = _root(archive)
    assert root is not None
    if archive.getinfo(f"{root}data.pkl").file_size > PICKLE_LIMIT:
        raise FormatError(
            said("The table of “{file}” is larger than {most:.3g} MB.", file=file, most=PICKLE_LIMIT / 1024**2)
        )
    if any(name.startswith(f"{root}code/") for name in archive.namelist()):
        raise FormatError(said("“{file}” holds a program of TorchScript. {advice}", file=file, advice=_ADVICE))
    order = "<"
    if f"{root}byteorder" in archive.namelist():
        order = ">" if read_member(archive, f"{root}byteorder", file) == b"big" else "<"
    reader = _Reader(archive, root, order, file)
    return dict(_tensors(reader.value(), ""))


_ADVICE = said("Save its weights alone, in Python: `torch.save(model.state_dict(), 'weights.pt')`, and open those.")


def _root(archive: zipfile.ZipFile) -> str | None:
    """The folder of the archive in which everything is."""
    return next((name.removesuffix("data.pkl") for name in archive.namelist() if name.endswith("/data.pkl")), None)


def _tensors(value: object, path: str) -> Iterator[tuple[str, NDArray[Any]]]:
    """The tensors below a value; a pickle may hold itself, so each table is gone through once."""
    waiting, seen = [(path, value)], set()
    while waiting:
        where, one = waiting.pop(0)
        if isinstance(one, np.ndarray):
            yield where, one
        elif isinstance(one, dict) and id(one) not in seen:
            seen.add(id(one))
            waiting += [(f"{where}.{name}" if where else name, each) for name, each in one.items() if type(name) is str]


class _Reader:
    """Follows a pickle's instructions."""

    def __init__(self, archive: zipfile.ZipFile, root: str, order: str, file: str) -> None:
        self._archive, self._root, self._order, self._file = archive, root, order, file
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._memory: dict[int, Any] = {}
        self._storages: dict[str, bytes] = {}
        self._room = _MOST_VIEWS * sum(member.file_size for member in archive.infolist())

    def value(self) -> object:
        """What the pickle says."""
        data = read_member(self._archive, f"{self._root}data.pkl", self._file)
        try:
            for opcode, argument, _ in pickletools.genops(data):
                if opcode.name == "STOP":
                    return self._stack.pop()
                self._follow(opcode.name, argument)
        except FormatError:
            raise
        except (ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError, UnicodeError) as error:
            raise self._damaged(said("its instructions do not fit together")) from error
        raise self._damaged(said("it does not end"))

    def _damaged(self, why: Sentence) -> FormatError:
        return FormatError(
            said("“{file}” is damaged: its table of tensors cannot be read ({why}).", file=self._file, why=why)
        )

    def _follow(self, name: str, argument: Any) -> None:
        stack = self._stack
        if name == "MARK":
            self._marks.append(len(stack))
        elif name in _CONSTANTS:
            stack.append(_CONSTANTS[name]())
        elif name in _ARGUMENTS:
            stack.append(argument)
        elif name in ("PUT", "BINPUT", "LONG_BINPUT"):
            self._memory[int(argument)] = stack[-1]
        elif name == "MEMOIZE":
            self._memory[len(self._memory)] = stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            stack.append(self._memory[int(argument)])
        elif name == "GLOBAL":
            stack.append(self._named(*argument.split(" ", 1)))
        elif name == "STACK_GLOBAL":
            word, module = stack.pop(), stack.pop()
            stack.append(self._named(str(module), str(word)))
        elif name in _TUPLES:
            count = _TUPLES[name]
            stack[len(stack) - count :] = [tuple(stack[len(stack) - count :])]
        elif name in _FROM_MARK:
            stack.append(_FROM_MARK[name](self._since_mark()))
        elif name in ("SETITEM", "APPEND"):
            self._add([stack.pop()] if name == "APPEND" else [stack.pop(-2), stack.pop()])
        elif name in ("SETITEMS", "APPENDS"):
            self._add(self._since_mark())
        elif name == "BINPERSID":
            stack.append(self._storage(stack.pop()))
        elif name == "REDUCE":
            arguments, maker = stack.pop(), stack.pop()
            stack.append(self._made(maker, arguments))
        elif name == "BUILD":
            stack.pop()  # the attributes of a table, such as the versions of its modules
        elif name not in ("PROTO", "FRAME"):
            raise FormatError(
                said(
                    "“{file}” holds more than tensors: its pickle has the instruction {name}. {advice}",
                    file=self._file,
                    name=name,
                    advice=_ADVICE,
                )
            )

    def _since_mark(self) -> list[Any]:
        place = self._marks.pop()
        found = self._stack[place:]
        del self._stack[place:]
        return found

    def _add(self, items: list[Any]) -> None:
        target = self._stack[-1]
        if isinstance(target, dict):
            target.update(zip(items[::2], items[1::2], strict=True))
        elif isinstance(target, list):
            target.extend(items)
        else:
            raise ValueError("nothing to add to")

    def _named(self, module: str, name: str) -> _Name:
        known = {_TABLE, _TENSOR, _PARAMETER, *_PLAIN}
        if (module, name) not in known and not (module == "torch" and (name in _STORAGES or name in _TORCH_TYPES)):
            raise FormatError(
                said(
                    "“{file}” asks for `{module}.{name}`, which is no tensor: to read it would be to run what "
                    "the file says. Nothing of it was run. {advice}",
                    file=self._file,
                    module=module,
                    name=name,
                    advice=_ADVICE,
                )
            )
        return _Name(module, name)

    def _made(self, maker: object, arguments: Any) -> object:
        if not isinstance(maker, _Name) or not isinstance(arguments, tuple):
            raise ValueError("no maker")
        if maker.key == _TABLE:
            return {}
        if maker.key == _TENSOR:
            return self._tensor(*arguments[:4])
        if maker.key == _PARAMETER:
            return arguments[0]
        if maker.key in _PLAIN:
            return arguments
        raise ValueError(f"{maker.name} makes nothing")

    def _storage(self, identity: Any) -> _Storage:
        kind, cls, part, _, count = identity
        if kind != "storage" or not isinstance(cls, _Name) or cls.name not in _STORAGES or type(count) is not int:
            raise ValueError("no storage")
        return _Storage(cls.name, str(part), count)

    def _tensor(self, storage: Any, offset: Any, shape: Any, strides: Any) -> NDArray[Any]:
        """A view of a storage, checked against what is there, and copied."""
        if not isinstance(storage, _Storage) or not _are_lengths((offset, *shape, *strides)):
            raise ValueError("no tensor")
        if len(shape) != len(strides) or len(shape) > _MOST_AXES:
            raise ValueError("no shape")
        kind = np.dtype(f"{self._order}{_STORAGES[storage.kind]}")
        data = self._bytes(storage.part)
        there = len(data) // kind.itemsize
        count = math.prod(shape)
        last = offset + sum((length - 1) * stride for length, stride in zip(shape, strides, strict=True))
        if storage.count > there or (count and last >= there) or count > max(there, 1):
            raise FormatError(
                said(
                    "“{file}” is damaged: a tensor of the shape {shape} is said to lie in {there:,} numbers.",
                    file=self._file,
                    shape=shape,
                    there=there,
                )
            )
        self._room -= count * kind.itemsize
        if self._room < 0:
            raise FormatError(
                said("“{file}” would swell: its tensors are views of the same numbers over and over.", file=self._file)
            )
        if not count:
            return np.zeros(shape, kind)
        flat = np.frombuffer(data, kind, there)[offset:]
        view = np.lib.stride_tricks.as_strided(flat, shape, [stride * kind.itemsize for stride in strides])
        array = np.array(view, kind.newbyteorder("="))
        if storage.kind == "BFloat16Storage":
            return from_bfloat16(array)
        return array != 0 if storage.kind == "BoolStorage" else array

    def _bytes(self, part: str) -> bytes:
        if part not in self._storages:
            self._storages[part] = read_member(self._archive, f"{self._root}data/{part}", self._file)
        return self._storages[part]


_TORCH_TYPES = {"float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"}
_CONSTANTS: dict[str, Callable[[], object]] = {
    "NONE": lambda: None, "NEWTRUE": lambda: True, "NEWFALSE": lambda: False,
    "EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple,
}  # fmt: skip
_ARGUMENTS = {
    "INT", "LONG", "LONG1", "LONG4", "BININT", "BININT1", "BININT2", "FLOAT", "BINFLOAT",
    "UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8",
}  # fmt: skip
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_FROM_MARK: dict[str, Callable[[list[Any]], object]] = {
    "TUPLE": tuple, "LIST": list, "DICT": lambda items: dict(zip(items[::2], items[1::2], strict=True)),
}  # fmt: skip


def _are_lengths(values: tuple[Any, ...]) -> bool:
    return all(type(one) is int and 0 <= one < 2**62 for one in values)
