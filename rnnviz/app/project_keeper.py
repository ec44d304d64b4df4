"""The project that the window shows: opened, saved, kept from crashes, and asked about before it is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from rnnviz.app.dialogs import show_dialog, show_file_dialog
from rnnviz.app.project_files import Arrays, read_checkpoint, read_session, recover, size, written
from rnnviz.debugger.diagnostics.thresholds import Thresholds
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations.sentence import said
from rnnviz.formats.fields import Fields
from rnnviz.formats.project import ENDING, is_project
from rnnviz.formats.text import FormatError
from rnnviz.session.autosave import Autosave, Leftover, leftovers
from rnnviz.session.draft import Draft
from rnnviz.session.examples import example_file, opened, save_example, untold
from rnnviz.session.problems import cause
from rnnviz.session.project import Saved, saved_of
from rnnviz.session.translated import translated
from rnnviz.session.worker import Worker
from rnnviz.views.data_panel import data_name

if TYPE_CHECKING:
    from rnnviz.app.window import Window

_LAYOUT, _THRESHOLDS, _ORIGIN = "layout", "diagnostics", "saved_as"
_AT_ONCE = 2**20  # bytes; a larger file is read beside the window

Then = Callable[[], object]
Read = Saved | Draft | Arrays | str
Reading = Callable[[Progress], tuple[Path | Leftover, Read]]


class ProjectKeeper(QObject):
    """Knows the project's file and whether it has all of what the window shows. `changed` says that one is another."""

    changed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._path: Path | None = None
        self._beyond: Mapping[str, Any] = {}
        self._given_up = False
        self._index = 0
        self._then: Then | None = None
        self._leftovers: list[Leftover] = []
        self._reader, self._writer = Worker(self), Worker(self)
        self._reader.finished.connect(self._take_read)
        self._writer.finished.connect(self._take_written)
        self.autosave = Autosave(window.settings.state_folder, self._unsaved, self)
        self.autosave.failed.connect(self._tell_of_autosave)
        session = self._session
        for signal in (session.draft_changed, session.cursor_moved, session.selection_changed, session.view_changed):
            signal.connect(self.autosave.touch)
        session.undo.indexChanged.connect(self.autosave.touch)
        session.undo.cleanChanged.connect(self.changed)

    @property
    def path(self) -> Path | None:
        """The project's file; None as long as it has none."""
        return self._path

    @property
    def name(self) -> str:
        """What the window is called after: the project's file, else the data."""
        return self._path.name if self._path is not None else data_name(self._session.draft)

    @property
    def modified(self) -> bool:
        """Whether something is not saved."""
        return not self._session.undo.isClean()

    @property
    def busy(self) -> bool:
        """Whether a project is being read or written."""
        return self._reader.busy or self._writer.busy

    # Saving

    def save(self) -> None:
        """Saves under the project's name; asks for one if it has none."""
        if self._path is None:
            self.save_as()
        else:
            self._write(self._path)

    def save_as(self) -> None:
        """Asks for a name, without stopping the window, and saves under it."""
        dialog = QFileDialog(self._window, self.tr("Save project"))
        dialog.setObjectName("dialog_save")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.setNameFilters([self.tr("Projects (*.rnnviz)")])
        dialog.selectFile(str(self._path or Path(self.name).with_suffix(ENDING).name))
        dialog.fileSelected.connect(self._write_named)
        dialog.rejected.connect(self._stay)
        show_file_dialog(dialog)

    def save_example(self) -> None:
        """Asks for a name, and saves model, data and weights there as an example: a text, and its arrays beside it.

        The project's own file stays the one that is saved to.
        """
        dialog = QFileDialog(self._window, self.tr("Save as example"))
        dialog.setObjectName("dialog_save_example")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.setNameFilters([self.tr("Examples (*.rnnviz)")])
        dialog.fileSelected.connect(self._write_example)
        show_file_dialog(dialog)

    def _write_example(self, name: str) -> None:
        path, saved = Path(name), saved_of(self._session, {})
        try:
            beside = save_example(path, saved, saved.draft.example or untold(path.stem))
        except (OSError, FormatError) as error:
            self._session.refuse(said("“{name}” could not be saved: {why}.", name=path.name, why=cause(error)))
            return
        words = self.tr("Saved as an example: %1. Title, walk and task are written into its text.")
        if beside is not None:
            words = self.tr(
                "Saved as an example: %1, and %2 beside it. Title, walk and task are written into its text."
            )
            words = words.replace("%2", beside.name)
        self._window.say(words.replace("%1", path.name))

    def _write_named(self, name: str) -> None:
        self._write(Path(name))

    def _write(self, path: Path) -> None:
        self._index = self._session.undo.index()
        self._writer.start(partial(written, path, saved_of(self._session, self._sections())))

    @Slot(object)
    def _take_written(self, result: tuple[Path, Saved, str]) -> None:
        path, saved, error = result
        if error:
            self._then = None
            words = said(
                "“{name}” could not be saved: {why}. What was there before is untouched.", name=path.name, why=error
            )
            self._session.refuse(words)
            return
        self._path = path
        self._window.settings.remember_file(path)
        if self._index == self._session.undo.index() and saved.draft is self._session.draft:
            self._session.undo.setClean()
            self.autosave.forget()
        self._window.say(self.tr("Saved as %1.").replace("%1", str(path)))
        self.changed.emit()
        self._go_on()

    def _sections(self) -> dict[str, Any]:
        thresholds = self._window.diagnosis.thresholds
        changed = {each.name: getattr(thresholds, each.name) for each in fields(thresholds)}
        changed = {name: value for name, value in changed.items() if value != getattr(Thresholds(), name)}
        return {
            **self._beyond,
            _THRESHOLDS: changed or None,
            _LAYOUT: self._window.layout_keeper.describe(),
        }

    # Opening

    def open(self, path: Path) -> None:
        """Shows a project, or a checkpoint; what is wrong with one is said, and nothing else is changed."""
        read: Reading = partial(read_session, path)
        if not is_project(path):
            read = partial(read_checkpoint, path, self.tr("%1 on random data").replace("%1", path.name))
        if size(path) <= _AT_ONCE:
            self._take_read(read(no_progress))
        else:
            self._window.say(self.tr("Reading %1…").replace("%1", path.name))
            self._reader.start(read)

    @Slot(object)
    def _take_read(self, result: tuple[Path | Leftover, Read]) -> None:
        origin, found = result
        if isinstance(found, str):
            if isinstance(origin, Leftover):
                origin.leave()
            self._session.refuse(found)
        elif isinstance(found, Saved):
            self._unless_unsaved(partial(self._show, origin, found))
        elif isinstance(origin, Path):
            if isinstance(found, dict):
                self._window.open_panel("data")
                self._session.data.take(origin, found)
            else:
                self._session.edit(**vars(found))  # can be undone, so nothing is asked
            self._window.settings.remember_file(origin)

    def _show(self, origin: Path | Leftover, saved: Saved) -> None:
        sections = dict(saved.sections)
        window_s = Fields({name: sections.pop(name, None) for name in (_LAYOUT, _THRESHOLDS)}, "", self.name)
        home = sections.pop(_ORIGIN, "")
        if isinstance(origin, Leftover):
            self._path = Path(home) if isinstance(home, str) and home else None
            self.autosave.take_over(origin)
        else:
            self._path = origin
            self.autosave.forget()
            self._window.settings.remember_file(origin)
        self._beyond = sections
        self._session.restore(saved)
        try:
            self._window.layout_keeper.take(window_s.table(_LAYOUT))
            self._take_thresholds(window_s.table(_THRESHOLDS))
        except FormatError as error:
            # The session is there; how it is looked at is not worth refusing it.
            self._window.say(translated(str(error)))
        if isinstance(origin, Leftover):
            self._session.undo.resetClean()
        self.changed.emit()

    def open_example(self, name: str) -> None:
        """Shows an example of the gallery, which is no file of the user's: saving it asks for a name."""
        try:
            saved = opened(example_file(name))
        except FormatError as error:
            self._session.refuse(str(error))
            return
        self._unless_unsaved(partial(self._show_example, saved))

    def _show_example(self, saved: Saved) -> None:
        self.leave()
        self.autosave.forget()
        self._session.restore(saved)
        try:
            layout = Fields({_LAYOUT: saved.sections.get(_LAYOUT)}, "", saved.draft.title).table(_LAYOUT)
            self._window.lanes.restore_state(json.dumps(layout.table("lanes").all()))
        except FormatError as error:
            self._window.say(translated(str(error)))
        if self._session.walk.stops:
            self._window.open_panel("walk")
        self.changed.emit()

    def _take_thresholds(self, table: Fields) -> None:
        usual = Thresholds()
        found = {
            each.name: type(getattr(usual, each.name))(table.number(each.name, finite=True))
            for each in fields(Thresholds)
            if each.name in table
        }
        self._window.diagnosis.take(replace(usual, **found))

    def leave(self) -> None:
        """What is shown from now on is no project's any more."""
        self._path, self._beyond = None, {}
        self.changed.emit()

    # What is not saved

    def may_close(self) -> bool:
        """Whether nothing is lost if the window closes; else it is asked, and closed when that is settled."""
        if self._writer.busy:
            self._then = self._window.close
            return False
        if self._given_up or not self.modified or not self._window.settings.ask_to_save:
            return True
        self._ask(self._window.close)
        return False

    def close(self) -> None:
        """Everything stops. What was to be saved is, and the rest is given up."""
        self._reader.close()
        self._writer.close()
        self.autosave.forget()
        self.autosave.close()
        for leftover in self._leftovers:
            leftover.leave()
        self._leftovers = []

    def _unless_unsaved(self, then: Then) -> None:
        if self.modified and self._window.settings.ask_to_save:
            self._ask(then)
        else:
            then()

    def _ask(self, then: Then) -> None:
        """Asks what is to become of the changes; then does what was wanted."""
        self._then = then
        buttons = QMessageBox.StandardButton
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to “%1”?").replace("%1", self.name),
            buttons.Save | buttons.Discard | buttons.Cancel,
            self._window,
        )
        box.setObjectName("dialog_unsaved")
        box.setInformativeText(self.tr("Model, data, bookmarks and layout are saved as one project."))
        box.setDefaultButton(buttons.Save)
        box.buttonClicked.connect(self._answer)
        show_dialog(box)

    def _answer(self, button: object) -> None:
        box = self.sender()
        assert isinstance(box, QMessageBox)
        chosen = box.standardButton(box.clickedButton())
        if chosen is QMessageBox.StandardButton.Save:
            self.save()
        elif chosen is QMessageBox.StandardButton.Discard:
            self._given_up = True
            self._go_on()
        else:
            self._stay()

    def _stay(self) -> None:
        self._then = None

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
        self._given_up = False

    # Crashes

    def _unsaved(self) -> Saved | None:
        if not self.modified:
            return None
        origin = {_ORIGIN: str(self._path)} if self._path is not None else {}
        return saved_of(self._session, {**self._sections(), **origin})

    def _tell_of_autosave(self, reason: str) -> None:
        self._window.say(self.tr("Unsaved work could not be kept: %1.").replace("%1", reason))

    def look_for_leftovers(self) -> None:
        """Offers what windows that ended without closing have left; to be called once the window is seen."""
        self._leftovers = leftovers(self._window.settings.state_folder)
        self.offer()

    def offer(self) -> None:
        """Asks about the newest piece of what was left behind, if there is any."""
        if self._leftovers:
            self._window.recovery_strip.offer(self._leftovers[0].time, len(self._leftovers) - 1)
        else:
            self._window.recovery_strip.hide()

    def restore_leftover(self) -> None:
        """Shows the work that is offered."""
        leftover = self._leftovers.pop(0)
        self.offer()
        self._reader.start(partial(recover, leftover))

    def discard_leftover(self) -> None:
        """Removes the work that is offered, and offers the next."""
        self._leftovers.pop(0).remove()
        self.offer()

    def postpone_leftover(self) -> None:
        """Leaves all that is offered to another start."""
        for leftover in self._leftovers:
            leftover.leave()
        self._leftovers = []
        self.offer()
