"""What the inspector and the sum panel tell, of every kind of thing that can be selected."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.engine import Tape
from rnnviz.models import gallery
from rnnviz.session.agreement import Agreement
from rnnviz.session.draft import Selection
from rnnviz.session.override_text import number_typed
from rnnviz.session.session import Session
from rnnviz.views.inspector import Inspector
from rnnviz.views.inspector.rich_text import RichText
from rnnviz.views.sum_panel import SumPanel
from rnnviz.widgets.matrix_view import MatrixView

OUT = "\ny[t] = W_hy @ h[t] + b_y\nL[t] = cross_entropy(y[t], target[t])"
ENCODER_DECODER = """encode:
    h[t] = tanh(W @ h[t-1] + U @ x[t])
decode:
    h[t] = tanh(V @ h[t-1])
    y[t] = W_hy @ h[t] + b_y
    L[t] = cross_entropy(y[t], target[t])"""
MODELS = {
    "learned": "learned h[0]\nh[t] = tanh(W @ h[t-1] + U @ x[t])" + OUT,
    "untied": "untied W\nh[t] = tanh(W[t] @ h[t-1] + U @ x[t])" + OUT,
    "segments": ENCODER_DECODER,
    "no loss": "h[t] = tanh(W @ h[t-1] + U @ x[t])",
    "from the right": "h[t] = tanh(B @ h[t+1] + Q @ x[t])" + OUT,
    "further back": "h[t] = tanh(W @ h[t-1] + V @ h[t-3] + U @ x[t])" + OUT,
    "lstm": gallery.cell("lstm").body,
    "gru": gallery.cell("gru").body,
}


@pytest.fixture
def inspector(session: Session, qtbot: QtBot) -> Inspector:
    made = Inspector(session)
    qtbot.addWidget(made)
    made.resize(320, 560)
    made.show()
    return made


@pytest.fixture
def sums(session: Session, qtbot: QtBot) -> SumPanel:
    made = SumPanel(session, Agreement(session))
    qtbot.addWidget(made)
    made.resize(320, 260)
    made.show()
    return made


def said(label: RichText) -> str:
    if not label.isVisibleTo(label.window()):
        return ""
    text = re.sub(r"<[^>]+>", "", label.text().replace("<br>", "\n").replace("</p>", "\n"))
    return unescape(text).replace("\u00a0", " ")


def targets(label: RichText) -> list[str]:
    return re.findall(r"<a href='([^']*)'", label.text())


def tape_of(session: Session) -> Tape:
    assert session.tape is not None
    return session.tape


@pytest.mark.parametrize("model", MODELS)
def test_that_everything_that_a_link_leads_to_can_be_inspected(
    session: Session, inspector: Inspector, sums: SumPanel, model: str
) -> None:
    session.edit(equations=MODELS[model])
    assert session.problem is None
    session.go_end()
    tape = tape_of(session)
    waiting = [(name, t) for name in (*tape.graph.named, *tape.graph.parameters) for t in (None, 1, 3)]
    waiting += [(f"d{name}", t) for name in tape.graph.parameters for t in (None, 2)]
    seen = set()
    while waiting:
        name, timestep = waiting.pop()
        if (name, timestep) in seen:
            continue
        seen.add((name, timestep))
        session.select(name, timestep)
        for label in inspector.findChildren(RichText):
            for target in targets(label):
                link, _, at = unescape(target).partition("@")
                waiting.append((link, int(at) if at else None))
    assert len(seen) > 20


def test_that_an_initial_state_is_told_as_one_and_has_its_gradient(session: Session, inspector: Inspector) -> None:
    session.go_end()
    session.select("h", 0)
    tape = tape_of(session)
    assert "initial state, zero unless given" in said(inspector.heading)
    for label in (inspector.equation, inspector.numbers, inspector.parts):
        assert said(label) == ""
    np.testing.assert_array_equal(inspector.map.values, np.zeros(3))
    np.testing.assert_array_equal(inspector.gradient_map.values, tape.value("dh", 0))
    assert "dh[0]" in said(inspector.gradient_title)
    assert said(inspector.links) == "Users\nh[1]"
    inspector.gradient_title.linkActivated.emit("dh@0")
    assert said(inspector.equation) == ""
    np.testing.assert_array_equal(inspector.map.values, tape.value("dh", 0))
    session.go_to(7)
    assert not inspector.map.isVisible()


def test_that_a_learned_initial_state_has_a_value_and_a_gradient(session: Session, inspector: Inspector) -> None:
    session.edit(equations=MODELS["learned"])
    session.go_end()
    tape = tape_of(session)
    for name, timestep in (("dh[0]", 1), ("dh[0]", None), ("h[0]", None)):
        session.select(name, timestep)
        shown = inspector.gradient_map if name == "h[0]" else inspector.map
        np.testing.assert_array_equal(shown.values, tape.contributions("h[0]").total)
    assert "initial state, learned" in said(inspector.heading)
    session.select("h", 0)
    assert "initial state, learned" in said(inspector.heading)
    assert "h[0]@" in targets(inspector.links)


def test_that_the_gradient_of_a_weight_is_its_sum(session: Session, inspector: Inspector) -> None:
    tape = tape_of(session)
    contributions = tape.contributions("W_hh")
    session.select("W_hh")
    assert not inspector.gradient_map.isVisible()
    session.go_to(6)
    np.testing.assert_array_equal(inspector.gradient_map.values, contributions.running_sum(3))
    assert "2 of 4 timesteps" in said(inspector.gradient)
    inspector.gradient_title.linkActivated.emit(targets(inspector.gradient_title)[0])
    np.testing.assert_array_equal(inspector.map.values, contributions.running_sum(3))
    assert "dW_hh = dW_hh[4] + dW_hh[3]" in said(inspector.equation)
    session.go_end()
    np.testing.assert_allclose(inspector.map.values, contributions.total, rtol=1e-12)
    rows = [[float(number) for number in row.split("\t")] for row in inspector.value_as_text().splitlines()]
    np.testing.assert_array_equal(rows, inspector.map.values)
    QTest.mouseClick(inspector.show_table, Qt.MouseButton.LeftButton)
    assert inspector.table.model().rowCount() == 3
    session.select("dW_hh", 2)
    np.testing.assert_array_equal(inspector.map.values, contributions.at(2))
    assert "dW_hh@" in targets(inspector.heading)
    assert "total[" not in said(inspector.links)


def test_that_a_click_on_a_square_inspects_what_it_shows(
    session: Session, inspector: Inspector, sums: SumPanel
) -> None:
    session.select("W_xh")
    session.set_whole_run(True)
    session.go_to(6)
    contributions = tape_of(session).contributions("W_xh")
    shown_by = {"contribution": contributions.at(3), "so_far": contributions.running_sum(3)}
    shown_by["total"] = contributions.total
    for number, (square, shown) in enumerate(shown_by.items()):
        place = QPoint(round((number + 0.5) * sums.sum.width() / 3), round(sums.sum.height() * 0.4))
        QTest.mouseClick(sums.sum, Qt.MouseButton.LeftButton, pos=place)
        assert session.selection.unit is not None, square
        np.testing.assert_array_equal(inspector.map.values, shown)
        assert session.parameter == "W_xh"
        assert ("the total" in said(inspector.heading)) == (square == "total")


def test_that_every_equation_shown_is_that_of_its_segment(session: Session, inspector: Inspector) -> None:
    session.edit(equations=ENCODER_DECODER)
    session.go_end()
    tape = tape_of(session)
    for name in ("h", "dh", "dU", "dV"):
        for t in range(1, tape.timesteps + 1):
            session.select(name, t)
            symbols = set(re.findall(r"[A-Za-z_]\w*", said(inspector.equation))) - {"t"}
            decoder = t > tape.extent.ranges[0][1]
            if name == "h":
                assert symbols == ({"h", "tanh", "V"} if decoder else {"h", "tanh", "W", "U", "x"})
                assert ("V@" in targets(inspector.links)) == decoder


def test_that_a_sum_over_one_segment_is_complete_there(session: Session, inspector: Inspector) -> None:
    session.edit(equations=ENCODER_DECODER)
    session.go_end()
    tape = tape_of(session)
    for name in ("b_y", "U"):
        count = len(tape.span(f"d{name}"))
        session.select(f"d{name}.total")
        assert f"{count} of {count} timesteps" in said(inspector.equation)
        np.testing.assert_array_equal(inspector.map.values, tape.contributions(name).total)


def test_that_a_class_index_is_told_with_its_character(session: Session, inspector: Inspector) -> None:
    session.select("target", 1)
    assert "class 1, the character “e”" in said(inspector.value)
    assert not inspector.map.isVisible()
    assert "class index" in said(inspector.heading)


def test_that_a_model_without_a_loss_has_nothing_to_sum(session: Session, inspector: Inspector, sums: SumPanel) -> None:
    session.edit(equations=MODELS["no loss"])
    session.go_end()
    session.select("W")
    assert "no loss" in " ".join(sums.sum.sentences())
    assert not inspector.gradient_map.isVisible()
    session.select("dW")
    assert "no loss" in said(inspector.numbers)


def test_that_a_weight_of_one_segment_says_when_its_sum_begins(session: Session, sums: SumPanel) -> None:
    session.edit(equations=MODELS["segments"])
    tape = tape_of(session)
    first, *_ = (name for name in tape.graph.parameters if tape.span(f"d{name}")[-1] < tape.timesteps)
    session.select(first)
    session.go_to(1)
    assert "Step into the backward pass" in " ".join(sums.sum.sentences())
    session.go_to(tape.timesteps + 1)
    assert f"{first} is used at t = 1 to" in " ".join(sums.sum.sentences())
    session.go_end()
    assert "is used at" not in " ".join(sums.sum.sentences())


def test_that_an_untied_weight_is_that_of_its_timestep(session: Session, inspector: Inspector, sums: SumPanel) -> None:
    session.edit(equations=MODELS["untied"])
    session.go_end()
    session.select("W", 3, (0, 1))
    tape = tape_of(session)
    np.testing.assert_array_equal(inspector.map.values, tape.parameters["W"][2])
    np.testing.assert_array_equal(inspector.gradient_map.values, tape.contributions("W").at(3))
    assert "W[3]" in said(inspector.heading)
    assert "not summed" in " ".join(sums.sum.sentences())
    assert sums.parameter.currentText() == "W"
    assert "3×3" in said(inspector.heading)
    inspector.weight.field.setText("0.5")
    QTest.keyClick(inspector.weight.field, Qt.Key.Key_Return)
    assert tape_of(session).parameters["W"][2, 0, 1] == 0.5


def test_that_sums_that_are_not_finite_are_not_compared(session: Session, inspector: Inspector, sums: SumPanel) -> None:
    session.select("W_hh", None, (1, 0))
    inspector.weight.field.setText("nan")
    QTest.keyClick(inspector.weight.field, Qt.Key.Key_Return)
    session.go_end()
    words = " ".join(sums.sum.sentences())
    assert "not finite: cannot be compared" in words
    assert "✓" not in words


def test_that_what_is_no_number_is_said_beside_the_weight(session: Session, inspector: Inspector) -> None:
    session.select("W_hh", None, (1, 0))
    for text in ("abc", "", "1,000"):
        inspector.weight.field.setText(text)
        QTest.keyClick(inspector.weight.field, Qt.Key.Key_Return)
        assert inspector.weight.wrong.isVisible()
        assert f"“{text}” is no number" in inspector.weight.wrong.text()
    assert session.draft.weights == ()
    session.select("W_hh", None, (1, 1))
    assert not inspector.weight.wrong.isVisible()


def test_that_a_weight_set_again_replaces_the_number_and_the_same_number_is_no_change(
    session: Session, inspector: Inspector
) -> None:
    session.select("W_hh", None, (1, 0))
    for text in ("0.25", "0,5", "0.5"):
        inspector.weight.field.setText(text)
        QTest.keyClick(inspector.weight.field, Qt.Key.Key_Return)
    assert [each.value for each in session.draft.weights] == [0.5]
    assert session.undo.count() == 2


@pytest.mark.parametrize(
    ("text", "number"), [(" -0.5", -0.5), ("−2", -2), ("0,25", 0.25), ("1e-3", 1e-3), ("1,5e2", 150)]
)
def test_that_numbers_are_read_as_they_are_written(text: str, number: float) -> None:
    assert number_typed(text) == number


@pytest.mark.parametrize("hidden", [3, 50, 200])
def test_that_a_long_state_can_be_seen_and_clicked(
    session: Session, inspector: Inspector, qtbot: QtBot, hidden: int
) -> None:
    session.edit(hidden=hidden)
    qtbot.waitUntil(lambda: session.running is None)
    session.go_end()
    session.select("h", 3)
    for _ in range(5):  # texts that break in other places, and parts that go where there is room
        QApplication.processEvents()
    for view in (inspector.map, inspector.gradient_map):
        units = heights_of_units(view)
        assert len(units) == (hidden if hidden == 3 else 1), "a long vector lies down"
        assert all(height >= 16 for height in units.values()), units


def heights_of_units(view: MatrixView) -> dict[tuple[int, ...], int]:
    """The units under the pointer along the middle of a view, and over how many pixels each is there."""
    found: dict[tuple[int, ...], int] = {}
    under: list[tuple[int, ...] | None] = [None]

    def hear(unit: tuple[int, ...] | None, words: str) -> None:
        under[0] = unit

    view.hovered.connect(hear)
    for y in range(view.height()):
        QTest.mouseMove(view, QPoint(view.width() // 2, y))
        if under[0] is not None:
            found[under[0]] = found.get(under[0], 0) + 1
    view.hovered.disconnect(hear)
    return found


def test_that_the_selection_stays_when_the_run_changes(session: Session, inspector: Inspector) -> None:
    session.go_end()
    session.select("dW_hh.total", None, (0, 1))
    session.edit(seed=1)
    assert session.selection == Selection("dW_hh.total", None, (0, 1))
    np.testing.assert_array_equal(inspector.map.values, tape_of(session).contributions("W_hh").total)


@pytest.mark.parametrize("model", ["lstm", "gru", "further back", "segments"])
def test_that_a_name_that_nobody_has_given_is_told_in_words_where_it_stands(
    session: Session, inspector: Inspector, model: str
) -> None:
    session.edit(equations=MODELS[model])
    session.go_end()
    tape = tape_of(session)
    reserved = re.compile(r"\b(?:d?\w+\.\d+)(?=\[)")
    told = 0
    for name in tape.graph.named:
        for selected in (name, f"d{name}"):
            if selected not in tape.graph.definitions and selected not in tape.adjoint.definitions:
                continue
            session.select(selected, tape.span(name)[-1])
            for label in (inspector.numbers, inspector.gradient):
                text = said(label)
                equation = said(inspector.equation) if label is inspector.numbers else text.partition("\n")[0]
                for each in set(reserved.findall(equation)):
                    assert re.search(rf"{re.escape(each)}\[\d+\](?: = .*)?(?:,|:) (?:the|an?) ", text), (selected, each)
                    told += 1
    assert told
    unnamed = next(one.name for one in tape.graph.operations if "." in one.name)
    session.select(unnamed, tape.timesteps)
    assert re.search(r"(argument|term|part|factor) of", said(inspector.heading))


def test_that_a_link_leads_to_the_timestep_that_is_shown(session: Session, inspector: Inspector) -> None:
    for position in (2, 3, 4, 3):
        session.go_to(position)
        found = set()
        for x in range(2, inspector.equation.width(), 8):
            session.select("h", None)
            QApplication.processEvents()
            QTest.mouseClick(inspector.equation, Qt.MouseButton.LeftButton, pos=QPoint(x, 6))
            found.add((session.selection.name, session.selection.timestep))
        assert {("h", None), ("h", position - 1), ("W_hh", None)} <= found


def test_that_what_comes_into_sight_tells_the_present_timestep(
    session: Session, inspector: Inspector, qtbot: QtBot
) -> None:
    inspector.resize(320, 120)
    session.select("h", None)
    session.go_to(1)
    QApplication.processEvents()
    assert inspector.links.visibleRegion().isEmpty()
    session.step()
    assert "h[1]" in said(inspector.links)
    inspector.ensureWidgetVisible(inspector.links)
    shown = inspector.links.grab().toImage()
    opened_later = Inspector(session)
    qtbot.addWidget(opened_later)
    opened_later.resize(320, 120)
    opened_later.show()
    QApplication.processEvents()
    assert shown == opened_later.links.grab().toImage()
