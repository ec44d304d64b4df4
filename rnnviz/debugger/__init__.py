"""Stepping, narration, substitution, diagnostics, why: functions of a tape, without a window."""

from rnnviz.debugger.diagnostics import Finding as Finding
from rnnviz.debugger.diagnostics import Thresholds as Thresholds
from rnnviz.debugger.diagnostics import diagnose as diagnose
from rnnviz.debugger.weight_history import weight_history as weight_history
from rnnviz.debugger.why import why as why
