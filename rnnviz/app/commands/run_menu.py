"""The Run menu: through the run by steps, breakpoints and play."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rnnviz.app.actions import ActionRow
from rnnviz.app.commands.conditions import can_cancel, can_keep_run, can_step, can_step_back, has_breakpoints, has_run
from rnnviz.app.commands.menu_commands import MenuCommands
from rnnviz.session.selected_value import condition_of, expression_of, pointed_timestep

translate = QCoreApplication.translate


class RunCommands(MenuCommands):
    """Steps, breakpoints, play."""

    def rows(self) -> tuple[ActionRow, ...]:
        """The actions, in the menu's order."""
        # A table reads better with its short cells on one line.
        # fmt: off
        return (
            ActionRow(
                "step_forward", "run", translate("actions", "&Step"),
                translate("actions", "Go on by one timestep, forward or backward pass"),
                self.step, ("Right", "F10"), ("Right",), icon="step", enabled=can_step,
            ),
            ActionRow(
                "step_back", "run", translate("actions", "Step &back"),
                translate("actions", "Take the last timestep back"),
                self.step_back, ("Left", "Ctrl+F10"), ("Left",), icon="step_back", enabled=can_step_back,
            ),
            ActionRow(
                "step_into", "run", translate("actions", "Step &into"),
                translate("actions", "Go on by one operation of the timestep"),
                self.step_into, ("F11",), icon="into", enabled=can_step,
            ),
            ActionRow(
                "step_into_back", "run", translate("actions", "Step into, b&ackwards"),
                translate("actions", "Take the last operation back"),
                self.step_into_back, ("Ctrl+F11",), enabled=can_step_back,
            ),
            ActionRow(
                "step_out", "run", translate("actions", "Step &out"),
                translate(
                    "actions", "To the end of the timestep, or from between two timesteps to the end of the pass"
                ),
                self.step_out, ("Shift+F11",), icon="out", enabled=can_step,
            ),
            ActionRow(
                "step_out_back", "run", translate("actions", "Step out, bac&kwards"),
                translate("actions", "To the beginning of the timestep, or of the pass"),
                self.step_out_back, ("Ctrl+Shift+F11",), enabled=can_step_back,
            ),
            ActionRow(
                "open_timestep", "run", translate("actions", "O&pen the timestep"),
                translate("actions", "Open the selected timestep to its operations, over the graph; Esc closes it"),
                self.open_timestep, ("O",), enabled=has_run,
            ),
            ActionRow(
                "go_start", "run", translate("actions", "To the s&tart"),
                translate("actions", "Before the first timestep"),
                self.go_start, ("Home",), ("Home", "Ctrl+Left"), icon="to_start", enabled=can_step_back,
                starts_group=True,
            ),
            ActionRow(
                "go_end", "run", translate("actions", "To the &end"), translate("actions", "After the last timestep"),
                self.go_end, ("End",), ("End", "Ctrl+Right"), icon="to_end", enabled=can_step,
            ),
            ActionRow(
                "go_to_timestep", "run", translate("actions", "&Go to timestep…"),
                translate("actions", "Go to a timestep of this pass by its number"),
                self.go_to_timestep, ("Ctrl+G",), icon="go_to", enabled=has_run,
            ),
            ActionRow(
                "continue", "run", translate("actions", "&Continue"), translate("actions", "On to the next breakpoint"),
                self.go_on, ("F5",), icon="continue", enabled=can_step, starts_group=True,
            ),
            ActionRow(
                "reverse_continue", "run", translate("actions", "&Reverse continue"),
                translate("actions", "Back to the breakpoint before"),
                self.go_on_back, ("Ctrl+F5",), icon="reverse_continue", enabled=can_step_back,
            ),
            ActionRow(
                "run_to_here", "run", translate("actions", "R&un to here"),
                translate("actions", "On to the selected timestep, in the pass that walks it next"),
                self.run_to_here, ("Ctrl+Shift+G",), icon="run_to", enabled=has_run,
            ),
            ActionRow(
                "run_back_to_here", "run", translate("actions", "Run back to here"),
                translate("actions", "Back to the selected timestep, in the pass that walked it last"),
                self.run_back_to_here, ("Ctrl+Alt+G",), enabled=has_run,
            ),
            ActionRow(
                "toggle_breakpoint", "run", translate("actions", "&Breakpoint here"),
                translate("actions", "Set a breakpoint on the selected timestep, or take it away"),
                self.toggle_breakpoint, ("F9",), icon="breakpoint", enabled=has_run,
            ),
            ActionRow(
                "breakpoint_condition", "run", translate("actions", "Breakpoint here, i&f…"),
                translate("actions", "Stop at the selected timestep only where a condition holds"),
                self.edit_breakpoint_condition, ("Shift+F9",), enabled=has_run,
            ),
            ActionRow(
                "break_when", "run", translate("actions", "Break &when…"),
                translate("actions", "Stop where the selected value fulfils a condition"),
                self.break_when, ("Ctrl+B",), enabled=has_run,
            ),
            ActionRow(
                "ready_made", "run", translate("actions", "Rea&dy-made breakpoints"),
                translate("actions", "Stop where a value is not finite, a gradient vanishes, a unit saturates …"),
                self.add_ready_made, (), enabled=has_run,
            ),
            ActionRow(
                "remove_breakpoints", "run", translate("actions", "Re&move all breakpoints"),
                translate("actions", "Take away every breakpoint; undo brings them back"),
                self.remove_breakpoints, ("Ctrl+Shift+F9",), enabled=has_breakpoints,
            ),
            ActionRow(
                "watch_value", "run", translate("actions", "Watc&h"),
                translate("actions", "Watch the selected value, over all timesteps"),
                self.watch_value, ("Ctrl+Shift+W",), icon="watches", enabled=has_run,
            ),
            ActionRow(
                "play", "run", translate("actions", "&Play"), translate("actions", "Step on by itself, or pause"),
                self.set_playing, ("Space",), icon="play", enabled=has_run, checked=self.is_playing, starts_group=True,
            ),
            ActionRow(
                "faster", "run", translate("actions", "&Faster"), translate("actions", "Play at twice the speed"),
                self.faster, ("Ctrl+Up",), icon="faster", enabled=has_run,
            ),
            ActionRow(
                "slower", "run", translate("actions", "S&lower"), translate("actions", "Play at half the speed"),
                self.slower, ("Ctrl+Down",), icon="slower", enabled=has_run,
            ),
            ActionRow(
                "keep_run", "run", translate("actions", "&Keep this run to compare"),
                translate("actions", "Keep the run as it is now; View ▸ Compare then shows others beside it"),
                self.keep_run, ("Ctrl+Shift+K",), icon="keep_run", enabled=can_keep_run, starts_group=True,
            ),
            ActionRow(
                "cancel", "run", translate("actions", "&Cancel"),
                translate(
                    "actions", "Cancel the search or the run that is being computed, or close the opened timestep"
                ),
                self.cancel, ("Esc",), icon="cancel", enabled=can_cancel, starts_group=True,
            ),
        )
        # fmt: on

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
        self._session.opened.open(
            pointed_timestep(self._session), selection.name if selection.timestep is not None else ""
        )

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
        self._session.breakpoint_run.run_to(pointed_timestep(self._session))

    def run_back_to_here(self) -> None:
        """Back to the selected timestep, in whatever pass walked it last."""
        self._session.breakpoint_run.run_to(pointed_timestep(self._session), -1)

    def toggle_breakpoint(self) -> None:
        """Sets a breakpoint on the selected timestep, or takes it away."""
        self._session.breakpoints.toggle(pointed_timestep(self._session))

    def edit_breakpoint_condition(self) -> None:
        """A breakpoint on the selected timestep, and the keyboard in the field of its condition."""
        self._window.open_panel("breakpoints")
        self._window.breakpoints_panel.type_condition_of(
            self._session.breakpoints.ensure(pointed_timestep(self._session))
        )

    def break_when(self) -> None:
        """Offers a condition on the selected value, to be typed on."""
        tape = self._session.tape
        self._window.open_panel("breakpoints")
        if tape is not None:
            text = condition_of(self._session.selection, tape, pointed_timestep(self._session))
            self._window.breakpoints_panel.type_condition(text)

    def add_ready_made(self) -> None:
        """Sets the ready-made breakpoints."""
        self._window.open_panel("breakpoints")
        self._session.breakpoints.add_ready_made()

    def remove_breakpoints(self) -> None:
        """Takes all breakpoints away."""
        self._session.breakpoints.remove(self._session.breakpoints.all)

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
