"""The panel of breakpoints: their list, what the selected one waits for, and where they stop."""

from rnnviz.views.breakpoints.panel import BreakpointsPanel as BreakpointsPanel
from rnnviz.views.breakpoints.words import outcome_text as outcome_text
