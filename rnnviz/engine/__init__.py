"""From graphs to numbers: the schedule, execution, the tape, contributions, influence, gradient check."""

from rnnviz.engine.contributions import Contributions as Contributions
from rnnviz.engine.data import DataError as DataError
from rnnviz.engine.execution import Cancelled as Cancelled
from rnnviz.engine.gradient_check import GradientCheck as GradientCheck
from rnnviz.engine.gradient_check import gradient_check as gradient_check
from rnnviz.engine.narrative import Entry as Entry
from rnnviz.engine.narrative import Moment as Moment
from rnnviz.engine.narrative import Pass as Pass
from rnnviz.engine.recording import record as record
from rnnviz.engine.tape import Tape as Tape
