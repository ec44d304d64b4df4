"""The whole test command, `python -m tests`: ruff, mypy, the import contracts, then every test.

`./run test` calls it once everything is installed. With arguments, pytest alone runs, with those arguments.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS: dict[str, list[str]] = {
    "ruff check": [sys.executable, "-m", "ruff", "check"],
    "ruff format --check": [sys.executable, "-m", "ruff", "format", "--check"],
    "mypy --strict": [sys.executable, "-m", "mypy", "--strict"],
    "import contracts": [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"],
}

PYTEST = [sys.executable, "-m", "pytest"]


def passes(title: str, command: list[str]) -> bool:
    """Run one check from the project's root, under its title; whether it passed."""
    print(f"--- {title}", flush=True)
    # One BLAS thread for each process: pytest already runs one process for each processor. Compiled Python is kept, for
    # the dozens of processes that tests start too.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """Run everything, also after a failure, and name at the end what failed; the exit status."""
    if arguments:
        return 0 if passes("pytest", PYTEST + arguments) else 1
    failed = [title for title, command in CHECKS.items() if not passes(title, command)]
    if not passes("pytest", [*PYTEST, "--numprocesses=auto", "--dist=worksteal"]):
        failed.append("pytest")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
