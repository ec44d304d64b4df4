"""Every objectName of the window in one place, each with its accessible name, for assistive tools and for tests.

Actions are named `action_…` in the table of actions, and lanes `lane_…` after the value that they show.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTabBar, QWidget

translate = QCoreApplication.translate


def accessible_names() -> dict[str, str]:
    """The window's parts by objectName, each with the name that a screen reader says."""
    return {
        "window": translate("names", "rnnviz"),
        "toolbar_run": translate("names", "Run"),
        "toolbar_narration": translate("names", "Narration"),
        "toolbar_rail": translate("names", "Panels"),
        "scrubber": translate("names", "Position in the run"),
        "pass_readout": translate("names", "Pass and direction"),
        "speed_readout": translate("names", "Speed of play"),
        "view_narration": translate("names", "What has just happened, and what comes next"),
        "view_lanes": translate("names", "The run, over time"),
        "view_inspector": translate("names", "Inspector of the selected value"),
        "view_sum": translate("names", "Sum of the contributions of one parameter"),
        "view_influence": translate("names", "Influence of each loss on each timestep"),
        "view_model": translate("names", "Model: equations, sizes, parameters"),
        "view_data": translate("names", "Data: the text and its vocabulary"),
        "view_breakpoints": translate("names", "Breakpoints: where the run is to stop"),
        "view_watches": translate("names", "Watches: expressions over the run"),
        "dock_breakpoints": translate("names", "Breakpoints"),
        "dock_bookmarks": translate("names", "Bookmarks"),
        "view_bookmarks": translate("names", "Bookmarks with notes"),
        "list_bookmarks": translate("names", "Bookmarks, by timestep"),
        "field_note": translate("names", "Note of the bookmark"),
        "button_set_bookmark": translate("names", "Set a bookmark where the cursor stands, or remove it"),
        "button_remove_bookmark": translate("names", "Remove the bookmark"),
        "dock_watches": translate("names", "Watches"),
        "field_condition": translate("names", "Condition at which to stop"),
        "field_breakpoint_condition": translate("names", "Condition of the selected breakpoint"),
        "field_threshold": translate("names", "Threshold of the selected breakpoint"),
        "field_counting": translate("names", "At which of its hits the selected breakpoint stops"),
        "field_hit_count": translate("names", "Number of hits"),
        "field_watch": translate("names", "Expression to watch"),
        "button_add_breakpoint": translate("names", "Add a breakpoint"),
        "button_ready_made": translate("names", "Add the ready-made breakpoints"),
        "button_remove_breakpoint": translate("names", "Remove the selected breakpoint"),
        "list_breakpoints": translate("names", "Breakpoints"),
        "list_hits": translate("names", "Hits of the breakpoints"),
        "view_problem": translate("names", "What is wrong with the model or its data"),
        "view_drop": translate("names", "The file to open"),
        "view_recovery": translate("names", "Unsaved work of a window that ended"),
        "button_recovery_restore": translate("names", "Restore the unsaved work"),
        "button_recovery_discard": translate("names", "Discard the unsaved work"),
        "button_recovery_later": translate("names", "Decide about the unsaved work later"),
        "view_diagnostics": translate("names", "Diagnostics of the whole run"),
        "view_why": translate("names", "Why a number is what it is"),
        "view_weight_history": translate("names", "What every timestep adds to one weight's gradient"),
        "list_findings": translate("names", "What was found, the worst first"),
        "progress_diagnostics": translate("names", "How much of the run was looked at"),
        "button_cancel_diagnostics": translate("names", "Stop looking for what is wrong"),
        "button_look_again": translate("names", "Look for what is wrong"),
        "button_thresholds": translate("names", "Show the thresholds"),
        "button_reset_thresholds": translate("names", "The documented thresholds again"),
        "area_thresholds": translate("names", "Thresholds"),
        "button_findings": translate("names", "What is wrong with the run"),
        "tree_why": translate("names", "The terms that made the number, the largest first"),
        "button_why_back": translate("names", "Back to the question before"),
        "button_why_selection": translate("names", "Why is the selection what it is"),
        "button_by_timestep": translate("names", "By the timestep that adds it"),
        "button_which_losses": translate("names", "By the loss that sent it"),
        "button_cancel_losses": translate("names", "Stop looking for the losses"),
        "dock_diagnostics": translate("names", "Diagnostics"),
        "dock_why": translate("names", "Why"),
        "dock_what_if": translate("names", "What if"),
        "dock_generation": translate("names", "Generation"),
        "view_generation": translate("names", "Generation: the model reads its own predictions"),
        "field_beginning": translate("names", "What the model reads first"),
        "field_generate_from": translate("names", "First timestep that reads a prediction"),
        "field_generate_count": translate("names", "How many timesteps are generated"),
        "field_generate_how": translate("names", "How the model chooses"),
        "field_temperature": translate("names", "Temperature"),
        "field_generate_seed": translate("names", "Seed of the draws"),
        "button_generate": translate("names", "Generate"),
        "button_taught": translate("names", "Back to the data's inputs"),
        "view_what_if": translate("names", "Values set by hand, and the run that this one is compared with"),
        "view_override": translate("names", "Another value for what is selected"),
        "list_overrides": translate("names", "Values set by hand"),
        "button_remove_overrides": translate("names", "Remove the chosen value"),
        "button_clear_overrides": translate("names", "Remove all values set by hand"),
        "field_compare_mode": translate("names", "How two runs are shown"),
        "field_compare_with": translate("names", "The run to compare with"),
        "button_keep_run": translate("names", "Keep this run to compare"),
        "button_let_run_go": translate("names", "Keep the chosen run no longer"),
        "field_override": translate("names", "The value to set"),
        "field_override_when": translate("names", "At which timesteps the weight is another"),
        "button_set_override": translate("names", "Run with this value"),
        "button_remove_override": translate("names", "Remove the override"),
        "field_carry": translate("names", "Whether states are carried over from chunk to chunk"),
        "dock_inspector": translate("names", "Inspector"),
        "dock_sum": translate("names", "Sum"),
        "dock_influence": translate("names", "Influence"),
        "dock_model": translate("names", "Model"),
        "dock_data": translate("names", "Data"),
        "readout_hover": translate("names", "Value under the pointer"),
        "readout_run": translate("names", "Size of the run"),
        "field_equations": translate("names", "Equations"),
        "field_hidden": translate("names", "Hidden size"),
        "field_seed": translate("names", "Seed of the weights"),
        "field_initialisation": translate("names", "Initialisation of the weights"),
        "field_precision": translate("names", "Precision"),
        "field_truncate": translate("names", "Timesteps between truncations"),
        "field_sizes": translate("names", "Further sizes"),
        "field_text": translate("names", "Text"),
        "field_timesteps": translate("names", "Number of timesteps"),
        "button_load_arrays": translate("names", "Load arrays to run over"),
        "button_use_text": translate("names", "Run over a text"),
        "dialog_load": translate("names", "Load arrays to run over"),
        "button_new_seed": translate("names", "New random weights"),
        "button_insert_cell": translate("names", "Insert a cell"),
        "button_drop_open": translate("names", "Open the file"),
        "button_drop_keep": translate("names", "Keep what is here"),
        "button_problem_undo": translate("names", "Undo the change"),
        "button_cancel_run": translate("names", "Cancel the run"),
        "field_parameter": translate("names", "Parameter whose gradient is summed"),
        "field_influence_state": translate("names", "Value that is influenced"),
        "field_influence_scale": translate("names", "Scale of the map"),
        "label_influence": translate("names", "What the map of the influence shows"),
        "progress_influence": translate("names", "How far the influence is computed"),
        "button_influence_cancel": translate("names", "Cancel the influence"),
        "button_influence_compute": translate("names", "Compute the influence"),
        "field_weight": translate("names", "The selected weight"),
        "view_unit_plot": translate("names", "The selected unit over time"),
        "button_show_table": translate("names", "Show the value as numbers"),
        "table_value": translate("names", "Value as numbers"),
        "button_copy_value": translate("names", "Copy the value"),
        "dialog_preferences": translate("names", "Preferences"),
        "dialog_keys": translate("names", "Keys"),
        "dialog_tour": translate("names", "Five-minute tour"),
        "dialog_check": translate("names", "Gradient check"),
        "dialog_save": translate("names", "Save project"),
        "dialog_unsaved": translate("names", "Unsaved changes"),
        "dialog_about": translate("names", "About rnnviz"),
    }


def name_parts(root: QWidget) -> None:
    """Gives every named widget under root its accessible name, where it has none of its own."""
    names = accessible_names()
    for widget in (root, *root.findChildren(QWidget)):
        name = names.get(widget.objectName())
        if name is not None and not widget.accessibleName():
            widget.setAccessibleName(name)


def name_tabs(root: QWidget) -> None:
    """Gives the bars of tabs, which come when panels share a place, their accessible name."""
    for bar in root.findChildren(QTabBar):
        bar.setAccessibleName(translate("names", "Panels that share this place"))
