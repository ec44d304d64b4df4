"""The limit of memory where nobody has set one."""

from __future__ import annotations

import ctypes
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rnnviz.session import memory
from rnnviz.session.memory import LEAST, automatic_limit, container_limits, physical_memory
from rnnviz.session.session import Session

GROUPS = {
    "2: its own group and one around it": (
        "0::/jobs/one\n",
        {"sys/fs/cgroup/jobs/one/memory.max": "max\n", "sys/fs/cgroup/jobs/memory.max": "3000\n"},
        [3000],
    ),
    "2: in a container": ("0::/\n", {"sys/fs/cgroup/memory.max": "5000\n"}, [5000]),
    "2: outside of what is seen": ("0::/../../jobs\n", {"sys/fs/cgroup/memory.max": "5000\n"}, [5000]),
    "1: a controller among others": (
        "11:cpu,cpuacct:/a\n10:hugetlb,memory:/a/b\n1:name=systemd:/a\n",
        {
            "sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "7000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        },
        [7000, 9223372036854771712],
    ),
    "none": ("0::/\n", {"sys/fs/cgroup/memory.max": "max\n"}, []),
    "something else": ("no such line\n\n::\n", {}, []),
    "no control groups": (None, {}, []),
}


@pytest.mark.parametrize("case", GROUPS)
def test_that_a_containers_limits_are_found(tmp_path: Path, case: str) -> None:
    groups, files, limits = GROUPS[case]
    files = files if groups is None else {**files, "proc/self/cgroup": groups}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert list(container_limits(tmp_path)) == limits


def limit_with(monkeypatch: pytest.MonkeyPatch, physical: int | None, *containers: int) -> int:
    monkeypatch.setattr(memory, "physical_memory", lambda: physical)
    monkeypatch.setattr(memory, "container_limits", lambda root: iter(containers))
    return automatic_limit()


def test_that_half_of_what_there_is_may_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limit_with(monkeypatch, 16 * 2**30) == 8 * 2**30
    assert limit_with(monkeypatch, 16 * 2**30, 2**63, 6 * 2**30) == 3 * 2**30
    assert limit_with(monkeypatch, 16 * 2**30, 2**29) == LEAST
    assert limit_with(monkeypatch, 2**20) == LEAST
    assert limit_with(monkeypatch, None) == 2 * 2**30
    assert limit_with(monkeypatch, None, 6 * 2**30) == 3 * 2**30


def test_that_windows_is_asked_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(reference: Any) -> int:
        status = reference._obj
        assert status.length == ctypes.sizeof(status) == 64, "as MEMORYSTATUSEX is"
        status.physical = 7 * 2**30
        return 1

    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=SimpleNamespace(GlobalMemoryStatusEx=answer)), False)
    assert memory._physical_memory_of_windows() == 7 * 2**30


def test_that_the_computer_tells_its_memory_and_a_session_goes_by_it() -> None:
    physical = physical_memory()
    assert physical is None or physical > 2**28
    session = Session()
    assert session.memory_limit == automatic_limit()
    session.close()
