"""Stepping, narration, substitution, diagnostics: functions of a tape, without a window."""

from rnnviz.debugger.diagnostics import Finding as Finding
from rnnviz.debugger.diagnostics import Thresholds as Thresholds
from rnnviz.debugger.diagnostics import diagnose as diagnose
