r"""Stepping, breakpoints, watches, diagnostics, why, what if: functions of a tape, without a window.

A run is debugged from a script as in the window; places are cursors, which stand between operations:

>>> import numpy as np
>>> from rnnviz import Model
>>> from rnnviz.debugger import Breakpoint, BreakpointStops, Cursor, Watch, WatchValues, into
>>> text = "h[t] = tanh(w * h[t-1] + x[t])\nL[t] = mse(h[t], y[t])"
>>> model = Model(text, sizes=dict.fromkeys("hxyw", 0), parameters={"w": 0.5})
>>> tape = model.run({"x": np.array([0.0, 0.2, 3.0, 0.1]), "y": np.zeros(4)})

A condition stops where it holds, and every hit has its number; an operation is stopped at before it is done, and the
search back finds the same places:

>>> stops = BreakpointStops(tape)
>>> [(hit.timestep, round(hit.actual, 2)) for hit in stops.hits(Breakpoint("condition", "L[t] > 0.25"))]
[(3, 0.99), (4, 0.29)]
>>> only_there = Breakpoint("operation", "h", condition="abs(x[t]) > 1")
>>> found = stops.continue_([only_there], Cursor())
>>> found.cursor, found.reached == (only_there,)
(Cursor(position=2, inside=2), True)
>>> stops.reverse_continue([only_there], Cursor(4)).cursor == found.cursor
True

From there one operation on, and a watch shows what that has computed:

>>> shown = WatchValues(Watch("h[t]"), tape)
>>> shown.reading(found.cursor) is None
True
>>> round(float(shown.reading(into(tape, found.cursor)).value), 3)
0.996
"""

from rnnviz.debugger.breakpoint import Breakpoint as Breakpoint
from rnnviz.debugger.breakpoint import BreakpointError as BreakpointError
from rnnviz.debugger.breakpoint_hits import Hit as Hit
from rnnviz.debugger.breakpoints import BreakpointStops as BreakpointStops
from rnnviz.debugger.breakpoints import run_to as run_to
from rnnviz.debugger.comparison import Comparison as Comparison
from rnnviz.debugger.comparison import compare as compare
from rnnviz.debugger.diagnostics import Finding as Finding
from rnnviz.debugger.diagnostics import Thresholds as Thresholds
from rnnviz.debugger.diagnostics import diagnose as diagnose
from rnnviz.debugger.reasons import why as why
from rnnviz.debugger.step_levels import Cursor as Cursor
from rnnviz.debugger.step_levels import into as into
from rnnviz.debugger.step_levels import out as out
from rnnviz.debugger.step_levels import over as over
from rnnviz.debugger.symptoms import ready_made as ready_made
from rnnviz.debugger.truncation import LostGradient as LostGradient
from rnnviz.debugger.truncation import lost_gradient as lost_gradient
from rnnviz.debugger.watch import Watch as Watch
from rnnviz.debugger.watch import WatchValues as WatchValues
from rnnviz.debugger.weight_histories import weight_history as weight_history
from rnnviz.debugger.what_ifs import what_if as what_if
