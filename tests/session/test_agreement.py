"""The verdict on a sum: at once where it is small, by a worker that can be stopped where it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from rnnviz.engine import Contributions, Tape
from rnnviz.session import recipe
from rnnviz.session.agreement import Agreement
from rnnviz.session.draft import Draft, Weight, example
from rnnviz.session.session import Session

LONG = "the quick brown fox jumps over the lazy dog. " * 400


@pytest.fixture
def agreement(session: Session) -> Iterator[Agreement]:
    one = Agreement(session)
    yield one
    one.close()


def tape_of(draft: Draft) -> Tape:
    tape = recipe.run(draft, 2**31).tape
    assert tape is not None
    return tape


def test_that_a_small_sum_is_judged_at_once(agreement: Agreement) -> None:
    assert agreement.of(tape_of(example()), "W_hh") is True


def test_that_numbers_that_are_not_finite_are_not_said_to_agree(agreement: Agreement) -> None:
    draft = replace(example(), weights=(Weight("W_hh", (1, 0), float("nan")),))
    assert agreement.of(tape_of(draft), "W_hh") is None


def test_that_a_long_sum_is_judged_by_a_worker(agreement: Agreement, qtbot: QtBot) -> None:
    tape = tape_of(replace(example(), text=LONG))
    with qtbot.waitSignal(agreement.found, timeout=60_000):
        assert agreement.of(tape, "W_hh") is None
    assert agreement.of(tape, "W_hh") is True


def test_that_another_parameter_and_another_tape_are_judged_first(agreement: Agreement, qtbot: QtBot) -> None:
    tape = tape_of(replace(example(), text=LONG))
    with qtbot.waitSignal(agreement.found, timeout=60_000):
        for name in ("W_hh", "W_hy", "W_xh"):
            assert agreement.of(tape, name) is None
    assert agreement.of(tape, "W_xh") is True
    assert agreement.of(tape, "W_hh") is None
    assert agreement.of(tape_of(example()), "W_hh") is True


def test_that_closing_stops_the_worker_in_the_middle(agreement: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def endless(self: Contributions, tolerance: float | None = None, progress: Callable[[float], None] = print) -> bool:
        begun.set()
        try:
            while True:
                progress(0.5)
                time.sleep(0.001)
        finally:
            ended.set()

    monkeypatch.setattr(Contributions, "agrees", endless)
    agreement.of(tape_of(replace(example(), text=LONG)), "W_hh")
    assert begun.wait(60)
    agreement.close()
    assert ended.is_set()
