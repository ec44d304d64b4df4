"""The whole walk through "hello" by keyboard alone, looking at the window at every stop."""

import itertools

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rnnviz.app.window import Window
from tests.app.screen import lane_of, number_in, picture, press, read_out, values_on_screen

T = 4


def seen(shown: np.ndarray, tape_rows: np.ndarray, known: range) -> None:
    """What is shown are the tape's rows where the cursor has been, and nothing elsewhere."""
    expected = np.full(tape_rows.shape, np.nan)
    expected[known.start - 1 : known.stop - 1] = tape_rows[known.start - 1 : known.stop - 1]
    np.testing.assert_allclose(shown, expected, rtol=1e-5, atol=1e-12)


def look(window: Window, stop: int) -> None:
    """Compares everything that the lanes show at a stop with the tape."""
    tape = window.session.tape
    assert tape is not None
    assert window.session.position == stop
    forward = range(1, min(stop, T) + 1)
    backward = range(max(1, 2 * T + 1 - stop), T + 1)
    seen(values_on_screen(window, "h", T, 3), tape["h"], forward)
    seen(values_on_screen(window, "dh", T, 3), tape["dh"], backward)
    playhead = lane_of(window, "h").playhead
    assert playhead is not None
    comes_next = (stop + 1, "forward", 1) if stop < T else (2 * T - stop, "backward", -1)
    assert (playhead.timestep, playhead.phase, playhead.direction) == comes_next
    losses, norms = lane_of(window, "losses"), lane_of(window, "norms")
    for t in range(1, T + 1):
        words = read_out(window, losses, t)
        assert ("not yet" in words) == (t not in forward)
        if t in forward:
            np.testing.assert_allclose(number_in(words), tape["L"][t - 1], rtol=1e-5)
        assert ("not yet" in read_out(window, norms, t)) == (t not in backward)


def test_that_the_first_start_stands_before_the_first_timestep_ready_to_step(window: Window) -> None:
    assert window.session.draft.text == "hello"
    look(window, 0)
    press(window, Qt.Key.Key_Right)
    look(window, 1)


def test_the_whole_walk_forward_and_back_by_keyboard_alone(window: Window) -> None:
    for stop in range(1, 2 * T + 1):
        press(window, Qt.Key.Key_Right)
        look(window, stop)
    press(window, Qt.Key.Key_Right)
    look(window, 2 * T)
    for stop in reversed(range(2 * T)):
        press(window, Qt.Key.Key_Left)
        look(window, stop)
    press(window, Qt.Key.Key_Left)
    look(window, 0)


def test_that_home_and_end_go_to_the_ends(window: Window) -> None:
    press(window, Qt.Key.Key_End)
    look(window, 2 * T)
    press(window, Qt.Key.Key_Home)
    look(window, 0)


def test_that_the_words_follow_every_stop(window: Window) -> None:
    pass_readout = window.findChild(QLabel, "pass_readout")
    assert pass_readout is not None
    said = [(window.narration.happened, window.narration.next)]
    for stop in range(1, 2 * T + 1):
        press(window, Qt.Key.Key_Right)
        said.append((window.narration.happened, window.narration.next))
        assert ("forward →" if stop <= T else "backward ←") in pass_readout.text()
    assert len(set(said)) == 2 * T + 1
    assert "nothing yet" in said[0][0]
    assert "t = 1" in said[0][1]
    assert "end of the run" in said[-1][1]
    for stop in reversed(range(2 * T)):
        press(window, Qt.Key.Key_Left)
        assert (window.narration.happened, window.narration.next) == said[stop]


def test_that_every_stop_looks_the_same_on_the_way_back(window: Window) -> None:
    pictures = [picture(window.lanes)]
    for _ in range(2 * T):
        press(window, Qt.Key.Key_Right)
        pictures.append(picture(window.lanes))
    for one, other in itertools.pairwise(pictures):
        assert not np.array_equal(one, other), "a step shows nothing"
    for stop in reversed(range(2 * T)):
        press(window, Qt.Key.Key_Left)
        assert np.array_equal(picture(window.lanes), pictures[stop]), f"stop {stop} looks different"


def test_that_a_number_typed_and_enter_goes_to_that_timestep(window: Window) -> None:
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Return)
    look(window, 3)
    press(window, Qt.Key.Key_Right)
    look(window, 4)
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_Return)
    look(window, 2)


def test_that_a_number_given_up_changes_nothing(window: Window) -> None:
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_4)
    press(window, Qt.Key.Key_Escape)
    look(window, 1)
    assert window.transport.timestep.text() == "t = 1"
    press(window, Qt.Key.Key_Right)
    look(window, 2)
