"""The roles have the colours that are promised, and stand apart on either background."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from rnnviz.widgets.colours import Colours, Lut, colour_map, colours_of, contrast, ink_on, packed, text_on, theme
from tests.widgets.screen import palette

ROLES = {
    False: {"forward": "#0072b2", "backward": "#c85000", "parameter": "#1f2328", "loss": "#a06478"},
    True: {"forward": "#56b4e9", "backward": "#f07828", "parameter": "#f2f2f2", "loss": "#b4788c"},
}
# Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lightness(lut: Lut) -> NDArray[np.float64]:
    return np.array([_luminance(entry) for entry in lut]) ** (1 / 3)


def _luminance(entry: NDArray[np.uint8]) -> float:
    return 0.05 * contrast(QColor(*(int(channel) for channel in entry[:3])), QColor("black")) - 0.05


@pytest.mark.parametrize("dark", [False, True])
def test_that_each_role_has_its_colour(dark: bool) -> None:
    colours = colours_of(palette(dark))
    assert {role: colours.role(role).name() for role in ROLES[dark]} == ROLES[dark]
    assert colours.background.name() == ("#1b1e23" if dark else "#ffffff")


@pytest.mark.parametrize("dark", [False, True])
def test_that_roles_and_text_are_readable_on_the_background(dark: bool) -> None:
    colours = theme(dark)
    for name in ("forward", "backward", "parameter", "loss", "text", "faint", "error", "warning"):
        assert contrast(getattr(colours, name), colours.background) >= 4.5, name
    for text in (colours.text, colours.faint):
        assert contrast(text, colours.panel) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", BLINDNESS)
def test_that_roles_stay_apart_for_the_colour_blind(dark: bool, kind: str) -> None:
    colours = theme(dark)
    seen = {}
    for role in ("forward", "backward", "loss"):
        colour = colours.role(role)
        light = np.array([colour.redF(), colour.greenF(), colour.blueF()]) ** 2.2
        seen[role] = np.clip(np.array(BLINDNESS[kind]) @ light, 0, 1) ** (1 / 2.2) * 255
    # A loss is hatched as well: it needs no more than a visible difference.
    least = {("forward", "backward"): 90.0}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > least.get((one, other), 25.0), (one, other)


def test_that_the_light_diverging_map_runs_from_purple_over_neutral_to_green() -> None:
    lut = theme(False).diverging
    assert lut.shape == (256, 4)
    assert [QColor(*map(int, lut[i])).name() for i in (0, 255)] == ["#762a83", "#1b7837"]
    assert np.ptp(lut[128, :3]) <= 4
    assert lut[128, :3].min() > 235


def test_that_zero_is_the_background_in_the_dark() -> None:
    colours = theme(True)
    background = [colours.background.red(), colours.background.green(), colours.background.blue()]
    assert np.abs(colours.diverging[[127, 128], :3].astype(int) - background).max() <= 2
    assert colours.sequential[0, :3].tolist() == background


@pytest.mark.parametrize("dark", [False, True])
def test_that_more_is_always_further_from_the_background(dark: bool) -> None:
    colours = theme(dark)
    away = 1 if dark else -1
    assert (np.diff(lightness(colours.sequential)) * away > -0.004).all()
    assert (np.diff(lightness(colours.diverging[128:])) * away > -0.004).all()
    assert (np.diff(lightness(colours.diverging[:128])) * away < 0.004).all()


def test_that_a_map_passes_its_stops_and_packs_them() -> None:
    lut = colour_map(["#000000", "#ff8000", "#ffffff"])
    assert lut[[0, 255]].tolist() == [[0, 0, 0, 255], [255, 255, 255, 255]]
    assert [hex(word) for word in packed(lut)[[0, 255]]] == ["0xff000000", "0xffffffff"]


def test_that_text_on_every_cell_is_readable() -> None:
    for colours in (theme(False), theme(True)):
        for lut in (colours.diverging, colours.sequential):
            for index, dark_text in enumerate(ink_on(lut)):
                cell = QColor(*map(int, lut[index]))
                assert contrast(text_on(cell), cell) >= 4.5
                assert dark_text == (text_on(cell).lightness() < 128)


def test_that_a_dark_window_gives_dark_colours() -> None:
    chosen: list[Colours] = [colours_of(palette(dark)) for dark in (False, True)]
    assert [colours.dark for colours in chosen] == [False, True]
