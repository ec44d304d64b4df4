"""What can be undone: one command, a change of the draft. Typing that continues where it stood merges into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from rnnviz.session.draft import Draft

_ID = 1
_MOST_SLACK = 32


@dataclass(frozen=True)
class Typing:
    """One stretch of text typed or deleted without a break: the field, where it begins, and where it ends.

    Beside letters that repeat, the place cannot be told from the texts alone: `slack` is how far to the left the
    stretch may stand as well.
    """

    field: str
    inserted: bool
    start: int
    end: int
    slack: int = 0

    def joined_with(self, later: Typing) -> Typing | None:
        """Both as one stretch if `later` goes on where this one stopped, else None."""
        if (self.field, self.inserted) != (later.field, later.inserted):
            return None
        for here in self._places():
            for there in later._places():
                if self.inserted and there.start == here.end:
                    return Typing(self.field, True, here.start, there.end)
                if not self.inserted and here.start in (there.start, there.end):
                    length = here.end - here.start + there.end - there.start
                    return Typing(self.field, False, there.start, there.start + length)
        return None

    def _places(self) -> list[Typing]:
        return [replace(self, start=self.start - i, end=self.end - i, slack=0) for i in range(self.slack + 1)]


class EditDraft(QUndoCommand):
    """Replaces one draft by another; `apply`, a bound method, is called with the draft that is to stand."""

    def __init__(self, before: Draft, after: Draft, apply: Callable[[Draft], None], name: str = "") -> None:
        super().__init__(name or _name(before, after))
        self.before = before
        self.after = after
        self.typing = typing_between(before, after)
        # Weak: a cycle of Python's and Qt's references is collected in an order that Qt does not survive.
        self._apply = WeakMethod(apply)

    def redo(self) -> None:
        self._set(self.after)

    def undo(self) -> None:
        self._set(self.before)

    def _set(self, draft: Draft) -> None:
        apply = self._apply()
        if apply is not None:
            apply(draft)

    def id(self) -> int:
        return -1 if self.typing is None else _ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditDraft) or self.typing is None or other.typing is None:
            return False
        joined = self.typing.joined_with(other.typing)
        if joined is None:
            return False
        self.typing = joined
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True


def changed_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    """The names of the fields in which two drafts differ."""
    return tuple(f.name for f in fields(Draft) if getattr(before, f.name) != getattr(after, f.name))


def typing_between(before: Draft, after: Draft) -> Typing | None:
    """The stretch that turns `before` into `after` if that is typing (one place, within a line), else None.

    A new line, a pasted paragraph or a replaced selection begins a new step of undo, as in an editor.
    """
    changed = changed_fields(before, after)
    if changed not in (("equations",), ("text",)):
        return None
    old, new = getattr(before, changed[0]), getattr(after, changed[0])
    longer, shorter = (new, old) if len(new) > len(old) else (old, new)
    start = _common_prefix(longer, shorter)
    end = start + len(longer) - len(shorter)
    if longer[:start] + longer[end:] != shorter or "\n" in longer[start:end] or start == end:
        return None
    slack = 0
    while slack < min(start, _MOST_SLACK) and longer[start - slack - 1] == longer[end - slack - 1]:
        slack += 1
    return Typing(changed[0], longer is new, start, end, slack)


def _common_prefix(a: str, b: str) -> int:
    low, high = 0, min(len(a), len(b))
    while low < high:  # halving: a comparison of slices is fast even in a text of a million characters
        middle = (low + high + 1) // 2
        if a[:middle] == b[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _name(before: Draft, after: Draft) -> str:
    names = {
        "equations": QCoreApplication.translate("Undo", "Edit equations"),
        "text": QCoreApplication.translate("Undo", "Edit text"),
        "hidden": QCoreApplication.translate("Undo", "Change hidden size"),
        "seed": QCoreApplication.translate("Undo", "Change seed"),
        "dtype": QCoreApplication.translate("Undo", "Change precision"),
        "initialisation": QCoreApplication.translate("Undo", "Change initialisation"),
        "truncate": QCoreApplication.translate("Undo", "Change truncation"),
        "carry": QCoreApplication.translate("Undo", "Change the carry-over of states"),
        "overrides": QCoreApplication.translate("Undo", "Override a value"),
        "sizes": QCoreApplication.translate("Undo", "Change sizes"),
        "weights": QCoreApplication.translate("Undo", "Set a weight"),
        "generation": QCoreApplication.translate("Undo", "Generate")
        if after.generation is not None
        else QCoreApplication.translate("Undo", "Back to the data's inputs"),
        "title": QCoreApplication.translate("Undo", "Open a text"),
        "given": QCoreApplication.translate("Undo", "Change the data"),
        "trained": QCoreApplication.translate("Undo", "Change the parameters"),
        "example": QCoreApplication.translate("Undo", "Change what is told of the example"),
    }
    changed = changed_fields(before, after)
    if "title" in changed:
        return names["title"]
    if len(changed) == 1:
        return names[changed[0]]
    return QCoreApplication.translate("Undo", "Change the model")
