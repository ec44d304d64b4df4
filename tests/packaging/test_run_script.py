"""`./run` in a copied folder, on a pretended bare machine: its commands are small scripts that write down what they do.

The whole of it is tried in a bare Debian by hand; here stands what each decision must be.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a POSIX script; Windows has run.cmd")

LIBRARIES = [
    "libGL.so.1",
    "libEGL.so.1",
    "libxkbcommon.so.0",
    "libdbus-1.so.3",
    "libglib-2.0.so.0",
    "libfontconfig.so.1",
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
]

# Stands for the Python of the system and of the environment: pip and the tests are written down, the rest is Python.
PYTHON = """
case "$1 $2" in
    "-m venv") for folder; do :; done; mkdir -p "$folder/bin"; cp "$0" "$folder/bin/python"; echo "venv" >>"$DIARY" ;;
    "-m pip") for last; do :; done; echo "pip ${{last##*/}}" >>"$DIARY"; exit "${{PIP_STATUS:-0}}" ;;
    "-m tests") shift 2; echo "tests in $PWD on $QT_QPA_PLATFORM: $*" >>"$DIARY"; exit "${{TESTS_STATUS:-0}}" ;;
    *find_spec*pip* | *ensurepip*) ;;
    *) exec '{python}' "$@" ;;
esac
"""

MAIN = """
import os, sys
print("main in", os.getcwd(), "with", sys.argv[1:])
"""


class Machine:
    """A folder with the project's `run`, and a PATH on which nothing stands but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "the project"
        self.commands = folder / "bin"
        self.elsewhere = folder / "elsewhere"
        self.diary = folder / "diary"
        for made in self.project, self.commands, self.elsewhere:
            made.mkdir()
        self.diary.touch()
        shutil.copy(ROOT / "run", self.project)
        (self.project / "main.py").write_text(MAIN)
        (self.project / "pyproject.toml").write_text("[project]\n")
        for tool in "sh", "cat", "cksum", "cp", "dirname", "env", "mkdir", "readlink":
            found = shutil.which(tool)
            assert found is not None, tool
            (self.commands / tool).symlink_to(found)
        self.command("uname", "echo Linux")
        self.command("python3", PYTHON.format(python=sys.executable))
        self.command("apt-get", 'echo "apt-get $*" >>"$DIARY"')
        self.user(0)
        self.libraries(*LIBRARIES)

    def command(self, name: str, script: str) -> None:
        path = self.commands / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def user(self, number: int) -> None:
        self.command("id", f"echo {number}")

    def libraries(self, *names: str) -> None:
        self.command("ldconfig", "\n".join(f"echo '	{name} (libc6,x86-64) => /lib/{name}'" for name in names))

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`run` started from another folder."""
        return subprocess.run(
            [str(self.project / "run"), *arguments],
            cwd=self.elsewhere,
            env={"PATH": str(self.commands), "DIARY": str(self.diary), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self) -> list[str]:
        """What has been done since this was last asked."""
        lines = self.diary.read_text().splitlines()
        self.diary.write_text("")
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_that_the_first_start_installs_and_the_next_starts_at_once(machine: Machine) -> None:
    first = machine.run("a text.txt", "--theme", "dark")
    assert first.stdout == f"main in {machine.elsewhere} with ['a text.txt', '--theme', 'dark']\n"
    assert machine.done() == ["venv", "pip the project"]
    second = machine.run()
    assert second.stdout == f"main in {machine.elsewhere} with []\n"
    assert second.stderr == ""
    assert machine.done() == []


def test_that_a_changed_pyproject_is_installed_again_once(machine: Machine) -> None:
    machine.run()
    machine.done()
    (machine.project / "pyproject.toml").write_text("[project]\nname = 'changed'\n")
    machine.run()
    machine.run()
    assert machine.done() == ["pip the project"]


def test_that_a_moved_folder_is_installed_again(machine: Machine) -> None:
    machine.run()
    machine.done()
    machine.project = machine.project.rename(machine.project.with_name("moved"))
    machine.run()
    assert machine.done() == ["pip moved"]


def test_that_a_failed_installation_ends_the_start_and_is_tried_again(machine: Machine) -> None:
    failed = machine.run(PIP_STATUS="7")
    assert failed.returncode == 7
    assert "main in" not in failed.stdout
    assert machine.done() == ["venv", "pip the project"]
    assert machine.run().returncode == 0
    assert machine.done() == ["pip the project"]


def test_that_an_environment_left_half_made_is_made_again(machine: Machine) -> None:
    broken = machine.project / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert machine.run().returncode == 0
    assert machine.done() == ["venv", "pip the project"]


def test_that_test_installs_the_extras_and_runs_everything_without_a_display(machine: Machine) -> None:
    assert machine.run("test").returncode == 0
    tests = f"tests in {machine.project} on offscreen: "
    assert machine.done() == ["venv", "pip the project[test]", tests]
    assert machine.run("test", "-k", "one thing", TESTS_STATUS="3").returncode == 3
    assert machine.done() == [tests + "-k one thing"]
    machine.run()
    assert machine.done() == [], "the tests' environment holds all that the app needs"


def test_that_a_chosen_platform_is_kept(machine: Machine) -> None:
    machine.run("test", QT_QPA_PLATFORM="minimal")
    assert machine.done()[-1] == f"tests in {machine.project} on minimal: "


def test_that_root_gets_what_is_missing_installed(machine: Machine) -> None:
    machine.libraries("libEGL.so.1", "libdbus-1.so.3", "libglib-2.0.so.0", "libfontconfig.so.1")
    assert machine.run("test").returncode == 0
    update, install, *_ = machine.done()
    assert update == "apt-get update -q"
    assert install == "apt-get install -q -y --no-install-recommends libgl1 libxkbcommon0"


def test_that_a_window_needs_more_than_the_tests(machine: Machine) -> None:
    machine.libraries(*LIBRARIES[:6])
    machine.run("test")
    assert not [line for line in machine.done() if line.startswith("apt-get")]
    machine.run()
    assert machine.done()[1].endswith(
        "--no-install-recommends libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    )


def test_that_sudo_is_used_where_it_asks_nothing(machine: Machine) -> None:
    machine.user(1000)
    machine.libraries(*LIBRARIES[1:])
    machine.command("sudo", 'echo "sudo $*" >>"$DIARY"')
    assert machine.run().returncode == 0
    assert machine.done()[:3] == [
        "sudo -n true",
        "sudo -n apt-get update -q",
        "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libgl1",
    ]


def test_that_a_user_without_rights_is_told_the_exact_command(machine: Machine) -> None:
    machine.user(1000)
    machine.libraries(*LIBRARIES[2:])
    machine.command("sudo", "exit 1")
    told = machine.run()
    assert told.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1 libegl1\n" in told.stderr
    assert machine.done() == []


def test_that_missing_x11_libraries_alone_do_not_keep_a_user_out(machine: Machine) -> None:
    machine.user(1000)
    machine.libraries(*LIBRARIES[:10])
    told = machine.run()
    assert told.returncode == 0
    assert "--no-install-recommends libxcb-shape0\n" in told.stderr
    assert "main in" in told.stdout


def test_that_other_systems_are_told_the_libraries(machine: Machine) -> None:
    (machine.commands / "apt-get").unlink()
    machine.libraries(*LIBRARIES[1:])
    told = machine.run()
    assert "missing: libGL.so.1\n" in told.stderr
    assert told.returncode == 0


def test_that_failing_apt_get_ends_the_start(machine: Machine) -> None:
    machine.libraries()
    machine.command("ldconfig", "echo nothing")
    machine.command("apt-get", "exit 100")
    failed = machine.run()
    assert failed.returncode == 1
    assert "could not install" in failed.stderr
    assert "main in" not in failed.stdout


def test_that_a_missing_python_is_installed(machine: Machine) -> None:
    python = machine.commands / "python3"
    kept = python.rename(machine.elsewhere / "python3")
    machine.command("apt-get", f'echo "apt-get $*" >>"$DIARY"; [ "$1" = update ] || cp "{kept}" "{python}"')
    assert machine.run().returncode == 0
    assert machine.done()[1:] == [
        "apt-get install -q -y --no-install-recommends python3 python3-venv",
        "venv",
        "pip the project",
    ]


def test_that_a_python_that_is_too_old_is_passed_over(machine: Machine) -> None:
    (machine.commands / "python3").rename(machine.commands / "python3.12")
    machine.command("python3", "exit 1")
    assert machine.run().returncode == 0
    assert machine.done() == ["venv", "pip the project"]


def test_that_a_python_without_venv_gets_the_package_of_its_version(machine: Machine) -> None:
    lacking = 'case "$2" in *ensurepip*) exit 1 ;; esac\n'
    machine.command("python3", lacking + PYTHON.format(python=sys.executable))
    machine.run()
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}-venv" in machine.done()[1]


def test_that_no_python_at_all_is_told(machine: Machine) -> None:
    (machine.commands / "python3").unlink()
    (machine.commands / "apt-get").unlink()
    told = machine.run()
    assert told.returncode == 1
    assert "needs Python 3.11 or later" in told.stderr
