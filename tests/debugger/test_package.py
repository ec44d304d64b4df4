"""What a script imports from the package is what it says: functions and classes, however its modules are loaded."""

from __future__ import annotations

import doctest
import inspect
from importlib import import_module
from pkgutil import iter_modules

import rnnviz.debugger


def test_that_no_module_bears_the_name_of_what_the_package_gives() -> None:
    modules = {one.name for one in iter_modules(rnnviz.debugger.__path__)}
    for name in modules:
        import_module(f"rnnviz.debugger.{name}")
    given = {name for name, one in vars(rnnviz.debugger).items() if not inspect.ismodule(one)}
    assert {"weight_history", "what_if", "why", "compare", "diagnose", "lost_gradient"} <= given
    assert not modules & given


def test_that_the_example_in_the_packages_docstring_says_what_happens() -> None:
    assert doctest.testmod(rnnviz.debugger).failed == 0
    assert doctest.testmod(rnnviz.debugger).attempted > 8
