"""The Model menu: its sizes and weights, generation and training."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.conditions import can_train, has_run, has_trained, is_cut, looks_back, runs_free
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.app.dialogs import is_open, show_dialog
from rnnviz.session.examples import with_parameters

translate = QCoreApplication.translate


class ModelCommands(MenuCommands):
    """Sizes, weights, generation, training."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "hidden_size", "model", translate("actions", "&Hidden size…"),
                translate("actions", "Change the number of hidden units"),
                self.edit_hidden, ("Ctrl+H",), ("Ctrl+Shift+H",),
            ),
            ActionRow(
                "new_weights", "model", translate("actions", "&New random weights"),
                translate("actions", "Draw the weights again, from the next seed"),
                self.new_weights, ("Ctrl+R",), icon="seed",
            ),
            ActionRow(
                "truncate", "model", translate("actions", "&Truncate…"),
                translate("actions", "Cut the backward pass after every so many timesteps"),
                self.edit_truncate, (), icon="truncate",
            ),
            ActionRow(
                "carry", "model", translate("actions", "&Carry states over"),
                translate(
                    "actions", "Begin each chunk with the state at the end of the one before, and not with zeros"
                ),
                self.set_carry, (), enabled=is_cut, checked=self.carries,
            ),
            ActionRow(
                "trained", "model", translate("actions", "Tra&ined weights"),
                translate("actions", "The example's weights after training, or those that its seed draws"),
                self.toggle_trained, (), enabled=has_trained, checked=self.is_trained,
            ),
            ActionRow(
                "generate", "model", translate("actions", "&Generate…"),
                translate("actions", "Let the model read its own predictions, from a timestep on"),
                self.open_generation, ("Ctrl+M",), ("Ctrl+Shift+M",), icon="generation", enabled=has_run,
                starts_group=True,
            ),
            ActionRow(
                "taught", "model", translate("actions", "&Back to the data's inputs"),
                translate("actions", "Read what the data have at every timestep, and no predictions"),
                self.go_back_to_data, (), enabled=runs_free,
            ),
            ActionRow(
                "training", "model", translate("actions", "T&raining…"),
                translate("actions", "How the model is trained: optimiser, curves, and looking back"),
                self.open_training, ("Ctrl+T",), icon="training", enabled=has_run, starts_group=True,
            ),
            ActionRow(
                "train", "model", translate("actions", "Train, or &pause"),
                translate("actions", "Make the updates that are set, or pause those under way"),
                self.train, ("Ctrl+Shift+T",), enabled=has_run,
            ),
            ActionRow(
                "one_update", "model", translate("actions", "One &update"),
                translate("actions", "Make a single update, and see what it does to the weights"),
                self.make_update, ("Ctrl+U",), icon="update", enabled=can_train,
            ),
            ActionRow(
                "rewind", "model", translate("actions", "Rewind to the weights that are looked &at"),
                translate("actions", "Give the model the weights that the training slider shows"),
                self.rewind, (), enabled=looks_back,
            ),
            ActionRow(
                "count", "model", translate("actions", "Count parameters and &multiply-adds…"),
                translate("actions", "How many there are in each equation, beside AlexNet's"),
                self.open_count, (), enabled=has_run, starts_group=True,
            ),
        )
        # fmt: on

    def edit_hidden(self) -> None:
        """Puts the keyboard into the field of the hidden size."""
        self._window.open_panel("model")
        self._window.model_panel.type_hidden()

    def new_weights(self) -> None:
        """The weights of the next seed."""
        self._session.edit(seed=self._session.draft.seed + 1)

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

    def is_trained(self) -> bool:
        """Whether the weights are from training."""
        return self._session.draft.trained is not None

    def toggle_trained(self) -> None:
        """From the example's trained weights to those that its seed draws, or back."""
        draft = self._session.draft
        self._session.edit(trained=with_parameters(draft, draft.trained is None).trained)

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

    def open_count(self) -> None:
        """Shows how many parameters and multiply-adds the model has."""
        from rnnviz.views.count_dialog import CountDialog

        if not is_open(self._window, "dialog_count"):
            show_dialog(CountDialog(self._session, self._window))
