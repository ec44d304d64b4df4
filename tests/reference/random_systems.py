"""Random well-formed systems of equations.

`random_system(seed)` always gives the same system for a seed; `systems()` is the same as a strategy of hypothesis.
A system has one to three groups of states; each group is a cycle of its own that runs forwards or backwards, with
lags up to 3 and now and then shifted against one another (a reads b[t+1], b reads a[t-2]). Groups, outputs and losses
read what stands before them at lags of both signs. Parameters are shared, nested in expressions of parameters, or
untied; initial states given, learned or zero; targets may be missing; two segments may share states.
"""

from __future__ import annotations

import dataclasses
import random
import re
from typing import Any, Protocol

import numpy as np
from hypothesis import strategies as st

from tests.reference.system import Array, Size, System, size_of

Shape = tuple[int, ...]


class Choices(Protocol):
    """What the generator needs of `random.Random`, and hypothesis gives as well."""

    def randint(self, a: int, b: int, /) -> int: ...

    def choice(self, options: Any, /) -> Any: ...

    def shuffle(self, items: Any, /) -> None: ...


def random_system(seed: int, smooth: bool = False) -> System:
    """The system of that seed; `smooth` ones have nothing stopped or cut, and no kinks where values are often zero."""
    system = Generator(random.Random(seed), f"random {seed}").system()
    if not smooth:
        return system
    text = system.text
    for word, other in {"relu": "softplus", "abs": "gelu", "max": "mean", "stop": "tanh"}.items():
        text = text.replace(f"{word}(", f"{other}(").replace("softmean(", "softmax(")
    return dataclasses.replace(system, text=text, truncate=None)


def systems() -> st.SearchStrategy[System]:
    """Random systems that hypothesis can shrink."""
    return st.randoms(use_true_random=False).map(lambda choices: Generator(choices, "random", depth=1).system())


@dataclasses.dataclass
class Value:
    shape: Shape
    group: int
    phase: int = 0


class Generator:
    """Writes one system, equation by equation."""

    def __init__(self, choices: Choices, name: str, depth: int = 3) -> None:
        self.choices, self.name, self.depth = choices, name, depth
        self.numbers = np.random.RandomState(choices.randint(0, 2**31 - 1))
        self.timesteps = choices.choice([5, 4, 3, 6, 2, 1])
        self.widths = [choices.randint(1, 3), choices.randint(2, 3)]
        self.values: dict[str, Value] = {}
        self.complete: list[str] = []  # values of earlier groups, which can be read at any lag
        self.parameters: dict[str, Shape] = {}
        self.untied: set[str] = set()
        self.data: dict[str, Array] = {}
        self.targets: dict[str, Array] = {}  # may be NaN, so that only losses read them
        self.lines: list[str] = []
        self.group = 0
        self.direction = -1
        self.segmented = self.chance(12)
        self.readable: list[str] = []  # values of the present group that are already defined at this timestep

    def chance(self, percent: int) -> bool:
        return bool(self.choices.randint(0, 99) >= 100 - percent)

    def system(self) -> System:
        if self.segmented:
            return self.in_two_segments()
        self.streams(self.timesteps, "")
        for group in range(self.choices.randint(1, self.depth)):
            self.group = group
            self.cycle()
        self.outputs("")
        if self.chance(15):
            self.choices.shuffle(self.lines)
        return self.finished([], {})

    def in_two_segments(self) -> System:
        first = self.choices.randint(1, 4)
        second = self.choices.randint(1, 4)
        self.timesteps = first + second
        self.streams(first, "1")
        self.lines.append("encode:")
        self.stream_value("1")
        self.cycle()
        shared = {name: value for name, value in self.values.items() if value.group == self.group}
        before, self.data = self.data, {}
        self.streams(second, "2")
        self.lines.append("decode:")
        self.group += 1
        self.stream_value("2")
        redefined = {name: value.shape for name, value in shared.items() if self.chance(70)}
        self.complete = [name for name in self.complete if name not in redefined]
        self.cycle(redefined)
        self.outputs("2")
        self.lines = [line if line.endswith(":") else f"    {line}" for line in self.lines]
        self.data |= before
        return self.finished([], {})

    def stream_value(self, suffix: str) -> None:
        """A segment is as long as its streams, so it has to read one."""
        name = f"w{suffix}"
        self.values[name] = Value((self.widths[0],), -1)
        self.lines.append(f"{name}[t] = x{suffix}[t] * {self.parameter((self.widths[0],))}")
        self.complete.append(name)

    def streams(self, length: int, suffix: str) -> None:
        shapes: list[Shape] = [(self.widths[0],), (self.widths[1],), (), (self.widths[0], self.widths[1])]
        for name, shape in zip("xvsX", shapes, strict=True):
            if name == "x" or self.chance(60):
                self.data[name + suffix] = self.numbers.normal(size=(length, *shape))
        if self.chance(40):
            self.data["k" + suffix] = self.numbers.randint(-1, 3, size=length)

    def cycle(self, redefined: dict[str, Shape] | None = None) -> None:
        """A group of equations that read one another around a cycle."""
        self.direction = -1 if self.segmented or self.chance(65) else 1
        members = dict(redefined or {})
        for _ in range(self.choices.randint(0 if members else 1, 3)):
            members[f"h{len(self.values) + len(members)}"] = self.shape()
        shifted = not self.segmented and self.chance(15)
        for name, shape in members.items():
            phase = self.choices.randint(-1, 1) if shifted else 0
            self.values[name] = Value(shape, self.group, phase)
        self.readable = []
        for name, shape in members.items():
            self.lines.append(f"{name}[t] = {self.recurrence(name, shape)}")
            self.readable.append(name)
        self.complete += members
        self.readable = []
        if not self.segmented:
            for _ in range(self.choices.randint(0, 2)):
                name, shape = f"u{len(self.values)}", self.shape()
                text = self.expression(shape, 2)
                self.values[name] = Value(shape, -1)
                self.lines.append(f"{name}[t] = {text}")
                self.complete.append(name)

    def recurrence(self, name: str, shape: Shape) -> str:
        """A bounded right side that reads the group."""
        inside = self.expression(shape, self.depth)
        own = self.linear(shape, self.member(shape) or name)
        forms = [f"tanh({own} + {inside})"] * 3
        forms += [
            f"sigmoid({own} + {inside})",
            f"0.4 * {own} + tanh({inside})",
            f"0.5 * gelu({own}) + sigmoid({inside})",
        ]
        if shape and shape[-1] > 1:
            forms += [f"softmax({own} + {inside})", f"relu({own} * 0.5 + {inside}) * 0.3"]
        return str(self.choices.choice(forms))

    def member(self, shape: Shape) -> str | None:
        """A value of the present group."""
        group = [name for name, value in self.values.items() if value.group == self.group]
        same = [name for name in group if self.values[name].shape == shape]
        return self.choices.choice(same or group) if group else None

    def linear(self, shape: Shape, name: str) -> str:
        """A read of a member of the group, brought to a shape."""
        return self.brought(self.read_member(name), self.values[name].shape, shape)

    def read_member(self, name: str) -> str:
        """A read that keeps to the group's direction, seen from the equation that is written now (the next one)."""
        group = [key for key, value in self.values.items() if value.group == self.group]
        reader = group[len(self.readable)]
        same_timestep = name in self.readable and self.chance(40)
        lag = 0 if same_timestep else self.direction * self.choices.choice([1, 1, 1, 2, 3])
        return read(name, lag + self.values[name].phase - self.values[reader].phase)

    def brought(self, text: str, found: Shape, shape: Shape) -> str:
        """Any value as a value of another shape."""
        if found == shape:
            if len(shape) == 1 and self.chance(60):
                return f"{self.parameter((*shape, *shape))} @ {text}"
            return f"{self.parameter(shape)} * {text}" if self.chance(30) else text
        if len(found) == 1 and len(shape) == 1:
            return f"{self.parameter((*shape, *found))} @ {text}"
        if not found:
            return f"{text} * {self.parameter(shape)}"
        if not shape:
            reductions = [f"{name}({text})" for name in ("sum", "mean", "max", "norm")]
            if len(found) == 1:
                reductions += [f"dot({text}, {self.parameter(found)})", f"{self.parameter(found)} @ {text}"]
            reductions.append(f"{text}[{', '.join(str(n - 1) for n in found)}]")
            return str(self.choices.choice(reductions))
        if len(found) == 1:
            return f"outer({self.parameter((shape[0], *found))} @ {text}, {self.parameter(shape[1:])})"
        if len(shape) == 1:
            return f"{self.parameter((*shape, found[0]))} @ ({text} @ {self.parameter(found[1:])})"
        return f"{self.parameter((shape[0], found[0]))} @ {text} @ {self.parameter((found[1], shape[1]))}"

    def shape(self) -> Shape:
        a, b = self.widths
        return tuple(self.choices.choice([(a,), (b,), (b,), (), (a, b)]))

    def parameter(self, shape: Shape) -> str:
        """A parameter, new or seen before, or an expression of parameters."""
        same = [name for name, other in self.parameters.items() if other == shape]
        if same and self.chance(35):
            name = self.choices.choice(same)
        else:
            name = f"P{len(self.parameters)}"
            self.parameters[name] = shape
            if not self.segmented and self.chance(2):
                self.untied.add(name)
        text = f"{name}[t]" if name in self.untied else name
        if self.chance(15):
            forms = [f"sigmoid({text})", f"({text} * {text})", f"tanh({text} - 0.5)", f"({text} / (1 + norm({text})))"]
            if shape:
                forms += [f"({text} * sum({text}))", f"softmax({text})"]
            if len(shape) == 2 and name not in self.untied:
                forms.append(f"({self.parameter((shape[0], shape[0]))} @ {text})")
            text = self.choices.choice(forms)
        return text

    def leaf(self, shape: Shape) -> str:
        """A value, stream, parameter or number of a shape."""
        options: list[tuple[str, Shape, bool]] = [(name, rows.shape[1:], True) for name, rows in self.data.items()
                                                  if rows.dtype.kind == "f"]  # fmt: skip
        options += [(name, self.values[name].shape, True) for name in self.complete]
        group = [name for name in self.values if self.values[name].group == self.group and name not in self.complete]
        options += [(name, self.values[name].shape, False) for name in group]
        choice = self.choices.randint(0, 9)
        if choice == 0:
            return self.parameter(shape)
        if choice == 1 and len(shape) == 1 and any(rows.dtype.kind == "i" for rows in self.data.values()):
            token = next(name for name, rows in self.data.items() if rows.dtype.kind == "i")
            table = self.tied((3, *shape))
            return f"embed({table}, {read(token, self.choices.choice([0, 0, -1, 1]))})"
        same = [option for option in options if option[1] == shape]
        name, found, whole = self.choices.choice(same if same and self.chance(60) else options)
        if whole:
            lags = [0, 0, 0, 0, -1, -2] + ([] if self.segmented else [1, 2])
            return self.brought(read(name, self.choices.choice(lags)), found, shape)
        return self.brought(self.read_member(name), found, shape)

    def tied(self, shape: Shape) -> str:
        name = f"P{len(self.parameters)}"
        self.parameters[name] = shape
        return name

    def expression(self, shape: Shape, depth: int) -> str:
        """A right side of a shape, of moderate size in every sense."""
        if depth <= 0:
            return self.leaf(shape)

        def part(other: Shape = shape) -> str:
            return self.expression(other, depth - self.choices.randint(1, 2))

        forms = [
            lambda: f"({part()} + {part()})",
            lambda: f"({part()} - {part()})",
            lambda: f"({part()}) * ({part()})",
            lambda: f"({part()}) / (1.5 + sigmoid({part()}))",
            lambda: f"-({part()})",
            lambda: f"{self.choices.choice(['tanh', 'sigmoid', 'relu', 'softplus', 'gelu', 'abs'])}({part()})",
            lambda: f"log(1.2 + sigmoid({part()}))",
            lambda: f"sqrt(0.3 + softplus({part()}))",
            lambda: f"exp(tanh({part()}))",
            lambda: f"sigmoid({part()}) ** {self.choices.choice([2, 3, 0.5, 1.5])}",
            lambda: f"sigmoid({part()}) ** ({part()})",
            lambda: f"where({part()} > {part()}, {part()}, {part()})",
            lambda: f"stop({part()}) * ({part()})",
            lambda: f"({self.choices.choice([0.5, 2, 1, -0.25])} * {part()} + {self.choices.choice([1, 0.1])})",
        ]
        if shape:
            forms += [
                lambda: f"({part(())}) * ({part()})",
                lambda: f"({part()} + {part(())})",
                lambda: f"({part()}) / (2 + exp(-abs({part(())})))",
                lambda: f"softmax({part()})",
                lambda: f"log_softmax({part()}) * 0.2",
            ]
        if shape and shape[-1] > 1:
            gain, bias = self.parameter(shape[-1:]), self.parameter(shape[-1:])
            forms.append(lambda: f"layer_norm({part()}, {gain}, {bias})")
        if len(shape) == 1:
            n = shape[0]
            forms += [
                lambda: f"{self.parameter((n, n))} @ ({part()})",
                lambda: f"({part()}) @ {self.parameter((n, n))}",
                lambda: f"concat({', '.join([f'{self.leaf(())} * {self.parameter((1,))}'] * n)})",
            ]
            if n > 1:
                forms.append(lambda: f"concat({self.vector_leaf(n)}[0:1], {self.vector_leaf(n)}[1:])")
        if len(shape) == 2:
            rows, columns = shape
            forms += [
                lambda: f"({part()}) * ({part((columns,))})",
                lambda: f"({part()} + {part((columns,))})",
                lambda: f"outer({part((rows,))}, {part((columns,))})",
                lambda: f"{self.parameter((rows, rows))} @ ({part()})",
            ]
        if not shape:
            other = self.shape() or (self.widths[1],)
            reductions = ["sum", "mean", "max", "norm"]
            forms += [lambda: f"{self.choices.choice(reductions)}({part(other)})"] * 3
            forms.append(lambda: f"dot({part((self.widths[1],))}, {part((self.widths[1],))})")
        return str(self.choices.choice(forms)())

    def vector_leaf(self, n: int) -> str:
        """Something that brackets may follow: a parameter or a read."""
        names = [name for name in self.complete if self.values[name].shape == (n,)]
        names += [name for name, rows in self.data.items() if rows.shape[1:] == (n,)]
        return read(self.choices.choice(names), 0) if names and self.chance(70) else self.tied((n,))

    def outputs(self, suffix: str) -> None:
        """One or two losses, now and then combined, of everything before."""
        length = len(self.data[f"x{suffix}"])
        names = []
        self.group = -2
        for number in range(self.choices.randint(1, 2)):
            n = self.widths[1]
            name, output = f"L{number}", self.expression((n,), 2)
            match self.choices.randint(0, 4):
                case 0:
                    self.targets[f"class{number}"] = self.numbers.randint(-1, n, size=length)
                    text = f"cross_entropy({output}, class{number}[t])"
                case 1:
                    target = self.numbers.normal(size=(length, n))
                    target[self.numbers.uniform(size=target.shape) < 0.3] = np.nan
                    self.targets[f"target{number}"] = target
                    text = f"mse({output}, target{number}[t])"
                case 2:
                    self.targets[f"target{number}"] = self.numbers.uniform(size=(length, n))
                    text = f"binary_cross_entropy({output}, target{number}[t])"
                case 3:
                    text = f"mse({output}, {self.expression((n,), 1)})"
                case _:
                    text = f"cross_entropy({output}, softmax({self.expression((n,), 1)}))"
            if self.chance(30):
                text = f"0.5 * {text} + 0.1 * ({self.expression((), 1)}) ** 2"
            self.lines.append(f"{name}[t] = {text}")
            names.append(name)
        if len(names) == 2 and self.chance(40):
            self.lines.append("J[t] = 0.5 * L0[t] + L1[t] / 3")
        for name in [*names, "J"]:
            self.values[name] = Value((), -2)

    def finished(self, declarations: list[str], initial: dict[str, Array]) -> System:
        """The system, with numbers for all that it reads and the sizes that must be told."""
        body = "\n".join(self.lines)
        used = set(re.findall(r"\b[A-Za-z]\w*\b", body))
        untied = sorted(self.untied & used)
        if untied:
            declarations = [f"untied {', '.join(untied)}"]
        parameters: dict[str, Array] = {}
        for name, shape in self.parameters.items():
            if name in used:
                full = (self.timesteps, *shape) if name in untied else shape
                parameters[name] = np.asarray(0.6 * self.numbers.normal(size=full))
        learned = []
        for name, value in self.values.items():
            lags = [int(lag or 0) for lag in re.findall(rf"\b{name}\[t([-+]\d)?\]", body.replace(f"{name}[t] =", ""))]
            one_sided = bool(lags) and any(lags) and (max(lags) <= 0 or min(lags) >= 0)
            late = self.segmented and value.group > 0 and f"{name}[t] =" not in body.split("decode:")[0]
            if late:  # what stands before it is a segment in which it reads as zero
                continue
            if one_sided and value.group >= 0 and self.unshifted(value.group) and self.chance(50):
                state = np.asarray(0.5 * self.numbers.normal(size=value.shape))
                if self.chance(30):
                    learned.append(f"{name}[0]" if max(lags) <= 0 else f"{name}[T+1]")
                    parameters[learned[-1]] = state
                else:
                    initial[name] = state
        if learned:
            declarations = [*declarations, f"learned {', '.join(learned)}"]
        data = {name: rows for name, rows in (self.data | self.targets).items() if name in used}
        shapes = {name: value.shape for name, value in self.values.items()}
        sizes: dict[str, Size] = {name: size_of(rows.shape[1:]) for name, rows in data.items()}
        sizes |= {name: size_of(shape) for name, shape in shapes.items() if name in used}
        sizes |= {name: size_of(self.parameters[name]) for name in parameters if name in self.parameters}
        truncate = self.choices.randint(1, 3) if self.chance(20) else None
        text = "\n".join([*declarations, body]) + "\n"
        return System(self.name, text, sizes, data, parameters, self.timesteps, initial, truncate, shapes)

    def unshifted(self, group: int) -> bool:
        return all(value.phase == 0 for value in self.values.values() if value.group == group)


def read(name: str, lag: int) -> str:
    return f"{name}[t{lag:+d}]" if lag else f"{name}[t]"
