"""Truncation, or a `stop`, that takes away gradient which the losses would send."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rnnviz.debugger.diagnostics.examination import Examination
from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Place, Severity
from rnnviz.debugger.excerpt import Excerpt
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.equations import Operation
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

RULE = "cut path"
_WHOLE = 2048
_STRETCH, _HALO, _STRETCHES = 256, 256, 4
_WIDEST_BLOCK = 8192
_NOTHING = 1e-24


def cut_paths(examination: Examination) -> Iterator[Finding]:
    tape = examination.tape
    if not tape.graph.losses or not examination.finite:
        return
    if tape.truncate is not None and tape.truncate < tape.timesteps:
        lost = Lost(examination, cuts=False)
        states = [state for one in examination.recurrences for state in one.states]
        lost.measure([gradient_name(state) for state in states])
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "Truncation after every {truncate} timesteps cuts what the losses need: {share} % of the gradient at "
            "{name} is lost, the most at timestep {t}",
        )
        yield from lost.finding(template, {"truncate": tape.truncate})
    stops = [one for one in tape.graph.operations if one.kind == "stop" and one.timed]
    for operation in stops:
        lost = Lost(examination, stop=operation)
        lost.measure([gradient_name(name) for name in examination.values])
        template = QT_TRANSLATE_NOOP(
            "Diagnostics",
            "{stop} in the equation of {equation} cuts what the losses need: {share} % of the gradient at {name} is "
            "lost, the most at timestep {t}",
        )
        graph = tape.graph
        equation = graph.places[operation.name, operation.segment][0].name
        text = graph.expression(operation.name, None, operation.segment)
        yield from lost.finding(template, {"stop": text, "equation": equation})


class Lost:
    """What gradients would be without the cuts of truncation, or without one `stop`, and what is missing of that."""

    def __init__(self, examination: Examination, cuts: bool = True, stop: Operation | None = None) -> None:
        self.examination, self.tape = examination, examination.tape
        self.cuts, self.stop = cuts, stop
        self.lost: dict[str, list[tuple[Array, Array, Array]]] = {}

    def measure(self, names: list[str]) -> None:
        for first, last, start, stop in self.stretches():
            ones = np.ones(stop - start + 1)
            stops: bool | tuple[str, int] = True if self.stop is None else (self.stop.name, self.stop.segment)
            cut = Excerpt(self.tape, start, stop).gradients(names, ones)
            self.examination.progress(0.0)
            whole = Excerpt(self.tape, start, stop, cuts=self.cuts, stops=stops).gradients(names, ones)
            self.examination.progress(0.0)
            inner = slice(first - start, last - start + 1)
            for name, rows in whole.items():
                flat = rows[inner].reshape(last - first + 1, -1).astype(np.float64)
                kept = cut[name][inner].reshape(flat.shape) if name in cut else np.zeros_like(flat)
                parts = np.arange(first, last + 1), np.sum((flat - kept) ** 2, 1), np.sum(flat**2, 1)
                self.lost.setdefault(name, []).append(parts)

    def stretches(self) -> Iterator[tuple[int, int, int, int]]:
        """Timesteps `first` to `last` of the run, and `start` to `stop` around them that their gradients come from."""
        timesteps, block = self.tape.timesteps, self.tape.truncate or 1
        if timesteps <= _WHOLE or block > _WIDEST_BLOCK:
            yield 1, timesteps, 1, timesteps
            return
        long = -(-_STRETCH // block) * block
        for place in np.linspace(0, timesteps - long, _STRETCHES).astype(int):
            first = 1 + int(place) // block * block
            last = min(timesteps, first + long - 1)
            halo = max(0, first - _HALO - 1) // block * block
            yield first, last, 1 + halo, min(timesteps, last + _HALO)

    def finding(self, template: str, values: dict[str, object]) -> Iterator[Finding]:
        """The value that loses most, if that is enough. Every timestep counts alike, however small its gradient;
        left out is what is next to nothing beside the others."""
        shares: dict[str, tuple[Array, Array]] = {}
        for name, parts in self.lost.items():
            timesteps, missing, whole = (np.concatenate(one) for one in zip(*parts, strict=True))
            there = whole > _NOTHING * whole.max()
            if there.any():
                shares[name] = timesteps[there], np.minimum(1, missing[there] / whole[there])
        if not shares:
            return
        name = max(shares, key=lambda one: float(shares[one][1].mean()))
        timesteps, by_time = shares[name]
        share = float(by_time.mean())
        if share < self.examination.thresholds.cut_share:
            return
        worst = int(np.argmax(by_time))
        shown = np.unique(np.linspace(0, len(by_time) - 1, min(200, len(by_time))).round().astype(int))
        state = name.removeprefix("d")
        values = {**values, "share": f"{100 * share:.0f}", "name": state, "t": int(timesteps[worst])}
        evidence = Evidence(
            Sentence(
                QT_TRANSLATE_NOOP("Diagnostics", "share of the gradient's square that is lost, average over time")
            ),
            share,
            self.examination.thresholds.cut_share,
            tuple(int(timesteps[i]) for i in shown),
            tuple(float(by_time[i]) for i in shown),
            Sentence(QT_TRANSLATE_NOOP("Diagnostics", "share of the gradient's square that is lost")),
        )
        place = Place(state, int(timesteps[worst]))
        yield Finding(RULE, Severity.WARNING, Sentence(template, values), place, (evidence,))
