"""Undo of edits: one command each, and typing merges as in an editor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from rnnviz.session.commands import EditDraft, typing_between
from rnnviz.session.draft import Draft

START = Draft(equations="h[t] = x[t]", text="hello")


class Editor:
    """A draft and the stack of what was done to it."""

    def __init__(self) -> None:
        self.stack = QUndoStack()
        self.draft = START

    def set(self, draft: Draft) -> None:
        self.draft = draft

    def edit(self, **changes: object) -> None:
        after = replace(self.draft, **changes)  # type: ignore[arg-type]
        self.stack.push(EditDraft(self.draft, after, self.set))


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    return Editor()


def type_text(editor: Editor, field: str, at: int, letters: str) -> None:
    for i, letter in enumerate(letters):
        now = getattr(editor.draft, field)
        editor.edit(**{field: now[: at + i] + letter + now[at + i :]})


def test_that_a_word_typed_is_undone_in_one(editor: Editor) -> None:
    type_text(editor, "text", 5, " world")
    assert editor.draft.text == "hello world"
    assert editor.stack.count() == 1
    editor.stack.undo()
    assert editor.draft == START
    editor.stack.redo()
    assert editor.draft.text == "hello world"


def test_that_letters_deleted_one_after_another_are_undone_in_one(editor: Editor) -> None:
    for shorter in ("hell", "hel", "he"):
        editor.edit(text=shorter)
    assert editor.stack.count() == 1
    editor.stack.undo()
    assert editor.draft.text == "hello"


def test_that_letters_deleted_ahead_are_undone_in_one(editor: Editor) -> None:
    for shorter in ("ello", "llo", "lo"):
        editor.edit(text=shorter)
    assert editor.stack.count() == 1


def test_that_typing_among_equal_letters_is_undone_in_one(editor: Editor) -> None:
    type_text(editor, "text", 3, "lxl")
    assert editor.draft.text == "hellxllo"
    assert editor.stack.count() == 1


def test_that_typing_elsewhere_begins_a_new_step(editor: Editor) -> None:
    type_text(editor, "text", 5, "ab")
    type_text(editor, "text", 0, "cd")
    type_text(editor, "equations", 3, "e")
    assert editor.stack.count() == 3
    editor.stack.undo()
    editor.stack.undo()
    assert editor.draft == replace(START, text="helloab")


def test_that_deleting_after_typing_begins_a_new_step(editor: Editor) -> None:
    type_text(editor, "text", 5, "ab")
    editor.edit(text="helloa")
    assert editor.stack.count() == 2


def test_that_a_new_line_begins_a_new_step(editor: Editor) -> None:
    type_text(editor, "equations", 11, "ab\ncd")
    assert editor.stack.count() == 3


def test_that_settings_do_not_merge(editor: Editor) -> None:
    editor.edit(hidden=4)
    editor.edit(hidden=5)
    editor.edit(seed=1)
    assert editor.stack.count() == 3
    assert [editor.stack.text(i) for i in range(3)] == ["Change hidden size", "Change hidden size", "Change seed"]


def test_that_typing_does_not_merge_over_the_saved_state(editor: Editor) -> None:
    type_text(editor, "text", 5, "a")
    editor.stack.setClean()
    type_text(editor, "text", 6, "b")
    assert not editor.stack.isClean()
    editor.stack.undo()
    assert editor.stack.isClean()
    assert editor.draft.text == "helloa"


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_that_typing_is_found_only_where_one_place_changed(old: str, new: str) -> None:
    typing = typing_between(replace(START, text=old), replace(START, text=new))
    one_stretch = any(
        long[:i] + long[i + n :] == short and "\n" not in long[i : i + n]
        for long, short in ((old, new), (new, old))
        for n in [len(long) - len(short)]
        if n > 0
        for i in range(len(short) + 1)
    )
    if typing is None:
        assert not one_stretch or "\n" in old + new
        return
    longer, shorter = (new, old) if typing.inserted else (old, new)
    assert longer[: typing.start] + longer[typing.end :] == shorter


def test_that_a_million_characters_are_compared_at_once() -> None:
    text = "ab" * 500_000
    typing = typing_between(replace(START, text=text), replace(START, text=text[:777] + "x" + text[777:]))
    assert typing is not None
    assert (typing.start, typing.end) == (777, 778)
