"""From the tensors of a checkpoint to equations: PyTorch's recurrent layers, an embedding before, a linear layer after.

The tensors' names and shapes tell everything but two things: the nonlinearity of `nn.RNN` (tanh, as it is unless told
otherwise) and what the network was trained on, so the equations have no loss. The equations are those of PyTorch's
documentation, with its parameters' names: `W_ih`, `W_hh`, `b_ih`, `b_hh`, a number behind them for a layer beyond one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from rnnviz.equations.sentence import said
from rnnviz.formats.text import FormatError

Tensors = Mapping[str, NDArray[Any]]

_PART = re.compile(r"(?:(.*)\.)?(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(?:_l(\d+)(_reverse)?)?")
_WHOLE = re.compile(r"(?:(.*)\.)?(weight|bias)")
_GATES = {1: "RNN", 3: "GRU", 4: "LSTM"}


@dataclass(frozen=True)
class Network:
    """Equations with their parameters. `inputs` is the stream that is read: vectors, or indices below `classes` (0: it
    has none); `output` the value that comes out, of `width` numbers; `sizes` what a model declares."""

    equations: str
    parameters: dict[str, NDArray[Any]]
    inputs: str
    classes: int
    output: str
    width: int
    sizes: dict[str, int]


@dataclass
class _Layer:
    """One layer in one direction: its tensors by PyTorch's names without the layer's number."""

    tensors: dict[str, NDArray[Any]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many units its gates have."""
        projection = self.tensors.get("weight_hr")
        return int(self.tensors["weight_hh"].shape[1] if projection is None else projection.shape[1])

    @property
    def width(self) -> int:
        """How many numbers it hands on."""
        return int(self.tensors["weight_hh"].shape[1])

    @property
    def inputs(self) -> int:
        return int(self.tensors["weight_ih"].shape[1])

    @property
    def kind(self) -> str:
        return _GATES[self.tensors["weight_hh"].shape[0] // self.hidden]


@dataclass(frozen=True)
class _Value:
    """A value of the equations: how it reads at t, and how many numbers it has."""

    text: str
    width: int


def is_network(tensors: Tensors) -> bool:
    """Whether tensors of these names may be a network's parameters, of whatever kind, and not data."""
    return any(_PART.fullmatch(name) or _WHOLE.fullmatch(name) for name in tensors)


def network_of(tensors: Tensors, file: str) -> Network:
    """The network that the tensors are. Raises FormatError, which names what cannot be placed."""
    layers, rest = _layers(tensors, file)
    writer = _Writer()
    embedding, classes = _embedding(rest, layers[0][0].inputs)
    if embedding is None:
        inputs, size = "x", layers[0][0].inputs
        value = _Value("x[t]", size)
    else:
        inputs, size = "token", 0
        writer.parameters["E"] = rest.pop(embedding)
        writer.lines.append("e[t] = embed(E, token[t])")
        value = _Value("e[t]", layers[0][0].inputs)
    output = ""
    for number, directions in enumerate(layers, 1):
        for layer in directions:
            if layer.inputs != value.width:
                raise FormatError(
                    said(
                        "“{file}” has `{name}`, which reads {inputs} numbers, behind {width} numbers: how its "
                        "layers are joined is not in the file.",
                        file=file,
                        name=layer.names[0],
                        inputs=layer.inputs,
                        width=value.width,
                    )
                )
        value, output = writer.layer(directions, value, "" if len(layers) == 1 else str(number))
    value, output = _head(rest, value, output, writer)
    if rest:
        raise FormatError(
            said(
                "“{file}” has a recurrent network and besides {names}: what these do is not in the file. Write "
                "the equations yourself, and give the parameters to rnnviz.Model.",
                file=file,
                names=_listed(rest),
            )
        )
    sizes = {inputs: size, **writer.states}
    return Network("\n".join(writer.lines), writer.parameters, inputs, classes, output, value.width, sizes)


def _layers(tensors: Tensors, file: str) -> tuple[list[list[_Layer]], dict[str, NDArray[Any]]]:
    """The recurrent layers in order, each in one or two directions; and the tensors that are none of theirs."""
    found: dict[tuple[str, int, bool], _Layer] = {}
    rest: dict[str, NDArray[Any]] = {}
    for name, array in tensors.items():
        match = _PART.fullmatch(name)
        if match is None:
            rest[name] = array
            continue
        prefix, part, number, reverse = match.groups()
        layer = found.setdefault((prefix or "", int(number or 0), bool(reverse)), _Layer())
        layer.tensors[part] = array
        layer.names.append(name)
    if not found:
        raise FormatError(
            said(
                "“{file}” has no recurrent layer: PyTorch calls its tensors `weight_ih_l0`, `weight_hh_l0` and so "
                "on, and here are {names}.",
                file=file,
                names=_listed(rest),
            )
        )
    for layer in found.values():
        _check(layer, file)
    prefixes = list(dict.fromkeys(prefix for prefix, _, _ in found))
    order = sorted(found, key=lambda one: (prefixes.index(one[0]), one[1], one[2]))
    stacked: dict[tuple[str, int], list[_Layer]] = {}
    for prefix, number, reverse in order:
        layers = stacked.setdefault((prefix, number), [])
        if reverse and not layers:
            raise FormatError(
                said(
                    "“{file}” has `{name}` without the other direction.",
                    file=file,
                    name=found[prefix, number, reverse].names[0],
                )
            )
        layers.append(found[prefix, number, reverse])
    return list(stacked.values()), rest


def _check(layer: _Layer, file: str) -> None:
    """That a layer has the tensors that it needs, of shapes that fit together."""
    tensors, where = layer.tensors, said("“{file}”, the layer of `{name}`", file=file, name=layer.names[0])
    for part in ("weight_ih", "weight_hh"):
        if part not in tensors:
            raise FormatError(said("{where}: there is no `{part}`.", where=where, part=part))
    wanted = {"weight_ih": 2, "weight_hh": 2, "weight_hr": 2, "bias_ih": 1, "bias_hh": 1}
    for part, array in tensors.items():
        if array.ndim != wanted[part] or not array.size:
            raise FormatError(
                said("{where}: `{part}` has the shape {shape}.", where=where, part=part, shape=array.shape)
            )
    rows = len(tensors["weight_hh"])
    gates = rows // layer.hidden if rows % layer.hidden == 0 else 0
    projected = "weight_hr" in tensors
    if gates not in _GATES or (projected and (gates != 4 or len(tensors["weight_hr"]) != layer.width)):
        raise FormatError(
            said(
                "{where}: `weight_hh` has the shape {shape}, and a recurrent layer has 1, 3 or 4 times as many "
                "rows as columns (RNN, GRU, LSTM).",
                where=where,
                shape=tensors["weight_hh"].shape,
            )
        )
    for part in ("weight_ih", "bias_ih", "bias_hh"):
        if part in tensors and len(tensors[part]) != rows:
            raise FormatError(
                said(
                    "{where}: `{part}` has {count} rows, and `weight_hh` has {rows}.",
                    where=where,
                    part=part,
                    count=len(tensors[part]),
                    rows=rows,
                )
            )


def _embedding(rest: Tensors, width: int) -> tuple[str | None, int]:
    """The name of the table that the first layer reads from, and how many rows it has; None where there is none."""
    for name, array in rest.items():
        match = _WHOLE.fullmatch(name)
        if match is None or match[2] != "weight" or array.ndim != 2 or array.shape[1] != width:
            continue
        prefix = match[1] or ""
        has_bias = (f"{prefix}.bias" if prefix else "bias") in rest
        if not has_bias and re.search(r"emb|encoder|lookup|wte|tok", prefix, re.IGNORECASE):
            return name, len(array)
    return None, 0


def _head(rest: dict[str, NDArray[Any]], value: _Value, output: str, writer: _Writer) -> tuple[_Value, str]:
    """Takes the linear layer after the last recurrent one out of the rest, if there is just one that can be it."""
    fits = [
        name
        for name, array in rest.items()
        if (match := _WHOLE.fullmatch(name))
        and match[2] == "weight"
        and array.ndim == 2
        and array.shape[1] == value.width
    ]
    if len(fits) != 1:
        return value, output
    weight = rest.pop(fits[0])
    bias = rest.get(fits[0].removesuffix("weight") + "bias")
    writer.parameters["W_y"] = weight
    line = f"y[t] = W_y @ {value.text}"
    if bias is not None and bias.shape == (len(weight),):
        writer.parameters["b_y"] = rest.pop(fits[0].removesuffix("weight") + "bias")
        line += " + b_y"
    writer.lines.append(line)
    return _Value("y[t]", len(weight)), "y"


class _Writer:
    """Writes layers as equations."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parameters: dict[str, NDArray[Any]] = {}
        self.states: dict[str, int] = {}

    def layer(self, directions: list[_Layer], value: _Value, number: str) -> tuple[_Value, str]:
        """One layer in its directions; the value that it hands on, and its name."""
        if len(directions) == 1:
            state = self._direction(directions[0], value, number, "t-1")
            return _Value(f"{state}[t]", directions[0].width), state
        ahead = self._direction(directions[0], value, f"{number}_r", "t-1")
        back = self._direction(directions[1], value, f"{number}_l", "t+1")
        both = f"both{number}"
        self.lines.append(f"{both}[t] = concat({ahead}[t], {back}[t])")
        return _Value(f"{both}[t]", directions[0].width + directions[1].width), both

    def _direction(self, layer: _Layer, value: _Value, end: str, other: str) -> str:
        """One layer in one direction; the name of its state. `other` is the timestep that it reads itself at."""
        state = f"h{end}"
        self.states[state] = layer.width
        read = self._sum(layer, "ih", value.text, end)
        kept = self._sum(layer, "hh", f"{state}[{other}]", end)
        if layer.kind == "RNN":
            self.lines.append(f"{state}[t] = tanh({read} + {kept})")
        elif layer.kind == "GRU":
            self._gru(state, read, kept, end, other)
        else:
            self._lstm(layer, state, f"{read} + {kept}", end, other)
        return state

    def _sum(self, layer: _Layer, part: str, read: str, end: str) -> str:
        self.parameters[f"W_{part}{end}"] = layer.tensors[f"weight_{part}"]
        if f"bias_{part}" not in layer.tensors:
            return f"W_{part}{end} @ {read}"
        self.parameters[f"b_{part}{end}"] = layer.tensors[f"bias_{part}"]
        return f"W_{part}{end} @ {read} + b_{part}{end}"

    def _gru(self, state: str, read: str, kept: str, end: str, other: str) -> None:
        r, z, n = (f"{gate}{end}" for gate in "rzn")
        for side, source in (("i", read), ("h", kept)):
            self.lines.append(f"{', '.join(f'{side}_{gate}[t]' for gate in (r, z, n))} = split({source}, 3)")
        self.lines += [
            f"{r}[t] = sigmoid(i_{r}[t] + h_{r}[t])",
            f"{z}[t] = sigmoid(i_{z}[t] + h_{z}[t])",
            f"{n}[t] = tanh(i_{n}[t] + {r}[t] * h_{n}[t])",
            f"{state}[t] = (1 - {z}[t]) * {n}[t] + {z}[t] * {state}[{other}]",
        ]

    def _lstm(self, layer: _Layer, state: str, source: str, end: str, other: str) -> None:
        i, f, g, o, c = (f"{gate}{end}" for gate in "ifgoc")
        self.states[c] = layer.hidden
        self.lines.append(f"{', '.join(f'a_{gate}[t]' for gate in (i, f, g, o))} = split({source}, 4)")
        self.lines += [f"{gate}[t] = {'tanh' if gate == g else 'sigmoid'}(a_{gate}[t])" for gate in (i, f, g, o)]
        self.lines.append(f"{c}[t] = {f}[t] * {c}[{other}] + {i}[t] * {g}[t]")
        if "weight_hr" not in layer.tensors:
            self.lines.append(f"{state}[t] = {o}[t] * tanh({c}[t])")
            return
        self.parameters[f"W_hr{end}"] = layer.tensors["weight_hr"]
        self.lines += [f"m{end}[t] = {o}[t] * tanh({c}[t])", f"{state}[t] = W_hr{end} @ m{end}[t]"]


def _listed(tensors: Tensors) -> str:
    """The names of some tensors with their shapes, as many as a sentence takes."""
    shown = [f"`{name}` {array.shape}" for name, array in list(tensors.items())[:6]]
    more = len(tensors) - len(shown)
    names = ", ".join(shown) or said("none")
    return said("{names} and {count} more", names=names, count=more) if more > 0 else names
