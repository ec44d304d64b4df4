"""The table of actions: every action of the window, once, with its menu, words, keys, icon, and when it can be used.

Menus, toolbar, preferences and the sheet of keys are made from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from rnnviz.app.actions import ActionRow
from rnnviz.session.overrides import can_override

if TYPE_CHECKING:
    from rnnviz.app.commands import Commands
    from rnnviz.session.session import Session

translate = QCoreApplication.translate


def has_run(session: Session) -> bool:
    """There is a run to look at."""
    return session.tape is not None


def can_step(session: Session) -> bool:
    """The cursor is not at the end."""
    return session.tape is not None and session.position < session.tape.stops - 1


def can_step_back(session: Session) -> bool:
    """The cursor is not at the start."""
    return session.tape is not None and session.cursor.begun > 0


def has_gradients(session: Session) -> bool:
    """The run has a loss, thus a backward pass."""
    return session.tape is not None and any(each.phase == "backward" for each in session.tape.passes)


def has_trained(session: Session) -> bool:
    """Whether the example has weights from training."""
    return session.draft.example is not None and bool(session.draft.example.trained)


def has_bookmarks(session: Session) -> bool:
    """A timestep has a bookmark."""
    return session.tape is not None and bool(session.bookmarks.all)


def is_cut(session: Session) -> bool:
    """The sequence is cut into chunks."""
    return session.draft.truncate is not None


def can_be_overridden(session: Session) -> bool:
    """Something is selected that a run computes or is given."""
    return can_override(session.tape, session.selection.name)


def has_overrides(session: Session) -> bool:
    """Something was set by hand."""
    return bool(session.draft.overrides)


def can_keep_run(session: Session) -> bool:
    """There is a run that is not kept yet, and room for it."""
    return session.comparison.can_keep


def can_train(session: Session) -> bool:
    """There is a run, and no training under way."""
    return session.tape is not None and not session.training.running


def looks_back(session: Session) -> bool:
    """Other weights of the training are looked at than the model has."""
    training = session.training
    return not training.running and training.shown is not None and training.shown != training.stands


def runs_free(session: Session) -> bool:
    """The model reads its own predictions."""
    return session.draft.generation is not None


def can_cancel(session: Session) -> bool:
    """A run is being computed, a breakpoint searched for, a model trained, or a timestep lies open."""
    busy = session.running is not None or session.breakpoint_run.searching is not None or session.training.running
    return busy or session.opened.position is not None


def has_breakpoints(session: Session) -> bool:
    """There is something to stop at, or to take away."""
    return bool(session.breakpoints.all)


def menu_titles() -> dict[str, str]:
    """The menus, in order."""
    return {
        "file": translate("menus", "&File"),
        "edit": translate("menus", "&Edit"),
        "view": translate("menus", "&View"),
        "run": translate("menus", "&Run"),
        "model": translate("menus", "&Model"),
        "tools": translate("menus", "&Tools"),
        "help": translate("menus", "&Help"),
    }


def action_rows(commands: Commands) -> tuple[ActionRow, ...]:
    """The table, in the order of the menus, each row bound to what it does."""
    return (
        *_file_and_edit(commands),
        *_view(commands),
        *_run(commands),
        *_model_tools_help(commands),
    )


# A table reads better with its short cells on one line.
# fmt: off


def _file_and_edit(do: Commands) -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "open_text", "file", translate("actions", "&Open…"),
            translate("actions", "Open a project or a checkpoint, or run the model over a text file"),
            do.open_text, ("Ctrl+O",), icon="open",
        ),
        ActionRow(
            "load_arrays", "file", translate("actions", "&Load arrays to run over…"),
            translate("actions", "Numbers for the model's streams and states, from .npy, .npz, .csv, .pt and others"),
            do.load_arrays, ("Ctrl+Shift+O",),
        ),
        ActionRow(
            "open_gallery", "file", translate("actions", "&Gallery…"),
            translate("actions", "The lecture's systems as living examples, each with a guided walk"),
            do.open_gallery, ("Ctrl+Shift+E",), icon="gallery",
        ),
        ActionRow(
            "open_example", "file", translate("actions", "Open the &example “hello”"),
            translate("actions", "Back to the example: a vanilla RNN over “hello”"),
            do.open_example, ("Ctrl+N",),
        ),
        ActionRow(
            "save", "file", translate("actions", "&Save"),
            translate("actions", "Save model, data, bookmarks and layout as one project"),
            do.save, ("Ctrl+S",), icon="save", starts_group=True,
        ),
        ActionRow(
            "save_as", "file", translate("actions", "Save &as…"),
            translate("actions", "Save everything as a project of another name"),
            do.save_as, ("Ctrl+Shift+S",),
        ),
        ActionRow(
            "save_example", "file", translate("actions", "Save as e&xample…"),
            translate("actions", "Save the model with its weights as a readable text, and its arrays beside it"),
            do.save_example, (),
        ),
        ActionRow(
            "quit", "file", translate("actions", "&Quit"), translate("actions", "Close the window"),
            do.quit, ("Ctrl+Q",), icon="quit", starts_group=True, role=QAction.MenuRole.QuitRole,
        ),
        ActionRow(
            "undo", "edit", translate("actions", "&Undo"), translate("actions", "Take back the last change"),
            do.undo, ("Ctrl+Z",), icon="undo", enabled=lambda session: session.undo.canUndo(),
        ),
        ActionRow(
            "redo", "edit", translate("actions", "&Redo"), translate("actions", "Make the change again"),
            do.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", enabled=lambda session: session.undo.canRedo(),
        ),
        ActionRow(
            "copy_value", "edit", translate("actions", "&Copy value"),
            translate("actions", "Copy the selected value's numbers, as a table"),
            do.copy_value, ("Ctrl+C",), icon="copy", enabled=has_run, starts_group=True,
        ),
        ActionRow(
            "override", "edit", translate("actions", "&Override…"),
            translate("actions", "Set the selected value, input, target or weight by hand, and run again with it"),
            do.override, ("Ctrl+E",), icon="override", enabled=can_be_overridden, starts_group=True,
        ),
        ActionRow(
            "clear_overrides", "edit", translate("actions", "Remove all o&verrides"),
            translate("actions", "Run again with what the equations and the data say"),
            do.clear_overrides, (), icon="clear_overrides", enabled=has_overrides,
        ),
        ActionRow(
            "toggle_bookmark", "edit", translate("actions", "&Bookmark"),
            translate("actions", "Set a bookmark on the selected timestep, or take it away"),
            do.toggle_bookmark, ("Ctrl+F2",), icon="bookmarks", enabled=has_run, starts_group=True,
        ),
        ActionRow(
            "next_bookmark", "edit", translate("actions", "&Next bookmark"),
            translate("actions", "Go to the next timestep that has a bookmark"),
            do.next_bookmark, ("F2",), enabled=has_bookmarks,
        ),
        ActionRow(
            "previous_bookmark", "edit", translate("actions", "&Previous bookmark"),
            translate("actions", "Go to the timestep before that has a bookmark"),
            do.previous_bookmark, ("Shift+F2",), enabled=has_bookmarks,
        ),
    )


def _view(do: Commands) -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "fit", "view", translate("actions", "&Fit all timesteps"),
            translate("actions", "Show the whole sequence in the window's width"),
            do.fit, ("F",), icon="fit", enabled=has_run,
        ),
        ActionRow(
            "zoom_in", "view", translate("actions", "Zoom &in"), translate("actions", "Fewer, wider timesteps"),
            do.zoom_in, ("Ctrl++", "Ctrl+="), icon="zoom_in", enabled=has_run,
        ),
        ActionRow(
            "zoom_out", "view", translate("actions", "Zoom &out"), translate("actions", "More, narrower timesteps"),
            do.zoom_out, ("Ctrl+-",), icon="zoom_out", enabled=has_run,
        ),
        ActionRow(
            "follow_cursor", "view", translate("actions", "Follow the &cursor"),
            translate("actions", "Scroll so that the timestep of the cursor stays in view"),
            do.set_follow_cursor, ("Ctrl+L",), icon="follow", checked=do.follows_cursor,
        ),
        ActionRow(
            "whole_run", "view", translate("actions", "Show &whole run"),
            translate("actions", "Show every value at once, not only what has been computed up to the cursor"),
            do.set_whole_run, ("W",), icon="whole_run", checked=do.shows_whole_run, starts_group=True,
        ),
        ActionRow(
            "rolled", "view", translate("actions", "&Rolled graph"),
            translate("actions", "Draw the graph as the lecture's loop, instead of one column a timestep"),
            do.set_rolled, ("R",), icon="rolled", checked=do.is_rolled,
        ),
        ActionRow(
            "influence", "view", translate("actions", "&Influence"),
            translate("actions", "What each loss sends back to each timestep; pointing at a loss colours the text"),
            do.open_influence, ("Ctrl+J",), icon="influence", enabled=has_gradients,
        ),
        ActionRow(
            "workspace_lecture", "view", translate("actions", "Workspace: L&ecture"),
            translate("actions", "Inspector and sum beside the lanes"),
            do.arrange_lecture, ("Ctrl+1",), starts_group=True,
        ),
        ActionRow(
            "workspace_debug", "view", translate("actions", "Workspace: &Debug"),
            translate("actions", "Breakpoints and reasons beside the lanes"),
            do.arrange_debug, ("Ctrl+2",),
        ),
        ActionRow(
            "workspace_train", "view", translate("actions", "Workspace: &Train"),
            translate("actions", "Training, its curves and one update beside the lanes"),
            do.arrange_train, ("Ctrl+3",),
        ),
        ActionRow(
            "reset_layout", "view", translate("actions", "Reset &layout"),
            translate("actions", "Put lanes and panels back where they were at the first start"),
            do.reset_layout, (), icon="reset_layout", starts_group=True,
        ),
        ActionRow(
            "presentation", "view", translate("actions", "&Presentation"),
            translate("actions", "Large type and no panels, for the lecture hall"),
            do.set_presentation, ("F8",), icon="presentation", checked=do.is_presentation,
        ),
    )


def _run(do: Commands) -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "step_forward", "run", translate("actions", "&Step"),
            translate("actions", "Go on by one timestep, forward or backward pass"),
            do.step, ("Right", "F10"), ("Right",), icon="step", enabled=can_step,
        ),
        ActionRow(
            "step_back", "run", translate("actions", "Step &back"),
            translate("actions", "Take the last timestep back"),
            do.step_back, ("Left", "Ctrl+F10"), ("Left",), icon="step_back", enabled=can_step_back,
        ),
        ActionRow(
            "step_into", "run", translate("actions", "Step &into"),
            translate("actions", "Go on by one operation of the timestep"),
            do.step_into, ("F11",), icon="into", enabled=can_step,
        ),
        ActionRow(
            "step_into_back", "run", translate("actions", "Step into, b&ackwards"),
            translate("actions", "Take the last operation back"),
            do.step_into_back, ("Ctrl+F11",), enabled=can_step_back,
        ),
        ActionRow(
            "step_out", "run", translate("actions", "Step &out"),
            translate("actions", "To the end of the timestep, or from between two timesteps to the end of the pass"),
            do.step_out, ("Shift+F11",), icon="out", enabled=can_step,
        ),
        ActionRow(
            "step_out_back", "run", translate("actions", "Step out, bac&kwards"),
            translate("actions", "To the beginning of the timestep, or of the pass"),
            do.step_out_back, ("Ctrl+Shift+F11",), enabled=can_step_back,
        ),
        ActionRow(
            "open_timestep", "run", translate("actions", "O&pen the timestep"),
            translate("actions", "Open the selected timestep to its operations, over the graph; Esc closes it"),
            do.open_timestep, ("O",), enabled=has_run,
        ),
        ActionRow(
            "go_start", "run", translate("actions", "To the s&tart"),
            translate("actions", "Before the first timestep"),
            do.go_start, ("Home",), ("Home", "Ctrl+Left"), icon="to_start", enabled=can_step_back, starts_group=True,
        ),
        ActionRow(
            "go_end", "run", translate("actions", "To the &end"), translate("actions", "After the last timestep"),
            do.go_end, ("End",), ("End", "Ctrl+Right"), icon="to_end", enabled=can_step,
        ),
        ActionRow(
            "go_to_timestep", "run", translate("actions", "&Go to timestep…"),
            translate("actions", "Go to a timestep of this pass by its number"),
            do.go_to_timestep, ("Ctrl+G",), icon="go_to", enabled=has_run,
        ),
        ActionRow(
            "continue", "run", translate("actions", "&Continue"), translate("actions", "On to the next breakpoint"),
            do.go_on, ("F5",), icon="continue", enabled=can_step, starts_group=True,
        ),
        ActionRow(
            "reverse_continue", "run", translate("actions", "&Reverse continue"),
            translate("actions", "Back to the breakpoint before"),
            do.go_on_back, ("Ctrl+F5",), icon="reverse_continue", enabled=can_step_back,
        ),
        ActionRow(
            "run_to_here", "run", translate("actions", "R&un to here"),
            translate("actions", "On to the selected timestep, in the pass that walks it next"),
            do.run_to_here, ("Ctrl+Shift+G",), icon="run_to", enabled=has_run,
        ),
        ActionRow(
            "run_back_to_here", "run", translate("actions", "Run back to here"),
            translate("actions", "Back to the selected timestep, in the pass that walked it last"),
            do.run_back_to_here, ("Ctrl+Alt+G",), enabled=has_run,
        ),
        ActionRow(
            "toggle_breakpoint", "run", translate("actions", "&Breakpoint here"),
            translate("actions", "Set a breakpoint on the selected timestep, or take it away"),
            do.toggle_breakpoint, ("F9",), icon="breakpoint", enabled=has_run,
        ),
        ActionRow(
            "breakpoint_condition", "run", translate("actions", "Breakpoint here, i&f…"),
            translate("actions", "Stop at the selected timestep only where a condition holds"),
            do.edit_breakpoint_condition, ("Shift+F9",), enabled=has_run,
        ),
        ActionRow(
            "break_when", "run", translate("actions", "Break &when…"),
            translate("actions", "Stop where the selected value fulfils a condition"),
            do.break_when, ("Ctrl+B",), enabled=has_run,
        ),
        ActionRow(
            "ready_made", "run", translate("actions", "Rea&dy-made breakpoints"),
            translate("actions", "Stop where a value is not finite, a gradient vanishes, a unit saturates …"),
            do.add_ready_made, (), enabled=has_run,
        ),
        ActionRow(
            "remove_breakpoints", "run", translate("actions", "Re&move all breakpoints"),
            translate("actions", "Take away every breakpoint; undo brings them back"),
            do.remove_breakpoints, ("Ctrl+Shift+F9",), enabled=has_breakpoints,
        ),
        ActionRow(
            "watch_value", "run", translate("actions", "Watc&h"),
            translate("actions", "Watch the selected value, over all timesteps"),
            do.watch_value, ("Ctrl+Shift+W",), icon="watches", enabled=has_run,
        ),
        ActionRow(
            "play", "run", translate("actions", "&Play"), translate("actions", "Step on by itself, or pause"),
            do.set_playing, ("Space",), icon="play", enabled=has_run, checked=do.is_playing, starts_group=True,
        ),
        ActionRow(
            "faster", "run", translate("actions", "&Faster"), translate("actions", "Play at twice the speed"),
            do.faster, ("Ctrl+Up",), icon="faster", enabled=has_run,
        ),
        ActionRow(
            "slower", "run", translate("actions", "S&lower"), translate("actions", "Play at half the speed"),
            do.slower, ("Ctrl+Down",), icon="slower", enabled=has_run,
        ),
        ActionRow(
            "keep_run", "run", translate("actions", "&Keep this run to compare"),
            translate("actions", "Keep the run as it is now; View ▸ Compare then shows others beside it"),
            do.keep_run, ("Ctrl+Shift+K",), icon="keep_run", enabled=can_keep_run, starts_group=True,
        ),
        ActionRow(
            "cancel", "run", translate("actions", "&Cancel"),
            translate("actions", "Cancel the search or the run that is being computed, or close the opened timestep"),
            do.cancel, ("Esc",), icon="cancel", enabled=can_cancel, starts_group=True,
        ),
    )


def _model_tools_help(do: Commands) -> tuple[ActionRow, ...]:
    return (
        ActionRow(
            "hidden_size", "model", translate("actions", "&Hidden size…"),
            translate("actions", "Change the number of hidden units"),
            do.edit_hidden, ("Ctrl+H",), ("Ctrl+Shift+H",),
        ),
        ActionRow(
            "new_weights", "model", translate("actions", "&New random weights"),
            translate("actions", "Draw the weights again, from the next seed"),
            do.new_weights, ("Ctrl+R",), icon="seed",
        ),
        ActionRow(
            "truncate", "model", translate("actions", "&Truncate…"),
            translate("actions", "Cut the backward pass after every so many timesteps"),
            do.edit_truncate, (), icon="truncate",
        ),
        ActionRow(
            "carry", "model", translate("actions", "&Carry states over"),
            translate("actions", "Begin each chunk with the state at the end of the one before, and not with zeros"),
            do.set_carry, (), enabled=is_cut, checked=do.carries,
        ),
        ActionRow(
            "trained", "model", translate("actions", "Tra&ined weights"),
            translate("actions", "The example's weights after training, or those that its seed draws"),
            do.toggle_trained, (), enabled=has_trained, checked=do.is_trained,
        ),
        ActionRow(
            "generate", "model", translate("actions", "&Generate…"),
            translate("actions", "Let the model read its own predictions, from a timestep on"),
            do.open_generation, ("Ctrl+M",), ("Ctrl+Shift+M",), icon="generation", enabled=has_run, starts_group=True,
        ),
        ActionRow(
            "taught", "model", translate("actions", "&Back to the data's inputs"),
            translate("actions", "Read what the data have at every timestep, and no predictions"),
            do.go_back_to_data, (), enabled=runs_free,
        ),
        ActionRow(
            "training", "model", translate("actions", "T&raining…"),
            translate("actions", "How the model is trained: optimiser, curves, and looking back"),
            do.open_training, ("Ctrl+T",), icon="training", enabled=has_run, starts_group=True,
        ),
        ActionRow(
            "train", "model", translate("actions", "Train, or &pause"),
            translate("actions", "Make the updates that are set, or pause those under way"),
            do.train, ("Ctrl+Shift+T",), enabled=has_run,
        ),
        ActionRow(
            "one_update", "model", translate("actions", "One &update"),
            translate("actions", "Make a single update, and see what it does to the weights"),
            do.make_update, ("Ctrl+U",), icon="update", enabled=can_train,
        ),
        ActionRow(
            "rewind", "model", translate("actions", "Rewind to the weights that are looked &at"),
            translate("actions", "Give the model the weights that the training slider shows"),
            do.rewind, (), enabled=looks_back,
        ),
        ActionRow(
            "count", "model", translate("actions", "Count parameters and &multiply-adds…"),
            translate("actions", "How many there are in each equation, beside AlexNet's"),
            do.open_count, (), enabled=has_run, starts_group=True,
        ),
        ActionRow(
            "gradient_check", "tools", translate("actions", "&Gradient check"),
            translate("actions", "Compare every gradient of this run with finite differences"),
            do.check_gradients, ("Ctrl+K",), icon="check", enabled=has_gradients,
        ),
        ActionRow(
            "diagnostics", "tools", translate("actions", "&Diagnostics"),
            translate("actions", "What is wrong with the whole run, in words, with evidence and place"),
            do.open_diagnostics, ("Ctrl+D",), icon="diagnostics", enabled=has_run,
        ),
        ActionRow(
            "why", "tools", translate("actions", "&Why is it so?"),
            translate("actions", "The terms that made the selected number, the largest first, and theirs"),
            do.ask_why, ("Ctrl+I",), icon="why", enabled=has_run,
        ),
        ActionRow(
            "preferences", "tools", translate("actions", "&Preferences…"),
            translate("actions", "Theme, type, precision, memory, keys"),
            do.open_preferences, ("Ctrl+,",), icon="preferences", starts_group=True,
            role=QAction.MenuRole.PreferencesRole,
        ),
        ActionRow(
            "keys", "help", translate("actions", "&Keys"), translate("actions", "All keys on one sheet"),
            do.open_keys, ("F1",), ("Ctrl+/",), icon="keys",
        ),
        ActionRow(
            "walk", "help", translate("actions", "&Guided walk"),
            translate("actions", "A few stops through this example: what to look at, and why"),
            do.open_walk, ("Ctrl+F1",), icon="walk",
        ),
        ActionRow(
            "tour", "help", translate("actions", "&Five-minute tour"),
            translate("actions", "How to read this window, and what to try first"),
            do.open_tour, (), icon="tour",
        ),
        ActionRow(
            "about", "help", translate("actions", "&About rnnviz"), translate("actions", "Version and licence"),
            do.open_about, (), icon="about", starts_group=True, role=QAction.MenuRole.AboutRole,
        ),
    )
