"""Stable names for the window's parts, by which tests and assistive tools find them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Named = TypeVar("Named", bound=QObject)


def named(part: Named, name: str) -> Named:
    """The part itself, with its objectName set."""
    part.setObjectName(name)
    return part
