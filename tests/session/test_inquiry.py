"""The question why: asked of the selection, walked on, gone back, and asked again of another run."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnviz.session.draft import TOTAL_LOSS
from rnnviz.session.inquiry import Inquiry, Question
from rnnviz.session.session import Session


@pytest.fixture
def inquiry(session: Session) -> Iterator[Inquiry]:
    one = Inquiry(session)
    yield one
    one.close()


def test_that_the_selection_is_asked_of(session: Session, inquiry: Inquiry) -> None:
    assert inquiry.explanation is None
    session.select("h", 3, (1,))
    inquiry.ask_selection()
    assert inquiry.question == Question("h", 3, (1,))
    assert inquiry.explanation is not None
    assert session.tape is not None
    assert inquiry.explanation.of.value == session.tape["h"][2, 1]
    assert inquiry.history is None


def test_that_without_a_unit_the_largest_element_is_asked_of(session: Session, inquiry: Inquiry) -> None:
    assert session.tape is not None
    session.select("dh", 2)
    inquiry.ask_selection()
    largest = int(np.argmax(np.abs(session.tape["dh"][1])))
    assert inquiry.question == Question("dh", 2, (largest,))


def test_that_without_a_timestep_the_cursor_s_is_asked_of(session: Session, inquiry: Inquiry) -> None:
    session.go_to(3)
    session.select("h", None, (0,))
    inquiry.ask_selection()
    assert inquiry.question == Question("h", 3, (0,))


def test_that_questions_are_walked_on_and_back(session: Session, inquiry: Inquiry) -> None:
    for timestep in (4, 3, 2):
        inquiry.ask("h", timestep, (0,))
    inquiry.ask("h", 2, (0,))  # the same again is no step
    assert inquiry.can_go_back
    inquiry.back()
    inquiry.back()
    assert inquiry.question == Question("h", 4, (0,))
    assert not inquiry.can_go_back
    inquiry.back()
    assert inquiry.question == Question("h", 4, (0,))


def test_that_a_weight_and_its_gradient_have_a_history(session: Session, inquiry: Inquiry) -> None:
    assert session.tape is not None
    total = session.tape.contributions("W_hh").total[1, 2]
    for name, timestep in (("W_hh", None), ("dW_hh", 3), ("dW_hh.total", None)):
        session.select(name, timestep, (1, 2))
        inquiry.ask_selection()
        assert inquiry.history is not None, name
        assert inquiry.history.total == pytest.approx(total)
    inquiry.ask("h", 1, (0,))
    assert inquiry.history is None


def test_that_the_losses_that_sent_it_are_found(session: Session, inquiry: Inquiry, qtbot: QtBot) -> None:
    assert session.tape is not None
    inquiry.ask("dW_hh", 3, (1, 2))
    inquiry.find_losses()
    assert inquiry.searching is not None
    qtbot.waitUntil(lambda: inquiry.by_loss is not None, timeout=20_000)
    assert inquiry.by_loss is not None
    assert np.flatnonzero(inquiry.by_loss.total).tolist() == [2, 3]
    assert inquiry.by_loss.total.sum() == pytest.approx(session.tape.contributions("W_hh").at(3)[1, 2])
    inquiry.ask("dW_hh", 2, (1, 2))
    assert inquiry.by_loss is None


def test_that_another_run_is_asked_the_same(session: Session, inquiry: Inquiry) -> None:
    inquiry.ask("h", 4, (2,))
    inquiry.ask("h", 2, (1,))
    before = inquiry.explanation
    session.edit(seed=7)
    assert inquiry.question == Question("h", 2, (1,))
    assert inquiry.explanation != before
    session.edit(hidden=2)  # h[4][2] is no more
    assert not inquiry.can_go_back
    assert inquiry.question == Question("h", 2, (1,))
    session.edit(equations="q[t] = tanh(W @ q[t-1] + U @ x[t])\ny[t] = V @ q[t]\nL[t] = cross_entropy(y[t], target[t])")
    assert inquiry.question is None
    assert inquiry.explanation is None


def test_that_nothing_is_asked_of_the_total_loss(session: Session, inquiry: Inquiry) -> None:
    session.select(TOTAL_LOSS)
    inquiry.ask_selection()
    assert inquiry.question is None
