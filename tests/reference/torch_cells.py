"""The systems of `cells`, written again by hand in PyTorch: no text is read here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tests.reference.torch_recorder import Recorder

Implementation = Callable[[Recorder], None]
BY_HAND: dict[str, Implementation] = {}


def by_hand(*names: str) -> Callable[[Implementation], Implementation]:
    def enter(function: Implementation) -> Implementation:
        BY_HAND.update(dict.fromkeys(names, function))
        return function

    return enter


def class_loss(logits: Tensor, target: Tensor) -> Tensor:
    """PyTorch's own way to leave a target out; -1 is ours."""
    return functional.cross_entropy(logits[None], target[None], ignore_index=-1, reduction="sum")


@by_hand(
    "vanilla",
    "vanilla_initial",
    "vanilla_one_timestep",
    "vanilla_last_target_only",
    "vanilla_truncated_2",
    "vanilla_truncated_1",
)
def vanilla(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        w_hh, w_xh, b_h, w_hy, b_y = (r.parameter(name, t) for name in ("W_hh", "W_xh", "b_h", "W_hy", "b_y"))
        h = r.value("h", t, torch.tanh(w_hh @ cut(r, h, t) + w_xh @ r.stream("x", t) + b_h))
        y = r.value("y", t, w_hy @ h + b_y)
        r.loss("L", t, class_loss(y, r.stream("target", t)))


def cut(r: Recorder, state: Tensor, timestep: int) -> Tensor:
    """The state of the timestep before, detached after every k-th."""
    k = r.system.truncate
    return state.detach() if k and timestep > 1 and (timestep - 1) % k == 0 else state


@by_hand("lstm", "lstm_truncated_3")
def lstm(r: Recorder) -> None:
    h, c = r.start("h"), r.start("c")
    for t in r.timesteps:
        w_ih, w_hh, b = (r.parameter(name, t) for name in ("W_ih", "W_hh", "b"))
        gates = w_ih @ r.stream("x", t) + w_hh @ cut(r, h, t) + b
        i, f, g, o = (r.value(name, t, part) for name, part in zip("ifgo", gates.chunk(4), strict=True))
        c = r.value("c", t, torch.sigmoid(f) * cut(r, c, t) + torch.sigmoid(i) * torch.tanh(g))
        h = r.value("h", t, torch.sigmoid(o) * torch.tanh(c))
        r.loss("L", t, functional.mse_loss(h, r.stream("target", t)))


@by_hand("gru")
def gru(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        p = parameters(r, t)
        x = r.stream("x", t)
        reset = r.value("r", t, torch.sigmoid(p["W_ir"] @ x + p["b_ir"] + p["W_hr"] @ h + p["b_hr"]))
        z = r.value("z", t, torch.sigmoid(p["W_iz"] @ x + p["b_iz"] + p["W_hz"] @ h + p["b_hz"]))
        n = r.value("n", t, torch.tanh(p["W_in"] @ x + p["b_in"] + reset * (p["W_hn"] @ h + p["b_hn"])))
        h = r.value("h", t, (1 - z) * n + z * h)
        r.loss("L", t, functional.mse_loss(h, r.stream("target", t)))


def parameters(r: Recorder, timestep: int) -> dict[str, Tensor]:
    return {name: r.parameter(name, timestep) for name in r.leaves}


@by_hand("peephole")
def peephole(r: Recorder) -> None:
    h, c = r.start("h"), r.start("c")
    for t in r.timesteps:
        p = parameters(r, t)
        x = r.stream("x", t)
        i = r.value("i", t, torch.sigmoid(p["W_xi"] @ x + p["W_hi"] @ h + p["w_ci"] * c + p["b_i"]))
        f = r.value("f", t, torch.sigmoid(p["W_xf"] @ x + p["W_hf"] @ h + p["w_cf"] * c + p["b_f"]))
        c = r.value("c", t, f * c + i * torch.tanh(p["W_xc"] @ x + p["W_hc"] @ h + p["b_c"]))
        o = r.value("o", t, torch.sigmoid(p["W_xo"] @ x + p["W_ho"] @ h + p["w_co"] * c + p["b_o"]))
        h = r.value("h", t, o * torch.tanh(c))
        r.loss("L", t, functional.mse_loss(h, r.stream("target", t)))


@by_hand("two_layers")
def two_layers(r: Recorder) -> None:
    first, second = r.start("h1"), r.start("h2")
    for t in r.timesteps:
        p = parameters(r, t)
        first = r.value("h1", t, torch.tanh(p["W_1"] @ first + p["U_1"] @ r.stream("x", t) + p["b_1"]))
        second = r.value("h2", t, torch.tanh(p["W_2"] @ second + p["U_2"] @ first + p["b_2"]))
        y = r.value("y", t, p["V"] @ second)
        r.loss("L", t, class_loss(y, r.stream("target", t)))


@by_hand("bidirectional", "bidirectional_truncated_2")
def bidirectional(r: Recorder) -> None:
    k, last = r.system.truncate, len(r.timesteps)
    left, right = {0: r.start("a")}, {last + 1: r.start("b")}
    for t in r.timesteps:
        left[t] = r.value(
            "a",
            t,
            torch.tanh(r.parameter("W_a", t) @ cut(r, left[t - 1], t) + r.parameter("U_a", t) @ r.stream("x", t)),
        )
    for t in reversed(r.timesteps):
        after = right[t + 1].detach() if k and t % k == 0 and t < last else right[t + 1]
        right[t] = r.value("b", t, torch.tanh(r.parameter("W_b", t) @ after + r.parameter("U_b", t) @ r.stream("x", t)))
    for t in r.timesteps:
        y = r.value("y", t, r.parameter("V", t) @ torch.cat([left[t], right[t]]) + r.parameter("c", t))
        r.loss("L", t, class_loss(y, r.stream("target", t)))


@by_hand("encoder_decoder")
def encoder_decoder(r: Recorder) -> None:
    h, y = r.start("h"), r.zeros((4,))
    for t in (1, 2, 3, 4):
        h = r.value(
            "h",
            t,
            torch.tanh(r.parameter("W_e", t) @ h + r.parameter("U_e", t) @ r.stream("x", t) + r.parameter("b", t)),
        )
    for t in (5, 6, 7):
        w_d, u_d, b, v = (r.parameter(name, t) for name in ("W_d", "U_d", "b", "V"))
        h = r.value("h", t, torch.tanh(w_d @ h + u_d @ y + b))
        y = r.value("y", t, v @ h)
        r.loss("L", t, class_loss(y, r.stream("target", t - 4)))


@by_hand("residual")
def residual(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        h = r.value("h", t, h + torch.tanh(r.parameter("W", t) @ h + r.parameter("b", t)))
        y = r.value("y", t, r.parameter("V", t) @ h)
        r.loss("L", t, class_loss(y, r.stream("target", t)))


@by_hand("fast_weights")
def fast_weights(r: Recorder) -> None:
    memory = r.start("S")
    for t in r.timesteps:
        p = parameters(r, t)
        x = r.stream("x", t)
        k, v = r.value("k", t, p["W_k"] @ x), r.value("v", t, p["W_v"] @ x)
        memory = r.value("S", t, p["a"] * memory + v[:, None] * k[None, :])
        y = r.value("y", t, memory @ (p["W_q"] @ x))
        r.loss("L", t, functional.mse_loss(y, r.stream("target", t)))


@by_hand("parameter_used_twice")
def parameter_used_twice(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        w, a, x = r.parameter("W", t), r.parameter("a", t), r.stream("x", t)
        h = r.value("h", t, torch.tanh(w @ (h + x) + torch.sigmoid(a) * h + a * x + w[0].exp()))
        r.loss("L", t, ((w @ h - x) ** 2).mean() + 0.1 * ((a - x) ** 2).mean())


@by_hand("two_losses")
def two_losses(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        before = h
        h = r.value("h", t, torch.tanh(r.parameter("W", t) @ h + r.parameter("U", t) @ r.stream("x", t)))
        r.loss("L", t, class_loss(r.parameter("V", t) @ h, r.stream("target", t)))
        r.loss("M", t, 0.5 * functional.mse_loss(h, before))


@by_hand("combined_loss")
def combined_loss(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        before = h
        h = r.value("h", t, torch.tanh(r.parameter("W", t) @ h + r.parameter("U", t) @ r.stream("x", t)))
        a = r.value("A", t, class_loss(r.parameter("V", t) @ h, r.stream("target", t)))
        b = r.value("B", t, functional.mse_loss(h, before))
        r.loss("J", t, 0.25 * a + 2 * b / 3)


@by_hand("declared_loss")
def declared_loss(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        before = h
        h = r.value("h", t, torch.tanh(r.parameter("W", t) @ h + r.parameter("U", t) @ r.stream("x", t)))
        a = r.loss("A", t, functional.mse_loss(h, before))
        r.loss("p", t, 0.1 * h.norm() * a)
        r.value("B", t, ((h[:2] - r.stream("x", t)) ** 2).mean())


@by_hand("learned_initial")
def learned_initial(r: Recorder) -> None:
    h, c = r.initial["h"], r.initial["c"]
    for t in r.timesteps:
        c = r.value("c", t, 0.5 * c + torch.tanh(r.parameter("W", t) @ h + r.parameter("U", t) @ r.stream("x", t)))
        h = r.value("h", t, torch.sigmoid(c) * h)
        r.loss("L", t, functional.mse_loss(h, r.stream("target", t)))


def history(r: Recorder, name: str, longest: int) -> dict[int, Tensor]:
    """The state before the first timestep: h[0] as given, zero before it."""
    return {t: r.zeros(r.system.shape(name)) for t in range(1 - longest, 0)} | {0: r.start(name)}


@by_hand("lag_2")
def lag_2(r: Recorder) -> None:
    h = history(r, "h", 2)
    for t in r.timesteps:
        h[t] = r.value("h", t, torch.tanh(r.parameter("W", t) @ h[t - 2] + r.parameter("U", t) @ r.stream("x", t)))
        r.loss("L", t, functional.mse_loss(h[t], r.stream("target", t)))


@by_hand("two_initial_states")
def two_initial_states(r: Recorder) -> None:
    last = len(r.timesteps)
    h = {-1: r.initial["h[-1]"], 0: r.initial["h"], last + 1: r.initial["h[T+1]"]}
    g = {last + 1: r.initial["g"], last + 2: r.initial["g[T+2]"]}
    for t in r.timesteps:
        h[t] = r.value("h", t, torch.tanh(r.parameter("W", t) @ h[t - 2] + r.stream("x", t)))
    for t in reversed(r.timesteps):
        g[t] = r.value("g", t, torch.tanh(r.parameter("V", t) @ g[t + 2] + h[t]))
    for t in r.timesteps:
        r.loss("L", t, functional.mse_loss(g[t], h[t + 1] * h[t - 1]))


@by_hand("lags_1_2_3")
def lags_1_2_3(r: Recorder) -> None:
    h = history(r, "h", 3)
    for t in r.timesteps:
        p = parameters(r, t)
        x = r.stream("x", t - 1) if t > 1 else r.zeros((2,))
        h[t] = r.value("h", t, torch.tanh(p["A"] @ h[t - 1] + p["B"] @ h[t - 2] + p["C"] @ h[t - 3] + p["U"] @ x))
        r.loss("L", t, functional.mse_loss(h[t] + h[t - 3], r.stream("target", t)))


@by_hand("lags_1_3_truncated_2")
def lags_1_3_truncated_2(r: Recorder) -> None:
    h = history(r, "h", 3)
    for t in r.timesteps:
        p = parameters(r, t)
        # Timesteps 0 1 2 | 3 4 | 5 6 | 7: what lies on the other side of a bar is read without a gradient.
        seen = {s: h[s].detach() if (max(s, 1) - 1) // 2 < (t - 1) // 2 else h[s] for s in range(t - 3, t)}
        h[t] = r.value("h", t, torch.tanh(p["A"] @ seen[t - 1] + p["C"] @ seen[t - 3] + p["U"] @ r.stream("x", t)))
        r.loss("L", t, functional.mse_loss(h[t] + seen[t - 1], r.stream("target", t)))


@by_hand("shifted")
def shifted(r: Recorder) -> None:
    """a[t] needs b[t+1], which needs a[t-1]: computed in the order b[1], a[0] (none), b[2], a[1], b[3], a[2], …"""
    a, b = {-1: r.zeros((3,)), 0: r.zeros((3,))}, {len(r.timesteps) + 1: r.zeros((3,))}
    last = len(r.timesteps)
    for t in range(1, last + 2):
        if t <= last:
            after = r.stream("x", t + 1) if t < last else r.zeros((3,))
            b[t] = r.value("b", t, torch.tanh(r.parameter("V", t) @ a[t - 2] + after))
        if t > 1:
            inside = r.parameter("W", t - 1) @ b[t] + r.parameter("U", t - 1) @ r.stream("x", t - 1)
            a[t - 1] = r.value("a", t - 1, torch.tanh(inside))
    for t in r.timesteps:
        r.loss("L", t, functional.mse_loss(a[t], b[t]))


@by_hand("missing_targets")
def missing_targets(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        h = r.value("h", t, torch.tanh(r.parameter("W", t) @ h + r.parameter("U", t) @ r.stream("x", t)))
        u, v, w = r.stream("u", t), r.stream("v", t), r.stream("w", t)
        r.loss("L", t, class_loss(r.parameter("V", t) @ h, r.stream("target", t)))
        squares = [(h[i] - u[i]) ** 2 for i in range(3) if not u[i].isnan()]
        r.loss("M", t, torch.stack(squares).mean() if squares else r.zeros(()))
        crosses = [
            -v[i] * functional.logsigmoid(h[i]) - (1 - v[i]) * functional.logsigmoid(-h[i])
            for i in range(3)
            if not v[i].isnan()
        ]
        r.loss("B", t, torch.stack(crosses).mean() if crosses else r.zeros(()))
        r.loss("N", t, r.zeros(()) if w.isnan() else (h.sum() - w) ** 2)


@by_hand("embed_missing")
def embed_missing(r: Recorder) -> None:
    h, before = r.start("h"), -1
    for t in r.timesteps:
        e = r.parameter("E", t)
        token = int(r.stream("token", t))
        inside = r.parameter("W", t) @ h
        for index in (token, before):
            if index >= 0:
                inside = inside + e[index]
        before = token
        h = r.value("h", t, torch.tanh(inside))
        r.loss("L", t, functional.mse_loss(h, r.stream("u", t)))


@by_hand("stop")
def stop(r: Recorder) -> None:
    h = r.start("h")
    for t in r.timesteps:
        w, u, a, x = r.parameter("W", t), r.parameter("U", t), r.parameter("a", t), r.stream("x", t)
        h = r.value("h", t, torch.tanh(w @ h.detach() + u @ x + a * h))
        r.loss("L", t, functional.mse_loss(h, (x * torch.sigmoid(a)).detach()))


@by_hand("conventions_at_zero")
def conventions_at_zero(r: Recorder) -> None:
    h, c = r.start("h"), r.start("c")
    for t in r.timesteps:
        b, w, before = r.parameter("b", t), r.parameter("w", t), h
        h = r.value("h", t, h.relu() + h.abs() + torch.linalg.norm(h) * b + r.stream("x", t) * (h.amax() + 1))
        zeros: Any = torch.linalg.norm(w - w) + (w - w).relu().sum() + (b - b).abs().sum()
        c = r.value("c", t, w.amax() * c + zeros)
        r.loss("L", t, ((h - b) ** 2).mean() + (c - h.amax()) ** 2 + 0.1 * before.amax())
