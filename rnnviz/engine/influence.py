"""Influence: what each loss sends back to each timestep.

The adjoint equations are linear in the losses' own gradients, so that they are run for many losses side by side, each
with a one at its own timestep and zeros elsewhere; of the result only norms are kept. At a timestep only those losses
have a row that it can reach, and what does not depend on them is computed once for all. Pictures of this kind were
first RNNbow's (Cashman et al. 2017, arXiv 1907.12545).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.data import DataError
from rnnviz.engine.execution import Progress, execute, no_progress
from rnnviz.engine.factor_kinds import flat, length
from rnnviz.engine.influence_loop import Block, single_sources, widths
from rnnviz.engine.influence_plan import InfluencePlan, influence_plan
from rnnviz.engine.influence_seeds import SEED
from rnnviz.engine.influence_sources import Span
from rnnviz.engine.schedule import required
from rnnviz.engine.values import Extent, Values, frozen
from rnnviz.equations import Graph
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said

MOST = 36_000_000
"""The largest picture, in numbers: 6,000 × 6,000."""
AT_HAND = 160_000
"""About how many numbers a loop keeps at hand, so that they stay in the processor's cache."""
WHOLE = 16_000_000
"""The most numbers of values that one loop leaves to the next at all timesteps."""
REMEMBERED = 72_000_000
"""How many numbers of pictures are kept for the next time they are asked for."""


@dataclass
class Influence:
    """The influences in one run: G[s, t] = ‖∂L_s/∂h_t‖, total derivatives. Pictures are remembered, the latest ones."""

    forward: Graph
    backward: Graph
    values: Values
    extent: Extent
    pictures: dict[tuple[str, range, range], Array] = field(default_factory=dict)

    def of(
        self, state: str, losses: range | None = None, timesteps: range | None = None, progress: Progress = no_progress
    ) -> Array:
        """Row by row what the losses of the timesteps `losses` send back to `state` at `timesteps`; (T, T) unless told.

        Several losses of one timestep count as their sum. It is zero only where no path leads from t to s. KeyError for
        what has no gradient; IndexError for timesteps outside 1 … T or not in order; DataError for a picture of more
        than `MOST` numbers. Raises what `progress` raises.
        """
        whole = range(1, self.extent.timesteps + 1)
        losses = whole if losses is None else losses
        timesteps = whole if timesteps is None else timesteps
        self.check(state, losses, timesteps)
        key = (state, losses, timesteps)
        found = self.pictures.pop(key, None)
        if found is None:
            found = frozen(self.made(gradient_name(state), losses, timesteps, progress))
        kept = [one for one in dict(self.pictures).items() if one[0] != key]
        while kept and sum(picture.size for _, picture in kept) + found.size > REMEMBERED:
            kept.pop(0)
        self.pictures = {**dict(kept), key: found}
        return found

    def check(self, state: str, losses: range, timesteps: range) -> None:
        if state not in {*self.forward.named, *self.forward.streams} or self.forward.index(state):
            raise KeyError(state)
        for one in (losses, timesteps):
            if one.step != 1 or not 1 <= one.start < one.stop <= self.extent.timesteps + 1:
                raise IndexError(f"{one} are not timesteps of 1 … {self.extent.timesteps}, one after the other")
        if len(losses) * len(timesteps) > MOST:
            side = int(MOST**0.5)
            raise DataError(
                said(
                    "Influence is a picture of losses × timesteps, and {count} × {others} are too many numbers: "
                    "ask for a part of it, such as losses=range(1, {side}), timesteps=range(1, {side}).",
                    count=len(losses),
                    others=len(timesteps),
                    side=side + 1,
                )
            )

    def made(self, gradient: str, losses: range, timesteps: range, progress: Progress) -> Array:
        out = np.zeros((len(losses), len(timesteps)), self.values.dtype)
        if gradient not in self.backward.definitions:
            return out
        plan = influence_plan(self.backward, gradient)
        with np.errstate(all="ignore"):
            values = self.prepared(plan)
            if gradient in plan.offsets:
                self.diagonal(gradient, plan, values, losses, timesteps, out)
            else:
                self.run(gradient, plan, values, losses, timesteps, out, progress)
        progress(1.0)
        return out

    def prepared(self, plan: InfluencePlan) -> Values:
        """The run's values, and those that the plan computes for all timesteps beforehand."""
        values = self.values.over()
        for name in set(self.backward.definitions) & set(values.timed):
            del values.timed[name]
            values.complete.discard(name)
        values.allocate(SEED, ())
        values.rows(SEED, 1, self.extent.timesteps)[...] = 1
        values.complete.add(SEED)
        beforehand = required(plan.graph, plan.prepared, ())
        names = {read.name for name in beforehand for one in plan.graph.definitions[name] for read in one.reads}
        names |= plan.read
        missing = {name for name in names & set(self.forward.definitions) - values.complete if self.forward.timed(name)}
        if missing:
            execute(self.forward, missing, values, self.extent)
        execute(plan.graph, plan.prepared, values, self.extent)
        return values

    def diagonal(
        self, gradient: str, plan: InfluencePlan, values: Values, losses: range, timesteps: range, out: Array
    ) -> None:
        """A gradient that only the loss of its own timestep reaches, or of one a fixed number of timesteps away."""
        norms = length(flat(values.rows(gradient, timesteps.start, timesteps.stop - 1)))
        for column, t in enumerate(timesteps):
            s = t + plan.offsets[gradient]
            if s in losses:
                out[s - losses.start, column] = norms[column]

    def run(
        self, gradient: str, plan: InfluencePlan, values: Values, losses: range, timesteps: range, out: Array,
        progress: Progress,
    ) -> None:  # fmt: skip
        sending = [s for s in self.sending(plan, values) if s in losses]
        at_hand, whole = widths(plan, self.extent.timesteps)
        size = min(max(AT_HAND // max(at_hand, 1), 16), max(WHOLE // max(whole, 1), 1))
        count = -(-len(sending) // size)
        for number in range(count):
            block = sending[number * size : (number + 1) * size]
            places = np.array(block) - losses.start

            def record(t: int, span: Span, norms: Array, places: Array = places) -> None:
                out[places[span[0] : span[1]], t - timesteps.start] = norms

            def tell(done: float, number: int = number) -> None:
                progress((number + done) / count)

            Block(plan, gradient, values, self.extent, block).run(timesteps, record, tell)

    def sending(self, plan: InfluencePlan, values: Values) -> list[int]:
        """The timesteps whose losses send anything into the loops: those without a target send nothing."""
        steps = self.extent.timesteps
        found = np.zeros(steps + 1, bool)
        for name, source in single_sources(plan, values, {}).items():
            sends = (flat(values.rows(name, 1, steps)) != 0).any(1)
            times = np.flatnonzero(sends) + 1 + source.offset
            found[times[(times >= 1) & (times <= steps)]] = True
        return np.flatnonzero(found).tolist()
