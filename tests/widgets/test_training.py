"""The parts that show a training: curves that lose nothing, a slider on the same axis, an update's squares."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.decimal_field import DecimalField
from rnnviz.widgets.number_field import NumberField
from rnnviz.widgets.training_curve import Series, TrainingCurve
from rnnviz.widgets.training_slider import TrainingSlider
from rnnviz.widgets.update_view import Step, UpdateView


def pixels(widget: QWidget) -> NDArray[np.int64]:
    """(height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def near(widget: QWidget, colour: QColor, slack: int = 60) -> NDArray[np.bool_]:
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    found: NDArray[np.bool_] = np.abs(pixels(widget) - wanted).max(axis=2) < slack
    return found


def curve_of(qtbot: QtBot, *series: Series, last: int = 0, log: bool = False) -> TrainingCurve:
    made = TrainingCurve("Loss", "curve_loss")
    qtbot.addWidget(made)
    made.resize(400, 140)
    made.set_log(log)
    made.set_series(series, last)
    made.show()
    return made


def drawn(curve: TrainingCurve, role: str = "backward") -> NDArray[np.bool_]:
    """Where the plot has the colour of a series; the legend stands above it."""
    return near(curve, colours_of(curve).role(role))[24:]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("count", [1, 2, 300, 100_000])
def test_that_one_large_number_among_many_is_seen(qtbot: QtBot, count: int, log: bool) -> None:
    values = np.full(count, 1.0)
    values[count // 2] = 1000.0
    curve = curve_of(qtbot, Series("g", values, "backward"), log=log)
    rows = np.flatnonzero(drawn(curve).any(axis=1))
    assert rows.size
    if count > 1:
        assert rows.max() - rows.min() > 70


def test_that_what_is_to_come_is_left_free(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, Series("g", np.linspace(5, 1, 50), "backward"), last=200)
    columns = np.flatnonzero(drawn(curve).any(axis=0))
    assert columns.max() < 0.45 * curve.width()
    assert "5" in curve.readout(1)
    assert "not made yet" in curve.readout(120)


def test_that_numbers_that_are_not_finite_are_marked(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, Series("g", np.array([1.0, np.nan, 2.0, np.inf]), "backward"))
    assert near(curve, colours_of(curve).error).any()
    nothing = curve_of(qtbot, Series("g", np.full(3, np.nan), "backward"), log=True)
    assert not drawn(nothing).any()


def test_that_a_hundred_thousand_updates_are_painted_within_a_frame(qtbot: QtBot) -> None:
    values = np.random.default_rng(0).exponential(size=100_000)
    curve = curve_of(qtbot, Series("a", values, "loss", True), Series("b", values, "loss"))
    curve.grab()
    start = time.process_time()
    for _ in range(5):
        curve.grab()
    assert (time.process_time() - start) / 5 < 0.05


def test_that_a_click_asks_for_the_updates_that_stand_there(qtbot: QtBot) -> None:
    curve = curve_of(qtbot, Series("g", np.ones(100), "backward"))
    slider = TrainingSlider()
    qtbot.addWidget(slider)
    slider.resize(400, 26)
    slider.setEnabled(True)
    slider.set_numbers(range(0, 101, 10), 100, 100, 100)
    slider.show()
    asked: list[int] = []
    curve.clicked.connect(asked.append)
    slider.wanted.connect(asked.append)
    x = round(slider.x_of(40))
    QTest.mouseClick(curve, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 60))
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x + 3, 13))
    assert asked == [40, 40]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert asked[2:] == [50, 0]


def test_that_snapshots_of_uneven_distance_stand_where_they_were_made(qtbot: QtBot) -> None:
    slider = TrainingSlider()
    qtbot.addWidget(slider)
    slider.resize(400, 26)
    slider.set_numbers((0, 5, 10, 97), 97, 97, 10)
    assert slider.value() == 3
    assert slider.position_at(slider.x_of(97)) == 3
    assert slider.position_at(slider.x_of(60)) == 3
    assert slider.position_at(slider.x_of(8)) == 2
    assert slider.position_at(-50) == 0


@pytest.mark.parametrize("shape", [(), (3,), (3, 4), (256, 128)])
def test_that_an_update_of_any_shape_is_shown_and_told(qtbot: QtBot, shape: tuple[int, ...]) -> None:
    draw = np.random.default_rng(1).normal
    before, gradient = np.asarray(draw(size=shape)), np.asarray(draw(size=shape))
    change = -0.01 * gradient
    view = UpdateView()
    qtbot.addWidget(view)
    view.resize(320, 200)
    view.set_step(Step("W", before, gradient, gradient, before * 0, change, before + change, "− rate · dW"))
    view.show()
    assert view.scale("change").largest < 0.1 * view.scale("before").largest + 0.05
    words = view.words_at((0,) * len(shape))
    assert f"{float(before[(0,) * len(shape)]):.6g}".replace("-", "−") in words
    purple_or_green = near(view, QColor("#762A83"), 90) | near(view, QColor("#1B7837"), 90)
    assert purple_or_green[:, 120:200].any()  # the change has a scale of its own
    view.set_step(None, "nothing")
    assert view.accessibleDescription() == "nothing"


def test_that_a_field_takes_numbers_and_refuses_what_is_none(qtbot: QtBot) -> None:
    field = DecimalField("field_clip", low=0.0, below=10.0, may_be_none=True)
    qtbot.addWidget(field)
    told: list[object] = []
    refusals: list[str] = []
    field.edited.connect(told.append)
    field.refused.connect(refusals.append)
    for typed in ("2,5", "10", "x", "", "1e-3"):
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == [2.5, None, 0.001]
    assert [words[:5].strip() for words in refusals] == ["“10”", "“x” c"]
    assert "not below 0 and below 10" in refusals[0]
    assert field.value == 0.001


@pytest.mark.parametrize("typed", ["1e999", "1.5", "1,5", "3.5e2", "abc", "--4"])
def test_that_a_field_of_a_whole_number_makes_no_other_number_of_what_it_cannot_read(qtbot: QtBot, typed: str) -> None:
    field = NumberField("field_batch", 1, 1000)
    qtbot.addWidget(field)
    field.fill(7)
    told: list[object] = []
    field.edited.connect(told.append)
    field.corrected.connect(told.append)
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 7
    assert field.text() == "7"
    assert told == [f"“{typed}” cannot be used there: a whole number such as 7 would be right."]
    field.selectAll()
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told[1:] == [12]
