"""The benchmark's tables, as Markdown."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable, Sequence
from importlib import metadata

from tests.benchmarks.contenders.field import ENGINE, FUSED, ITEMISED, JAX, NUMPY
from tests.benchmarks.measures.race import Race
from tests.benchmarks.measures.spread import Spread
from tests.benchmarks.targets import Verdict

RACE_HEAD = (
    "cell",
    "T",
    "H",
    "time, ms",
    "of hand-written numpy's",
    "as fast as PyTorch fused",
    "as fast as PyTorch with clones",
    "of JAX's",
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what is not the first column stands to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(one: Spread | None) -> str:
    """A ratio with its quartiles."""
    return f"{one.median:.2f} ({one.low:.2f}–{one.high:.2f})" if one else "–"


def milliseconds(one: Spread | None) -> str:
    """Seconds as milliseconds, with the quartiles."""
    return f"{1000 * one.median:.3g} ({1000 * one.low:.3g}–{1000 * one.high:.3g})" if one else "–"


def race_row(race: Race) -> tuple[str, ...]:
    """A race as a row under RACE_HEAD."""
    return (
        race.form.name,
        f"{race.timesteps:,}",
        str(race.hidden),
        milliseconds(race.spread(ENGINE)),
        times(race.ratio(ENGINE, NUMPY)),
        times(race.ratio(FUSED, ENGINE)),
        times(race.ratio(ITEMISED, ENGINE)),
        times(race.ratio(ENGINE, JAX)),
    )


def verdict_table(verdicts: Iterable[Verdict]) -> str:
    """Every target beside its measurement."""
    return table(("target", "wanted", "measured", ""), [verdict.cells for verdict in verdicts])


def surroundings(packages: Sequence[str]) -> str:
    """What the measurement was made on, in a line."""
    versions = []
    for name in packages:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            versions.append(f"no {name}")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    day = time.strftime("%Y-%m-%d")
    return f"{day}, {platform.system()}, {os.cpu_count()} processors{load}, Python {platform.python_version()}, " + (
        ", ".join(versions)
    )
