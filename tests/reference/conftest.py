"""The option --live-torch: compare with PyTorch itself and not only with its kept values."""

from __future__ import annotations

import importlib.util

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live-torch", action="store_true", help="compare with PyTorch itself (needs torch)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "live_torch: needs PyTorch, and runs with --live-torch only")
    if config.getoption("--live-torch", default=False) and importlib.util.find_spec("torch") is None:
        raise pytest.UsageError("--live-torch needs PyTorch: pip install torch")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--live-torch", default=False):
        return
    live = [item for item in items if item.get_closest_marker("live_torch")]
    if live:
        config.hook.pytest_deselected(items=live)
        items[:] = [item for item in items if item not in live]
