"""The cells as a user writes them: equations, with the gates stacked or one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.problem import Array

OUTPUT = """
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""

VANILLA = "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)"

LSTM_STACKED = """
i[t], f[t], g[t], o[t] = split(W_xh @ x[t] + W_hh @ h[t-1] + b_h, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
"""

LSTM_ONE_BY_ONE = """
i[t] = sigmoid(W_xi @ x[t] + W_hi @ h[t-1] + b_i)
f[t] = sigmoid(W_xf @ x[t] + W_hf @ h[t-1] + b_f)
g[t] = tanh(W_xg @ x[t] + W_hg @ h[t-1] + b_g)
o[t] = sigmoid(W_xo @ x[t] + W_ho @ h[t-1] + b_o)
c[t] = f[t] * c[t-1] + i[t] * g[t]
h[t] = o[t] * tanh(c[t])
"""

GRU = """
r[t] = sigmoid(W_xr @ x[t] + b_xr + W_hr @ h[t-1] + b_hr)
z[t] = sigmoid(W_xz @ x[t] + b_xz + W_hz @ h[t-1] + b_hz)
n[t] = tanh(W_xn @ x[t] + b_xn + r[t] * (W_hn @ h[t-1] + b_hn))
h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]
"""


@dataclass(frozen=True)
class Form:
    """One way to write a cell. `rows` tells where a parameter of the equations stands among the problem's stacked ones:
    (stacked name, which gate); a parameter that is not there has the problem's own name."""

    name: str
    cell: str
    text: str
    gates: str = ""

    @property
    def recurrent(self) -> str:
        """The parameter that multiplies the state of the timestep before, the first gate's where each has its own."""
        return "W_h" + self.gates[:1] if self.gates else "W_hh"

    @property
    def rows(self) -> Mapping[str, tuple[str, int]]:
        stacked = {"W_x": "W_xh", "W_h": "W_hh"} | (
            {"b_x": "b_x", "b_h": "b_h"} if self.cell == "gru" else {"b_": "b_h"}
        )
        return {stem + gate: (name, place) for stem, name in stacked.items() for place, gate in enumerate(self.gates)}

    def parameters(self, stacked: Mapping[str, Array]) -> dict[str, Array]:
        """The equations' parameters, from the problem's."""
        found = {name: np.split(stacked[whole], len(self.gates))[gate] for name, (whole, gate) in self.rows.items()}
        taken = {whole for whole, _ in self.rows.values()}
        return found | {name: array for name, array in stacked.items() if name not in taken}

    def stacked(self, separate: Mapping[str, Array]) -> dict[str, Array]:
        """The way back, for gradients."""
        found = {name: array for name, array in separate.items() if name not in self.rows}
        for whole in {whole for whole, _ in self.rows.values()}:
            found[whole] = np.concatenate([separate[name] for name, place in self.rows.items() if place[0] == whole])
        return found


FORMS = (
    Form("vanilla", "vanilla", VANILLA + OUTPUT),
    Form("LSTM, gates stacked", "lstm", LSTM_STACKED + OUTPUT),
    Form("LSTM, gate by gate", "lstm", LSTM_ONE_BY_ONE + OUTPUT, gates="ifgo"),
    Form("GRU, gate by gate", "gru", GRU + OUTPUT, gates="rzn"),
)
