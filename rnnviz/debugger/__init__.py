"""Stepping, narration, substitution, diagnostics, why: functions of a tape, without a window."""

from rnnviz.debugger.comparison import Comparison as Comparison
from rnnviz.debugger.comparison import compare as compare
from rnnviz.debugger.diagnostics import Finding as Finding
from rnnviz.debugger.diagnostics import Thresholds as Thresholds
from rnnviz.debugger.diagnostics import diagnose as diagnose
from rnnviz.debugger.reasons import why as why
from rnnviz.debugger.truncation import LostGradient as LostGradient
from rnnviz.debugger.truncation import lost_gradient as lost_gradient
from rnnviz.debugger.weight_histories import weight_history as weight_history
from rnnviz.debugger.what_ifs import what_if as what_if
