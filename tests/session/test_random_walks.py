"""Any sequence of commands leaves the session where a model of a few lines says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from rnnviz.models import gallery
from rnnviz.session.draft import Draft, example
from rnnviz.session.session import Session

BROKEN = "h[t] = tanh("
EDITS: list[dict[str, Any]] = [
    {"text": "hello"},
    {"text": "ab"},
    {"text": "x"},
    {"hidden": 2},
    {"hidden": 3},
    {"seed": 5},
    {"equations": BROKEN},
    {"equations": gallery.cell("vanilla").body},
    {"equations": gallery.cell("gru").body},
]
COMMANDS = st.one_of(
    st.tuples(st.just("step"), st.integers(-2, 12)),
    st.tuples(st.just("step_back"), st.integers(0, 12)),
    st.tuples(st.just("go_to"), st.integers(-3, 20)),
    st.tuples(st.just("go_start")),
    st.tuples(st.just("go_end")),
    st.tuples(st.just("edit"), st.sampled_from(EDITS)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@dataclass
class Expected:
    """The drafts that can be undone and redone, the one that runs, and the cursor on it."""

    drafts: list[Draft] = field(default_factory=lambda: [example()])
    at: int = 0
    shown: Draft = field(default_factory=example)
    position: int = 0

    @property
    def end(self) -> int:
        return 2 * (len(self.shown.text) - 1)

    def move_to(self, position: int) -> None:
        self.position = min(max(position, 0), self.end)

    def show(self) -> None:
        draft = self.drafts[self.at]
        if draft.equations == BROKEN or len(draft.text) < 2:
            return
        at_end = self.position == self.end and self.position > 0
        same_text = draft.text == self.shown.text
        self.shown = draft
        self.position = 0 if not same_text else self.end if at_end else min(self.position, self.end)

    def do(self, name: str, argument: Any) -> None:
        if name == "step":
            self.move_to(self.position + argument)
        elif name == "step_back":
            self.move_to(self.position - argument)
        elif name == "go_to":
            self.move_to(argument)
        elif name == "go_start":
            self.move_to(0)
        elif name == "go_end":
            self.move_to(self.end)
        elif name == "edit":
            after = Draft(**{**vars(self.drafts[self.at]), **argument})
            if after != self.drafts[self.at]:
                self.drafts[self.at + 1 :] = [after]
                self.at += 1
                self.show()
        elif (name == "undo" and self.at > 0) or (name == "redo" and self.at < len(self.drafts) - 1):
            self.at += -1 if name == "undo" else 1
            self.show()


@settings(max_examples=60)
@given(st.lists(COMMANDS, max_size=15))
def test_that_any_sequence_of_commands_leads_where_it_should(qapp: QApplication, commands: list[Any]) -> None:
    session, expected = Session(), Expected()
    try:
        for name, *arguments in commands:
            if name in ("undo", "redo"):
                getattr(session.undo, name)()
            elif name == "edit":
                session.edit(**arguments[0])
            else:
                getattr(session, name)(*arguments)
            expected.do(name, arguments[0] if arguments else None)
            assert session.draft == expected.drafts[expected.at]
            assert session.tape is not None
            assert session.tape.timesteps == len(expected.shown.text) - 1
            assert session.tape.model.seed == expected.shown.seed
            assert session.position == expected.position
            assert (session.problem is None) == (session.draft == expected.shown)
            assert session.undo.isClean() == (expected.at == 0)
    finally:
        session.close()
