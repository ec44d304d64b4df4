"""Checkpoints become equations that compute what PyTorch does; a file that is none runs nothing and changes nothing.

The files are written by `python -m tests.reference.torch_checkpoints`.
"""

from __future__ import annotations

import io
import json
import pickle
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import rnnviz
from rnnviz.formats.checkpoint import is_checkpoint, read_tensors
from rnnviz.formats.text import FormatError

FOLDER = Path(__file__).parents[1] / "reference" / "checkpoints"
NETWORKS = sorted(path.name.removesuffix(".run.npz") for path in FOLDER.glob("*.run.npz"))
KINDS = {"float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64", "uint16": "BF16", "bool": "BOOL"}

Tensors = dict[str, NDArray[Any]]


def safetensors(tensors: Tensors) -> bytes:
    """The bytes of a .safetensors file; an array of uint16 stands for bfloat16."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    place = 0
    for name, array in tensors.items():
        offsets = [place, place + array.nbytes]
        header[name] = {"dtype": KINDS[array.dtype.name], "shape": array.shape, "data_offsets": offsets}
        place += array.nbytes
    words = json.dumps(header).encode()
    return struct.pack("<Q", len(words)) + words + b"".join(array.tobytes() for array in tensors.values())


def read(name: str, data: bytes, folder: Path) -> Tensors:
    path = folder / name
    path.write_bytes(data)
    return read_tensors(path)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("ending", [".pt", ".npz", ".safetensors"])
def test_that_a_network_gives_what_pytorch_gives(name: str, ending: str, tmp_path: Path) -> None:
    path = FOLDER / f"{name}.pt"
    tensors = read_tensors(path)
    if ending == ".npz":
        path = tmp_path / "net.npz"
        np.savez(path, **tensors)  # type: ignore[arg-type]
    elif ending == ".safetensors":
        path = tmp_path / "net.safetensors"
        path.write_bytes(safetensors(tensors))
    model = rnnviz.load(path)
    with np.load(FOLDER / f"{name}.run.npz", allow_pickle=False) as run:
        x, right = run["x"], run["y"]
    tape = model.run({next(iter(model.graph.streams)): x})
    np.testing.assert_allclose(tape[list(model.graph.named)[-1]], right, rtol=0, atol=1e-12)


def test_that_there_is_a_network_of_every_kind() -> None:
    assert len(NETWORKS) == 9


def test_that_weights_in_a_training_s_table_are_found() -> None:
    assert np.array_equal(
        rnnviz.load(FOLDER / "training.pt").parameters["W_hh"], rnnviz.load(FOLDER / "lstm.pt").parameters["W_hh"]
    )


def test_that_a_loss_gives_gradients() -> None:
    model = rnnviz.load(FOLDER / "lstm.pt", loss="L[t] = cross_entropy(y[t], target[t])")
    tape = model.run({"x": np.ones((4, 3)), "target": np.arange(4)})
    assert np.abs(tape.contributions("W_hh").total).max() > 0


def test_that_a_project_is_loaded_too(tmp_path: Path) -> None:
    from rnnviz.formats.project import write_project
    from rnnviz.session.draft import Weight, draft_over, example
    from rnnviz.session.given import Given
    from rnnviz.session.project import Saved, project_of

    path = tmp_path / "net.rnnviz"
    draft = example()
    write_project(path, project_of(Saved(draft.__class__(**{**vars(draft), "weights": (Weight("b_h", (1,), 0.5),)}))))
    assert rnnviz.load(path).parameters["b_h"][1] == 0.5
    model = rnnviz.Model("h[t] = tanh(W @ h[t-1] + x[t])", {"x": 2, "h": 2})
    write_project(path, project_of(Saved(draft_over(Given(model, {"x": np.ones((3, 2))})))))
    assert np.array_equal(rnnviz.load(path).parameters["W"], model.parameters["W"])


def test_that_loading_needs_neither_qt_nor_torch() -> None:
    import subprocess
    import sys

    code = (
        f"import sys, rnnviz; rnnviz.load({str(FOLDER / 'lstm.pt')!r});"
        "print([name for name in ('PySide6', 'torch', 'pickle') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert set(eval(done.stdout)) <= {"pickle"}  # numpy's and pickletools' own


def test_that_half_precision_is_read_as_it_is(tmp_path: Path) -> None:
    numbers = np.array([1.5, -2.0, 3.140625, 0.0], np.float32)
    halves = (numbers.view(np.uint32) >> 16).astype(np.uint16)
    found = read("a.safetensors", safetensors({"b": halves, "h": numbers.astype(np.float16)}), tmp_path)
    np.testing.assert_array_equal(found["b"], numbers)
    np.testing.assert_array_equal(found["h"], numbers)


# What is refused


class Attack:
    def __reduce__(self) -> tuple[Any, ...]:
        return eval, ("open('/tmp/attacked', 'w')",)


def pt(pickled: bytes, **parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("net/data.pkl", pickled)
        for name, data in parts.items():
            archive.writestr(f"net/data/{name}", data)
    return file.getvalue()


def tensor(
    shape: tuple[int, ...], strides: tuple[int, ...], offset: int = 0, count: int = 4, kind: str = "DoubleStorage"
) -> bytes:
    """The pickle of a table of one tensor over the storage `a`, in protocol 0."""

    def numbers(values: tuple[int, ...]) -> bytes:
        return b"(" + b"".join(b"I%d\n" % value for value in values) + b"t"

    storage = b"(Vstorage\nctorch\n" + kind.encode() + b"\nVa\nVcpu\nI%d\ntQ" % count
    arguments = b"(" + storage + b"I%d\n" % offset + numbers(shape) + numbers(strides) + b"I00\nNt"
    return b"(Vweight_ih_l0\nctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"Rd."


GOOD = np.arange(4.0).tobytes()
BAD_PT = {
    "code": (pt(pickle.dumps({"a": Attack()})), "asks for `builtins.eval`"),
    "code of the system": (pt(b"cos\nsystem\n(Vtouch /tmp/attacked\ntR."), "asks for `os.system`"),
    "a hidden name": (pt(b"Vos\nVsystem\n\x93)R."), "asks for `os.system`"),
    "an instance": (pt(b"(i__main__\nNet\n."), "INST"),
    "an object": (pt(b"ccollections\nOrderedDict\n)\x81."), "NEWOBJ"),
    "an extension": (pt(b"\x82\x01."), "EXT1"),
    "a giant memo": (pt(b"}r\xff\xff\xff\x7f."), "no tensor in it"),
    "petabytes": (pt(tensor((2**40, 2**20), (0, 0)), a=GOOD), "said to lie in 4 numbers"),
    "beyond its numbers": (pt(tensor((4,), (2,)), a=GOOD), "said to lie in 4 numbers"),
    "an offset beyond": (pt(tensor((2,), (1,), offset=3), a=GOOD), "said to lie in 4 numbers"),
    "before its numbers": (pt(tensor((2,), (1,), offset=-1), a=GOOD), "damaged"),
    "a negative stride": (pt(tensor((2,), (-1,), offset=1), a=GOOD), "damaged"),
    "a storage that says more": (pt(tensor((2,), (1,), count=400), a=GOOD), "said to lie in 4 numbers"),
    "no storage": (pt(tensor((2,), (1,))), "no part “net/data/a”"),
    "an unknown storage": (pt(tensor((2,), (1,), kind="QInt8Storage"), a=GOOD), "asks for `torch.QInt8Storage`"),
    "no end": (pt(b"}"), "damaged"),
    "an empty stack": (pt(b"0."), "POP"),
    "nothing": (pt(b""), "damaged"),
    "a table in itself": (pt(b"}q\x00Va\nh\x00s."), "no tensor in it"),
    "an old pickle": ((FOLDER / "old.pt").read_bytes(), "before 1.6"),
    "a bare pickle": (pickle.dumps({}), "no .pt file in spite"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_PT)
def test_that_a_pt_file_runs_nothing_and_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    data, words = BAD_PT[kind]
    attacked = Path("/tmp/attacked")
    with pytest.raises(FormatError, match=re.escape(words)) as refused:
        read("net.pt", data, tmp_path)
    assert "“net.pt”" in str(refused.value)
    assert not attacked.exists()


def entry(dtype: str = "F64", shape: Any = (2,), offsets: Any = (0, 16), extra: bytes = bytes(16)) -> bytes:
    words = json.dumps({"a": {"dtype": dtype, "shape": shape, "data_offsets": offsets}}).encode()
    return struct.pack("<Q", len(words)) + words + extra


BAD_SAFETENSORS = {
    "too short": b"\x00\x00\x00\x00\x00\x00\x00\x10{",
    "a giant header": struct.pack("<Q", 2**39) + b"{}",
    "no table": struct.pack("<Q", 4) + b"{1}}",
    "deep": struct.pack("<Q", 200_000) + b'{"a":' + b"[" * 199_995,
    "a giant": entry(shape=(2**50, 2**50)),
    "negative": entry(shape=(-2,)),
    "beyond the end": entry(offsets=(8, 24)),
    "backwards": entry(offsets=(16, 0)),
    "of another size": entry(offsets=(0, 8)),
    "eight bits": entry(dtype="F8_E4M3"),
    "no offsets": entry(offsets=None),
    "no shape": entry(shape="2"),
    "nothing in it": struct.pack("<Q", 2) + b"{}",
}


@pytest.mark.parametrize("kind", BAD_SAFETENSORS)
def test_that_a_wrong_safetensors_file_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"net\.safetensors"):
        read("net.safetensors", BAD_SAFETENSORS[kind], tmp_path)


WHOLE = {
    "net.pt": (FOLDER / "gru.pt").read_bytes(),
    "net.safetensors": safetensors(read_tensors(FOLDER / "gru.pt")),
}


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_that_a_mutilated_file_is_refused_or_read_and_nothing_else(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mutilated = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(mutilated) - 1)))
        mutilated[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(mutilated)
    try:
        rnnviz.load(path)
    except FormatError:
        return


@given(
    st.lists(
        st.sampled_from([bytes([code]) for code in range(256)] + [b"Va\n", b"I1\n", b"}", b"(", b"t"]), max_size=40
    )
)
def test_that_any_pickle_s_instructions_are_followed_or_refused(codes: list[bytes]) -> None:
    from rnnviz.formats.arrays import open_archive
    from rnnviz.formats.torch_file import read_torch

    with open_archive(io.BytesIO(pt(b"".join(codes) + b".", a=GOOD)), "it") as archive:
        try:
            read_torch(archive, "it")
        except FormatError:
            return


def lstm(**changes: NDArray[Any] | None) -> Tensors:
    tensors = dict(read_tensors(FOLDER / "lstm.pt"))
    for name, array in changes.items():
        key = name.replace("__", ".")
        if array is None:
            del tensors[key]
        else:
            tensors[key] = array
    return tensors


@pytest.mark.parametrize(
    ("tensors", "words"),
    [
        ({"fc.weight": np.ones((2, 3))}, "no recurrent layer"),
        (lstm(rnn__weight_hh_l0=None), "there is no `weight_hh`"),
        (lstm(rnn__weight_hh_l0=np.ones((8, 4))), "1, 3 or 4 times as many rows"),
        (lstm(rnn__weight_ih_l0=np.ones((12, 3))), "12 rows, and `weight_hh` has 16"),
        (lstm(rnn__weight_ih_l0=np.ones(16)), "the shape (16,)"),
        (lstm(attention__weight=np.ones((7, 9))), "besides `attention.weight` (7, 9)"),
        (lstm(other__weight=np.ones((7, 4))), "besides"),
        (lstm(rnn__weight_ih_l1=np.ones((16, 9)), rnn__weight_hh_l1=np.ones((16, 4))), "how its layers are joined"),
        ({"weight_ih_l0_reverse": np.ones((4, 4)), "weight_hh_l0_reverse": np.ones((4, 4))}, "without the other"),
        ({"weight_ih_l0": np.ones((0, 4)), "weight_hh_l0": np.ones((0, 4))}, "the shape (0, 4)"),
    ],
)
def test_that_what_cannot_be_placed_is_named(tensors: Tensors, words: str, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    np.savez(path, **tensors)  # type: ignore[arg-type]
    with pytest.raises(FormatError, match=re.escape(words)):
        rnnviz.load(path)


@pytest.mark.parametrize(("name", "words"), [("a.onnx", "ONNX"), ("a.keras", "Keras"), ("a.h5", "Keras")])
def test_that_files_that_are_not_read_yet_are_said_so(name: str, words: str, tmp_path: Path) -> None:
    keras = io.BytesIO()
    with zipfile.ZipFile(keras, "w") as archive:
        archive.writestr("config.json", "{}")
    for data in (b"\x08\x07", b"\x89HDF\r\n\x1a\n", keras.getvalue(), b""):
        with pytest.raises(FormatError, match=words):
            read(name, data, tmp_path)


def test_that_files_of_networks_are_known_by_their_ending() -> None:
    assert all(is_checkpoint(Path(f"a{ending}")) for ending in (".PT", ".npz", ".safetensors", ".onnx", ".keras"))
    assert not is_checkpoint(Path("a.txt"))


def test_that_a_cell_s_own_tensors_are_a_layer(tmp_path: Path) -> None:
    """nn.GRUCell has the same tensors without a layer's number; so have several modules, one behind the other."""
    found = read_tensors(FOLDER / "gru.pt")
    path = tmp_path / "cell.npz"
    np.savez(path, **{name.replace("rnn.", "").replace("_l0", ""): array for name, array in found.items()})  # type: ignore[arg-type]
    cell, layer = rnnviz.load(path), rnnviz.load(FOLDER / "gru.pt")
    assert cell.text == layer.text
    x = np.ones((5, 3))
    np.testing.assert_array_equal(cell.run({"x": x})["y"], layer.run({"x": x})["y"])


@pytest.mark.parametrize("ending", [".safetensors", ".npz", ".pt", ".npy"])
@pytest.mark.parametrize("data", [b"", b"\0" * 8, b"\xff" * 20, b"abc"])
def test_that_a_file_that_does_not_begin_as_its_kind_is_damaged(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    with pytest.raises(FormatError, match="is damaged") as refused:
        read_tensors(path)
    assert "are read" not in str(refused.value)
