"""What each action does: one method an action, each a few lines on the session or the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from rnnviz.app.names import name_parts
from rnnviz.formats.checkpoint import is_checkpoint
from rnnviz.formats.data_file import ENDINGS, is_data
from rnnviz.formats.project import is_project
from rnnviz.session.examples import first, with_parameters
from rnnviz.session.overrides import clear
from rnnviz.session.selected_value import condition_of, expression_of

if TYPE_CHECKING:
    from rnnviz.app.window import Window


class Commands(QObject):
    """The actions' methods.

    Args:
        window: whose session, settings and parts they act on.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._settings = window.settings

    # File

    def open_text(self) -> None:
        """Asks for a project, a checkpoint or a text, without stopping the window, and opens it."""
        if self._is_open("dialog_open"):
            return
        dialog = QFileDialog(self._window, self.tr("Open"))
        dialog.setObjectName("dialog_open")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr(
                    "Projects, checkpoints, texts (*.rnnviz *.safetensors *.npz *.pt *.pth *.ckpt "
                    "*.npy *.csv *.tsv *.txt *.md *.py *.tex)"
                ),
                self.tr("Projects (*.rnnviz)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self._open_named)
        self.show_dialog(dialog)

    def _open_named(self, name: str) -> None:
        self.open_path(Path(name))

    def load_arrays(self) -> None:
        """Asks for files of arrays to run over, without stopping the window."""
        if self._is_open("dialog_load"):
            return
        dialog = QFileDialog(self._window, self.tr("Load arrays to run over"))
        dialog.setObjectName("dialog_load")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        dialog.setNameFilters([self.tr("Arrays (%1)").replace("%1", endings), self.tr("All files (*)")])
        dialog.filesSelected.connect(self._load_named)
        self.show_dialog(dialog)

    def _load_named(self, names: list[str]) -> None:
        self._window.open_panel("data")
        for name in names:
            self._session.data.load(Path(name))

    def open_path(self, path: Path) -> None:
        """Runs the model over a file; the session says what is wrong if it cannot be read."""
        if is_data(path):
            self._load_named([str(path)])
            return
        if is_project(path) or is_checkpoint(path):
            self._window.project.open(path)
            return
        before, was_saved = self._session.draft, not self._window.project.modified
        self._session.open(path)
        if self._session.draft.title == path.name and self._session.draft is not before:
            if was_saved and self._window.project.path is None:
                self._session.undo.setClean()
            self._settings.remember_file(path)

    def open_gallery(self) -> None:
        """Shows the examples, to choose one from."""
        from rnnviz.views.gallery import Gallery

        if not self._is_open("dialog_gallery"):
            gallery = Gallery(self._window)
            gallery.chosen.connect(self._window.project.open_example)
            self.show_dialog(gallery)

    def save_example(self) -> None:
        """Asks where, and saves the model as an example."""
        self._window.project.save_example()

    def open_count(self) -> None:
        """Shows how many parameters and multiply-adds the model has."""
        from rnnviz.views.count_dialog import CountDialog

        if not self._is_open("dialog_count"):
            self.show_dialog(CountDialog(self._session, self._window))

    def open_walk(self) -> None:
        """Shows the walk through the example, or goes on with it."""
        self._window.open_panel("walk")
        self._window.walk_panel.on.setFocus()

    def toggle_trained(self) -> None:
        """From the example's trained weights to those that its seed draws, or back."""
        draft = self._session.draft
        self._session.edit(trained=with_parameters(draft, draft.trained is None).trained)

    def is_trained(self) -> bool:
        """Whether the weights are from training."""
        return self._session.draft.trained is not None

    def save(self) -> None:
        """Saves everything as a project."""
        self._window.project.save()

    def save_as(self) -> None:
        """Saves everything as a project of another name."""
        if not self._is_open("dialog_save"):
            self._window.project.save_as()

    def open_example(self) -> None:
        """Back to the example of the first start."""
        was_saved = not self._window.project.modified
        self._window.project.leave()
        self._session.new(first())
        if was_saved:
            self._session.undo.setClean()

    def quit(self) -> None:
        """Closes the window, which ends the program."""
        self._window.close()

    # Edit

    def undo(self) -> None:
        """Takes back the last change of the model or its data."""
        self._session.undo.undo()

    def redo(self) -> None:
        """Makes the change again."""
        self._session.undo.redo()

    def copy_value(self) -> None:
        """Puts the selected value, as the inspector shows it, on the clipboard: rows by line, columns by tab."""
        words = self._window.inspector.value_as_text()
        if words:
            QGuiApplication.clipboard().setText(words)
            self._window.say(self.tr("Copied."))
        else:
            self._window.say(self.tr("Nothing is copied: the cursor has not reached the selected value."))

    def toggle_bookmark(self) -> None:
        """Sets a bookmark on the selected timestep, or takes it away."""
        timestep = self._timestep()
        self._session.bookmarks.toggle(timestep)
        if timestep in self._session.bookmarks.notes:
            self._window.bookmarks_panel.choose(timestep)
            self._window.say(self.tr("Bookmark set at t = %1.").replace("%1", str(timestep)))

    def next_bookmark(self) -> None:
        """To the next bookmark, from the last on to the first."""
        self._go_to_bookmark(1)

    def previous_bookmark(self) -> None:
        """To the bookmark before."""
        self._go_to_bookmark(-1)

    def _go_to_bookmark(self, direction: int) -> None:
        found = self._session.bookmarks.next_after(self._session.timestep or 1, direction)
        if found is not None:
            self._session.go_to_timestep(found)
            self._window.bookmarks_panel.choose(found)

    def override(self) -> None:
        """Another value for what is selected, in an editor beside the pointer."""
        self._window.edit_override()

    def clear_overrides(self) -> None:
        """Nothing is set by hand any more."""
        clear(self._session)

    # View

    def fit(self) -> None:
        """The whole sequence in the window's width."""
        self._window.lanes.fit()

    def zoom_in(self) -> None:
        """Fewer, wider timesteps, about the cursor."""
        self._window.lanes.zoom_in()

    def zoom_out(self) -> None:
        """More, narrower timesteps, about the cursor."""
        self._window.lanes.zoom_out()

    def follows_cursor(self) -> bool:
        """Whether the lanes follow the cursor."""
        return self._settings.follow_cursor

    def set_follow_cursor(self, follow: bool) -> None:
        """Lets the lanes follow the cursor, or stay."""
        self._settings.follow_cursor = follow
        self._window.lanes.set_follow(follow)

    def shows_whole_run(self) -> bool:
        """Whether values beyond the cursor are shown."""
        return self._session.whole_run

    def set_whole_run(self, whole: bool) -> None:
        """Shows values beyond the cursor, or hides them."""
        self._session.set_whole_run(whole)

    def is_rolled(self) -> bool:
        """Whether the graph is drawn as a loop."""
        return self._settings.rolled

    def set_rolled(self, rolled: bool) -> None:
        """Draws the graph as a loop, or unrolled."""
        self._settings.rolled = rolled
        self._window.lanes.set_rolled(rolled)

    def open_influence(self) -> None:
        """What each loss sends back to each timestep."""
        self._window.open_panel("influence")

    def arrange_lecture(self) -> None:
        """The panels of the first start."""
        self._window.layout_keeper.arrange("lecture")

    def arrange_debug(self) -> None:
        """The panels for debugging."""
        self._window.layout_keeper.arrange("debug")

    def arrange_train(self) -> None:
        """The panels for training."""
        self._window.layout_keeper.arrange("train")

    def reset_layout(self) -> None:
        """Lanes and panels as at the first start."""
        self._window.layout_keeper.reset()

    def is_presentation(self) -> bool:
        """Whether the window is in its presentation form."""
        return self._window.layout_keeper.presentation

    def set_presentation(self, on: bool) -> None:
        """Large type and no panels, or back."""
        self._window.layout_keeper.set_presentation(on)

    # Run

    def step(self) -> None:
        """One timestep on."""
        self._session.step()

    def step_back(self) -> None:
        """One timestep back."""
        self._session.step_back()

    def step_into(self) -> None:
        """One operation on."""
        self._session.step_into()

    def step_into_back(self) -> None:
        """One operation back."""
        self._session.step_into_back()

    def step_out(self) -> None:
        """To the end of the timestep, or of the pass."""
        self._session.step_out()

    def step_out_back(self) -> None:
        """To the beginning of the timestep, or of the pass."""
        self._session.step_out_back()

    def open_timestep(self) -> None:
        """Opens the selected timestep to its operations, in the pass that computes the selected value; where no
        timestep is selected, that of the cursor."""
        selection = self._session.selection
        self._session.opened.open(self._timestep(), selection.name if selection.timestep is not None else "")

    def go_start(self) -> None:
        """Before the first timestep."""
        self._session.go_start()

    def go_end(self) -> None:
        """After the last."""
        self._session.go_end()

    def go_to_timestep(self) -> None:
        """Puts the keyboard into the field of the timestep."""
        self._window.transport.type_timestep()

    def go_on(self) -> None:
        """On to the next breakpoint."""
        self._session.breakpoint_run.go_on()

    def go_on_back(self) -> None:
        """Back to the breakpoint before."""
        self._session.breakpoint_run.go_on(-1)

    def run_to_here(self) -> None:
        """On to the selected timestep, in whatever pass walks it next."""
        self._session.breakpoint_run.run_to(self._timestep())

    def run_back_to_here(self) -> None:
        """Back to the selected timestep, in whatever pass walked it last."""
        self._session.breakpoint_run.run_to(self._timestep(), -1)

    def toggle_breakpoint(self) -> None:
        """Sets a breakpoint on the selected timestep, or takes it away."""
        self._session.breakpoints.toggle(self._timestep())

    def edit_breakpoint_condition(self) -> None:
        """A breakpoint on the selected timestep, and the keyboard in the field of its condition."""
        self._window.open_panel("breakpoints")
        self._window.breakpoints_panel.type_condition_of(self._session.breakpoints.ensure(self._timestep()))

    def remove_breakpoints(self) -> None:
        """Takes all breakpoints away."""
        self._session.breakpoints.remove(self._session.breakpoints.all)

    def _timestep(self) -> int:
        """The selected timestep; where none is, that of the cursor."""
        selected, tape = self._session.selection.timestep, self._session.tape
        if selected is not None and tape is not None and 1 <= selected <= tape.timesteps:
            return selected
        return 1 if tape is None else tape.moment(max(1, self._session.cursor.begun)).timestep

    def break_when(self) -> None:
        """Offers a condition on the selected value, to be typed on."""
        tape = self._session.tape
        self._window.open_panel("breakpoints")
        if tape is not None:
            text = condition_of(self._session.selection, tape, self._timestep())
            self._window.breakpoints_panel.type_condition(text)

    def add_ready_made(self) -> None:
        """Sets the ready-made breakpoints."""
        self._window.open_panel("breakpoints")
        self._session.breakpoints.add_ready_made()

    def watch_value(self) -> None:
        """Watches the selected value."""
        tape = self._session.tape
        self._window.open_panel("watches")
        if tape is not None:
            self._session.watches.add(expression_of(self._session.selection, tape))

    def is_playing(self) -> bool:
        """Whether the run steps by itself."""
        return self._session.playing

    def set_playing(self, playing: bool) -> None:
        """Plays, or pauses."""
        if playing:
            self._session.play()
        else:
            self._session.pause()

    def faster(self) -> None:
        """Twice the speed."""
        self._session.set_speed(self._session.speed * 2)

    def slower(self) -> None:
        """Half the speed."""
        self._session.set_speed(self._session.speed / 2)

    def keep_run(self) -> None:
        """Keeps the run, and opens the panel in which runs are compared."""
        self._session.comparison.keep()
        self._window.open_panel("what_if")

    def cancel(self) -> None:
        """Stops the search for a breakpoint, a training (which can go on) or the run that is being computed; else
        closes the opened timestep."""
        if self._session.breakpoint_run.searching is not None:
            self._session.breakpoint_run.cancel()
        elif self._session.training.running:
            self._session.training.pause()
        elif self._session.running is not None:
            self._session.cancel()
        else:
            self._session.opened.close()

    # Model

    def edit_hidden(self) -> None:
        """Puts the keyboard into the field of the hidden size."""
        self._window.open_panel("model")
        self._window.model_panel.type_hidden()

    def edit_truncate(self) -> None:
        """Puts the keyboard into the field of the truncation."""
        self._window.open_panel("model")
        self._window.model_panel.type_truncate()

    def carries(self) -> bool:
        """Whether states are carried over from chunk to chunk."""
        return self._session.draft.carry

    def set_carry(self, carry: bool) -> None:
        """Carries states over, or begins each chunk with zeros."""
        self._session.edit(carry=carry)

    def new_weights(self) -> None:
        """The weights of the next seed."""
        self._session.edit(seed=self._session.draft.seed + 1)

    def open_generation(self) -> None:
        """Puts the keyboard into the field of the beginning."""
        self._window.open_panel("generation")
        self._window.generation_panel.type_beginning()

    def go_back_to_data(self) -> None:
        """The model reads what the data have."""
        self._session.edit(generation=None)

    def open_training(self) -> None:
        """How the model is trained."""
        self._window.open_panel("training")

    def train(self) -> None:
        """Trains, or pauses."""
        self._window.open_panel("training")
        if self._session.training.running:
            self._session.training.pause()
        else:
            self._session.training.train()

    def make_update(self) -> None:
        """One update, and what it does."""
        self._window.open_panel("update")
        self._session.training.train(1)

    def rewind(self) -> None:
        """The weights that are looked at become the model's."""
        self._session.training.rewind()

    # Tools

    def check_gradients(self) -> None:
        """Compares the run's gradients with finite differences, off the GUI thread, and says the result in words."""
        from rnnviz.app.gradient_check import GradientCheckDialog

        if not self._is_open("dialog_check"):
            self.show_dialog(GradientCheckDialog(self._session, self._window))

    def open_diagnostics(self) -> None:
        """What is wrong with the run."""
        self._window.open_panel("diagnostics")

    def ask_why(self) -> None:
        """Why the selected number is what it is."""
        self._window.inquiry.ask_selection()
        self._window.open_panel("why")

    def open_preferences(self) -> None:
        """The preferences."""
        from rnnviz.app.preferences import Preferences

        if self._is_open("dialog_preferences"):
            return
        dialog = Preferences(self._settings, self._window.actions_.rows, self._window)
        dialog.changed.connect(self._window.apply_settings)
        self.show_dialog(dialog)

    # Help

    def open_keys(self) -> None:
        """The sheet of all keys."""
        from rnnviz.app.keys_sheet import KeysSheet

        if not self._is_open("dialog_keys"):
            self.show_dialog(KeysSheet(self._window.actions_, self._window))

    def open_tour(self) -> None:
        """The five-minute tour."""
        from rnnviz.app.help import Tour

        if not self._is_open("dialog_tour"):
            self.show_dialog(Tour(self._window))

    def open_about(self) -> None:
        """Version and licence."""
        from rnnviz.app.help import About

        if not self._is_open("dialog_about"):
            self.show_dialog(About(self._window))

    def _is_open(self, name: str) -> bool:
        """Whether a dialog of this name is open; it is then brought before the others."""
        for other in self._window.findChildren(QDialog, name):
            if other.isVisible():
                other.raise_()
                other.activateWindow()
                return True
        return False

    def show_dialog(self, dialog: QDialog) -> None:
        """Opens a dialog that goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_parts(dialog)
        dialog.show()
