"""What the README says is there, and its Python runs as it stands."""

import re
from pathlib import Path
from typing import Any

import pytest

from rnnviz.models.gallery import cell

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINKS = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]


@pytest.mark.parametrize("link", LINKS)
def test_that_what_the_readme_links_to_exists(link: str) -> None:
    assert (ROOT / link).is_file()


def test_that_the_python_of_the_readme_runs_and_gives_the_shapes_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), names)
    assert "dW_hh" in capsys.readouterr().out
    tape, contributions = names["tape"], names["dW"]
    assert tape["h"].shape == tape["dh"].shape == (4, 3)
    assert contributions.at(3).shape == contributions.total.shape == (3, 3)
    assert contributions.norms.shape == (4,)
    assert tape.initial_gradients["h"].shape == (3,)


def test_that_the_equations_of_the_readme_are_the_vanilla_cell() -> None:
    [block] = re.findall(r"equations\n\n```\n(.*?)```", README, re.DOTALL)
    assert block.split() == cell("vanilla").body.split()
