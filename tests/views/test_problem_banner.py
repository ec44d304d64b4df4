"""The banner over a draft that cannot be run, as a user sees it and clicks on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.session.session import Session
from rnnviz.views.problem_banner import ProblemBanner


def test_that_as_much_of_a_long_text_as_there_is_memory_for_is_one_click_away(qtbot: QtBot, session: Session) -> None:
    text = "".join(chr(0x4E00 + place * place % 401) for place in range(3000))
    banner = ProblemBanner(session)
    qtbot.addWidget(banner)
    session.set_memory_limit(5_000_000)
    before = session.tape
    session.edit(text=text, hidden=2)
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    assert session.tape is before
    qtbot.waitUntil(banner.isVisible, timeout=5000)
    assert banner.shorten.text().startswith("Take the first ")
    fits = session.problem.fits if session.problem is not None else None
    assert fits is not None
    qtbot.mouseClick(banner.shorten, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.tape is not None and session.tape.timesteps == fits - 1, timeout=10_000)
    assert session.problem is None
    assert text.startswith(session.draft.text)
    assert banner.isHidden()
    # No more than a few per cent of what would fit are given away.
    session.edit(text=text[: round(fits * 1.15)])
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    session.undo.undo()
    session.undo.undo()
    assert session.draft.text == text


def test_that_single_precision_is_one_click_away_where_the_run_then_fits(qtbot: QtBot, session: Session) -> None:
    text = "".join(chr(0x4E00 + place * place % 401) for place in range(900))
    banner = ProblemBanner(session)
    qtbot.addWidget(banner)
    session.set_memory_limit(3_000_000)
    session.edit(text=text, hidden=2)
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    qtbot.waitUntil(banner.isVisible, timeout=5000)
    assert banner.lighten.text() == "Compute in float32"
    qtbot.mouseClick(banner.lighten, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.tape is not None and session.tape.timesteps == len(text) - 1, timeout=10_000)
    assert session.tape is not None
    assert session.tape["h"].dtype.name == "float32"
    assert session.problem is None
    session.undo.undo()
    assert (session.draft.text, session.draft.dtype) == (text, "float64")
    qtbot.waitUntil(lambda: session.running is None, timeout=10_000)
    session.set_memory_limit(1_000_000)
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    assert not banner.lighten.isVisibleTo(banner), "half of it would not fit either"
    session.edit(dtype="float32")
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    assert not banner.lighten.isVisibleTo(banner)
    assert banner.shorten.isVisibleTo(banner)


def test_that_several_offers_leave_the_message_its_room(qtbot: QtBot, session: Session) -> None:
    banner = ProblemBanner(session)
    qtbot.addWidget(banner)
    banner.resize(915, 100)
    session.set_memory_limit(3_000_000)
    session.edit(text="".join(chr(0x4E00 + place * place % 401) for place in range(900)), hidden=2)
    qtbot.waitUntil(lambda: banner.isVisible() and banner.lighten.isVisible(), timeout=10_000)
    assert banner.shorten.y() > banner.message.geometry().bottom()
    assert banner.message.width() > 0.9 * banner.width()
    session.edit(text="hello", equations="h[t] =")
    qtbot.waitUntil(lambda: banner.place.isVisible() and not banner.lighten.isVisible(), timeout=10_000)
    qtbot.waitUntil(lambda: banner.place.x() > banner.message.geometry().right())


def test_that_many_different_characters_are_named_as_what_takes_the_memory(qtbot: QtBot, session: Session) -> None:
    banner = ProblemBanner(session)
    qtbot.addWidget(banner)
    session.set_memory_limit(5_000_000)
    session.edit(text="".join(chr(0x4E00 + place % 700) for place in range(2100)), hidden=2)
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    assert "700 different characters" in banner.message.text()
    session.edit(text="hello")
    qtbot.waitUntil(lambda: session.running is None and session.problem is None, timeout=10_000)
    assert banner.isHidden()


def test_that_nothing_is_shortened_where_that_would_not_help(qtbot: QtBot, session: Session) -> None:
    banner = ProblemBanner(session)
    qtbot.addWidget(banner)
    session.set_memory_limit(10)
    session.edit(text="hello there")
    qtbot.waitUntil(lambda: session.running is None and session.problem is not None, timeout=10_000)
    assert not banner.shorten.isVisibleTo(banner)
