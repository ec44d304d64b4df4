"""The timestep that lies open, as the picture of its operations is told of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.debugger.clauses import when
from rnnviz.debugger.numbers import MINUS, brief
from rnnviz.debugger.operation_words import choice, operation_done, operation_to_come
from rnnviz.debugger.roles import legend, written
from rnnviz.debugger.run_reading import RunReading
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.engine import Tape
from rnnviz.equations import Operation, Read
from rnnviz.equations.added_names import CROSSING, is_added
from rnnviz.layout import OperationNode, OperationOutline, open_operations
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.timestep_picture import Face, OpenedTimestep

_LONGEST_LABEL = 8
_LONGEST_TIME = 999


def opened_timestep(session: Session) -> OpenedTimestep | None:
    """The timestep that the session has open, as far as the cursor has come in it; None where none is."""
    tape, position = session.tape, session.opened.position
    return None if tape is None or position is None else _Opened(session, tape, position).told()


class _Opened:
    """One timestep of a run, looked at operation by operation."""

    def __init__(self, session: Session, tape: Tape, position: int) -> None:
        moment = tape.moment(position + 1)
        self._session, self._tape, self._position = session, tape, position
        self._moment, self._timestep, self._phase = moment, moment.timestep, moment.pass_.phase
        self._graph = tape.graph if moment.pass_.phase == "forward" else tape.adjoint
        self._there = operations(tape, position)
        self._named = frozenset(moment.pass_.equations)
        self._order = [one.name for one in self._there]
        self._seen = frozenset(self._order if session.whole_run else self._order[: session.opened.done])

    def told(self) -> OpenedTimestep:
        layout = open_operations(tuple(OperationOutline(one.name, one.kind, _inputs(one)) for one in self._there))
        return OpenedTimestep(
            layout,
            tuple(self._face(node) for node in layout.nodes),
            tuple(self._order),
            self._session.opened.done,
            translated(when(self._moment)),
            self._timestep,
            self._phase,
            self._words,
        )

    def _face(self, node: OperationNode) -> Face:
        if node.lag is None:
            return Face("forward", node.name, None, known=True)
        role = "parameter" if not self._graph.timed(node.name) else "forward"
        if node.name in self._tape.adjoint.definitions and role != "parameter":
            role = "backward"
        at = self._timestep + node.lag
        known, cut = self._is_known(node), self._is_cut(node)
        value = np.asarray(self._tape.value(node.name, at)) if known else None
        selection = self._session.selection
        return Face(
            role,
            self._label(node),
            None if role == "parameter" else self._time(node.lag),
            known=known,
            cut=cut,
            value=np.zeros_like(value) if cut and value is not None else value,
            selected=selection.name == node.name and selection.timestep in (at, None if role == "parameter" else at),
        )

    def _time(self, lag: int) -> int | str:
        """The subscript: the timestep, or where that is long how far it lies from the one that is opened."""
        if self._timestep <= _LONGEST_TIME:
            return self._timestep + lag
        return f"t{lag:+d}".replace("-", MINUS) if lag else "t"

    def _label(self, node: OperationNode) -> str:
        """What a node is called in the picture: an operation without a name of its own not at all."""
        if is_added(node.name):
            crosses = node.name.endswith(CROSSING)
            by_hand = QCoreApplication.translate("Lanes", "by hand")
            return QCoreApplication.translate("Lanes", "cut?") if crosses else by_hand
        if "." not in node.name or not node.kind:
            text = node.name
            if "." in text:
                graph = self._tape.graph if text in self._tape.graph else self._tape.adjoint
                text = written(graph, text, None).replace("[t]", "")
            return text if len(text) <= _LONGEST_LABEL else node.name
        return ""

    def _is_known(self, node: OperationNode) -> bool:
        if node.kind:
            return node.name in self._seen
        at = self._timestep + (node.lag or 0)
        given = not self._graph.timed(node.name) or at not in self._tape.span(node.name)
        return given or self._session.known(node.name).count(at) > 0

    def _is_cut(self, node: OperationNode) -> bool:
        """Whether what is read lies beyond a cut: then nothing of it comes here."""
        if node.kind or not node.lag:
            return False
        read = Read(node.name, node.lag)
        for one in self._there:
            which = choice(one)
            if which is not None and which.name.endswith(CROSSING) and one.inputs[-1] == read:
                return bool(self._tape.value(which.name, self._timestep))
        return RunReading(self._tape).read(self._graph, read, self._timestep)[1]

    def _words(self, node: OperationNode) -> str:
        """What a node is, for who points at it; "" for a number."""
        if node.kind:
            place = self._order.index(node.name)
            if node.name in self._seen:
                return translated(operation_done(self._tape, Cursor(self._position, place + 1)))
            return translated(operation_to_come(self._tape, Cursor(self._position, place)))
        if node.lag is None:
            return ""
        at = self._timestep + node.lag
        if self._is_cut(node):
            words = QCoreApplication.translate(
                "Lanes",
                "{name}[{t}] does not come here: the pass is cut between t = {t} and t = {here}; 0 stands in its place",
            )
            return words.format(name=node.name, t=at, here=self._timestep)
        if is_added(node.name):
            if node.name.endswith(CROSSING):
                return QCoreApplication.translate("Lanes", "1 where nothing is carried across a cut, 0 elsewhere")
            return QCoreApplication.translate("Lanes", "What was set by hand, and (1) where")
        what = legend(self._tape, node.name, at)
        name = (
            translated(what)
            if what is not None
            else f"{node.name}[{at}]"
            if self._graph.timed(node.name)
            else node.name
        )
        if not self._is_known(node):
            return QCoreApplication.translate("Lanes", "{name}: not computed yet").format(name=name)
        return f"{name} = {brief(self._tape.value(node.name, at))}"


def _inputs(operation: Operation) -> tuple[tuple[str, int] | float, ...]:
    return tuple(float(one) if not isinstance(one, Read) else (one.name, one.lag) for one in operation.inputs)
