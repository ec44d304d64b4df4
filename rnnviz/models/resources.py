"""Where the files are that come with rnnviz: cells, examples, icons, fonts."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "resources"
_CHECKOUT = _PACKAGE.parent / "resources"


def resource(*names: str) -> Path:
    """The file or folder below resources/ that the names lead to, such as resource("icons", "play.svg").

    An installed package carries its resources inside; in a checkout they stand beside the package.
    Raises FileNotFoundError if there is none of that name.
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    path = folder.joinpath(*names)
    if not path.exists():
        raise FileNotFoundError(f"rnnviz has no resource {'/'.join(names)!r} in {folder}.")
    return path
