"""The command `rnnviz train`: trains an example as its file says, from its seed, and writes what came of it."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

FAILED = 1
_UPDATES = re.compile(r"(?m)^(\[training\]\n(?:[^\[\n].*\n)*?updates = ).*$")
_ARRAYS = re.compile(r"(?m)^arrays *=.*$")
_VERSION = re.compile(r"(?m)^(version *=.*)$")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of updates; write a whole number from 1")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    options = argparse.ArgumentParser(
        prog="rnnviz train",
        description="Trains an example as its file says, from its seed, and writes its text with the accuracy reached "
        "and, beside it, its trained parameters. The same file gives the same parameters again.",
    )
    options.add_argument("example", metavar="NAME", help="an example of the gallery, or the file of one (NAME.rnnviz)")
    options.add_argument("--updates", type=_count, metavar="N", help="make so many updates instead of the file's")
    options.add_argument(
        "--out", type=Path, metavar="FILE", help="where to write (default NAME.rnnviz in this folder, if there is none)"
    )
    return options


def main(arguments: Sequence[str]) -> int:
    """Runs the command and returns its exit code: 0, 1 (it could not be done, and was said why), 2 (wrong options)."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # see command_line.main
    from rnnviz.engine.data import DataError
    from rnnviz.equations import EquationError
    from rnnviz.formats.system_errors import what_the_system_says
    from rnnviz.formats.text import FormatError

    try:
        return train(options.example, options.updates, options.out)
    except (DataError, EquationError, FormatError) as error:
        print(f"rnnviz train: {error}", file=sys.stderr)
    except OSError as error:
        print(f"rnnviz train: {error.filename}: {what_the_system_says(error)}", file=sys.stderr)
    return FAILED


def train(name: str, updates: int | None, out: Path | None) -> int:
    """Trains an example and writes it. Raises DataError, EquationError, FormatError and OSError."""
    from rnnviz.formats.project import arrays_file

    source = source_of(name)
    if source is None:
        return FAILED
    chosen = out or Path(source.name)
    if chosen.exists() and (out is None or not is_example(chosen)):
        why = "choose with --out where to write" if out is None else "it is no example, and stays"
        print(f"rnnviz train: {chosen} is there already: {why}.", file=sys.stderr)
        return FAILED
    files = (chosen, arrays_file(chosen))
    new = [file for file in files if not file.exists()]
    try:
        copy(source, *files, updates)
        learn(chosen)
    except BaseException:
        for file in new:
            file.unlink(missing_ok=True)
        raise
    print(f"Written: {files[0]} and {files[1].name}")
    return 0


def learn(path: Path) -> None:
    """Trains the example in a file, and tells how it goes."""
    from rnnviz.session.example_training import train_file

    begun = time.monotonic()
    told = [0]

    def progress(fraction: float) -> None:
        if int(10 * fraction) > told[0]:
            told[0] = int(10 * fraction)
            print(f"{10 * told[0]} % after {time.monotonic() - begun:.1f} s", flush=True)

    learned = train_file(path, progress)
    losses = ", ".join(f"{loss:.6g}" for loss in learned.losses[:3])
    print(f"The first losses were {losses}.")
    if learned.accuracy:
        print(f"Reached on sequences not trained on: {', '.join(f'{one:.4g}' for one in learned.accuracy)}.")


def source_of(name: str) -> Path | None:
    """The file that a name or a path means; None, and it has been said, where there is none."""
    from rnnviz.session.examples import example_file, examples

    if name.endswith(".rnnviz"):
        return Path(name)
    known = [one.name for one in examples()]
    if name in known:
        return example_file(name)
    print(f"rnnviz train: there is no example {name!r}; there are {', '.join(known)}.", file=sys.stderr)
    return None


def is_example(path: Path) -> bool:
    """Whether a file is an example's text."""
    from rnnviz.formats.project import read_text
    from rnnviz.formats.text import FormatError

    try:
        return "example" in read_text(path)
    except FormatError:
        return False


def copy(source: Path, out: Path, arrays: Path, updates: int | None) -> None:
    """Puts an example's text into `out` and its arrays into `arrays`, where the training will put its result.

    The text says how many updates were made, and which file has the arrays. Raises FormatError and OSError.
    """
    from rnnviz.formats.project import named_arrays

    text = source.read_text(encoding="utf-8")
    if updates is not None:
        text, found = _UPDATES.subn(lambda match: f"{match[1]}{updates}", text)
        if not found:
            text = text.replace("[training]\n", f"[training]\nupdates = {updates}\n")
    beside = named_arrays(source)
    if beside is not None and beside.is_file() and not (arrays.exists() and arrays.samefile(beside)):
        shutil.copyfile(beside, arrays)
    says = f'arrays = "{arrays.name}"'
    if beside is not None:
        text = _ARRAYS.sub(lambda _: says, text, count=1)
    else:
        text = _VERSION.sub(lambda match: f"{match[1]}\n{says}", text, count=1)
    out.write_text(text, encoding="utf-8")
