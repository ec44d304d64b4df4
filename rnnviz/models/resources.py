"""Where the files are that come with rnnviz: cells, examples, translations, icons, fonts."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "resources"
_CHECKOUT = _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """The file or folder of that name, such as "icons/play.svg" or "cells".

    An installed package carries its resources inside; in a checkout they stand beside the package.
    Raises FileNotFoundError if there is none of that name.
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"rnnviz has no resource named {name!r} in {folder}.")
    return path
