"""The File menu: what comes in and goes out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.app.dialogs import is_open, show_dialog, show_file_dialog
from rnnviz.formats.checkpoint import is_checkpoint
from rnnviz.formats.data_file import ENDINGS, is_data
from rnnviz.formats.project import is_project
from rnnviz.session.examples import first

translate = QCoreApplication.translate


class FileCommands(MenuCommands):
    """Opening and saving."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "open_text", "file", translate("actions", "&Open…"),
                translate("actions", "Open a project or a checkpoint, or run the model over a text file"),
                self.open_text, ("Ctrl+O",), icon="open",
            ),
            ActionRow(
                "load_arrays", "file", translate("actions", "&Load arrays to run over…"),
                translate(
                    "actions", "Numbers for the model's streams and states, from .npy, .npz, .csv, .pt and others"
                ),
                self.load_arrays, ("Ctrl+Shift+O",),
            ),
            ActionRow(
                "open_gallery", "file", translate("actions", "&Gallery…"),
                translate("actions", "The lecture's systems as living examples, each with a guided walk"),
                self.open_gallery, ("Ctrl+Shift+E",), icon="gallery",
            ),
            ActionRow(
                "open_example", "file", translate("actions", "Open the &example “hello”"),
                translate("actions", "Back to the example: a vanilla RNN over “hello”"),
                self.open_example, ("Ctrl+N",),
            ),
            ActionRow(
                "save", "file", translate("actions", "&Save"),
                translate("actions", "Save model, data, bookmarks and layout as one project"),
                self.save, ("Ctrl+S",), icon="save", starts_group=True,
            ),
            ActionRow(
                "save_as", "file", translate("actions", "Save &as…"),
                translate("actions", "Save everything as a project of another name"),
                self.save_as, ("Ctrl+Shift+S",),
            ),
            ActionRow(
                "save_example", "file", translate("actions", "Save as e&xample…"),
                translate("actions", "Save the model with its weights as a readable text, and its arrays beside it"),
                self.save_example, (),
            ),
            ActionRow(
                "quit", "file", translate("actions", "&Quit"), translate("actions", "Close the window"),
                self.quit, ("Ctrl+Q",), icon="quit", starts_group=True, role=QAction.MenuRole.QuitRole,
            ),
        )
        # fmt: on

    def open_text(self) -> None:
        """Asks for a project, a checkpoint or a text, without stopping the window, and opens it."""
        if is_open(self._window, "dialog_open"):
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
        show_file_dialog(dialog)

    def _open_named(self, name: str) -> None:
        self.open_path(Path(name))

    def load_arrays(self) -> None:
        """Asks for files of arrays to run over, without stopping the window."""
        if is_open(self._window, "dialog_load"):
            return
        dialog = QFileDialog(self._window, self.tr("Load arrays to run over"))
        dialog.setObjectName("dialog_load")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        dialog.setNameFilters([self.tr("Arrays (%1)").replace("%1", endings), self.tr("All files (*)")])
        dialog.filesSelected.connect(self._load_named)
        show_file_dialog(dialog)

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

        if not is_open(self._window, "dialog_gallery"):
            gallery = Gallery(self._window)
            gallery.chosen.connect(self._window.project.open_example)
            show_dialog(gallery)

    def open_example(self) -> None:
        """Back to the example of the first start."""
        was_saved = not self._window.project.modified
        self._window.project.leave()
        self._session.new(first())
        if was_saved:
            self._session.undo.setClean()

    def save(self) -> None:
        """Saves everything as a project."""
        self._window.project.save()

    def save_as(self) -> None:
        """Saves everything as a project of another name."""
        if not is_open(self._window, "dialog_save"):
            self._window.project.save_as()

    def save_example(self) -> None:
        """Asks where, and saves the model as an example."""
        self._window.project.save_example()

    def quit(self) -> None:
        """Closes the window, which ends the program."""
        self._window.close()
