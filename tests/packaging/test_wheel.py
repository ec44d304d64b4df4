"""The wheel, installed for itself: the command is there, and the resources are inside."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import rnnviz

ROOT = Path(__file__).resolve().parents[2]

RESOURCES = """
from rnnviz.models.resources import resource
folder = resource("icons").parent
print(folder)
print(*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()), sep="\\n")
"""


def output(*command: str | Path, cwd: Path) -> str:
    run = subprocess.run(
        [str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_that_an_installed_wheel_has_its_command_and_its_resources(tmp_path: Path) -> None:
    # Without isolation and dependencies: nothing is downloaded, hatchling is one of the test extras.
    pip = [sys.executable, "-m", "pip", "--quiet"]
    output(
        *pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT, cwd=tmp_path
    )
    [built] = tmp_path.glob("rnnviz-*-py3-none-any.whl")

    folder = tmp_path / "environment"
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    output(*pip, "--python", folder, "install", "--no-deps", "--no-index", built, cwd=tmp_path)
    # The libraries that rnnviz needs are those of this environment. Its own .pth files are not read, so that the
    # rnnviz found is the wheel's and not the checkout's.
    [site_packages] = folder.rglob("site-packages")
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    assert output(scripts / "rnnviz", "--version", cwd=tmp_path) == f"rnnviz {rnnviz.__version__}\n"
    found, *files = output(python, "-c", RESOURCES, cwd=tmp_path).splitlines()
    assert Path(found).is_relative_to(site_packages)
    here = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert files == sorted(path.relative_to(ROOT / "resources").as_posix() for path in here)
