"""What the inspector says, as HTML: equations whose names are links, numbers in their places, inputs and users."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.debugger import substitution
from rnnviz.debugger.numbers import brief, number
from rnnviz.engine import Tape
from rnnviz.equations import Graph, Read
from rnnviz.widgets.colours import Colours

_MOST_PARTS = 16
_OPEN, _LABEL, _CLOSE = "\ue000", "\ue001", "\ue002"  # never in an equation; they survive escaping

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Texts:
    """The words about one name at one timestep of a tape.

    `name` is anything that can be selected: a value, a gradient, a stream, a parameter, or a parameter's contribution.
    """

    tape: Tape
    name: str
    timestep: int
    colours: Colours

    @property
    def graph(self) -> Graph | None:
        """The graph that computes the name: the model's, the adjoint, or None for data and parameters."""
        try:
            return substitution.graph_of(self.tape, self.name)
        except KeyError:
            return None

    @property
    def is_gradient(self) -> bool:
        """Whether the name belongs to the backward pass."""
        return self.graph is self.tape.model.adjoint

    @property
    def parameter(self) -> str:
        """The parameter that the name is, or is the gradient of; else ""."""
        for name in (self.name, self.name.removeprefix("d")):
            if name in self.tape.model.parameters:
                return name
        return ""

    def heading(self, follows: bool) -> str:
        """The name, large, and what kind of thing it is."""
        graph = self.tape.model.graph
        timed = self.name not in self.tape.model.parameters
        colour = self.colours.backward if self.is_gradient else self.colours.forward
        if self.name in self.tape.model.parameters:
            colour, kind = self.colours.parameter, translate("Inspector", "weights, the same at every timestep")
        elif self.name in graph.streams:
            kind = translate("Inspector", "data")
        elif self.name in graph.losses:
            colour, kind = self.colours.loss, translate("Inspector", "loss")
        elif self.parameter:
            kind = translate("Inspector", "contribution to the gradient")
        elif self.is_gradient and self.name[1:] in graph:
            kind = translate("Inspector", "gradient")
        elif self.is_gradient:
            kind = translate("Inspector", "of the backward pass")
        elif self.name in graph.states:
            kind = translate("Inspector", "state")
        else:
            kind = translate("Inspector", "value")
        title = f"{escape(self.name)}[{self.timestep}]" if timed else escape(self.name)
        where = ""
        if timed:
            if follows:
                where = translate("Inspector", "at the cursor")
            else:
                here = translate("Inspector", "follow the cursor")
                where = f"<a href='{escape(self.name)}@' style='color:{self._link}'>{here}</a>"
        return (
            f"<span style='font-size:large; font-weight:600; color:{colour.name()}'>{title}</span>"
            f"&nbsp; <span style='color:{self.colours.faint.name()}'>"
            f"{' · '.join(part for part in (kind, self.shape(self.name), where) if part)}</span>"
        )

    def shape(self, name: str) -> str:
        """The shape of one timestep's value, in words."""
        model = self.tape.model
        if name in model.parameters:
            shape: tuple[int, ...] = model.parameters[name].shape
        elif self.graph is not None:
            shape = self.graph.shape(name)
        else:
            shape = model.graph.shape(name)
        if not shape:
            return translate("Inspector", "one number")
        return "×".join(str(size) for size in shape)

    @property
    def _link(self) -> str:
        return self.colours.text.name()

    def link(self, name: str, timestep: int | None, label: str | None = None) -> str:
        """A name as a link to itself at a timestep."""
        text = label if label is not None else (f"{name}[{timestep}]" if timestep is not None else name)
        target = f"{name}@{timestep if timestep is not None else ''}"
        return f"<a href='{escape(target)}' style='color:{self._link}'>{escape(text)}</a>"

    def _linked(self, html: str) -> str:
        html = html.replace(_OPEN, "<a href='").replace(_LABEL, f"' style='color:{self._link}'>")
        return html.replace(_CLOSE, "</a>")

    def equation_of(self, name: str) -> str:
        """The equation of a value, as written, each name a link to what is read at this timestep."""
        graph = substitution.graph_of(self.tape, name)

        def leaf(read: Read) -> str:
            if not graph.timed(read.name):
                return f"{_OPEN}{read.name}@{_LABEL}{read.name}{_CLOSE}"
            bracket = f"t{read.lag:+d}" if read.lag else "t"
            return f"{_OPEN}{read.name}@{self.timestep + read.lag}{_LABEL}{read.name}[{bracket}]{_CLOSE}"

        left = f"{name}[t]" if graph.timed(name) else name
        return self._code(self._linked(escape(f"{left} = {graph.expression(name, leaf)}")))

    def numbers_of(self, name: str) -> str:
        """The equation of a value with this timestep's numbers."""
        return self._code(escape(substitution.substitute(self.tape, name, self.timestep)))

    def _code(self, html: str) -> str:
        return f"<span style='font-family:monospace'>{html}</span>"

    def both(self, name: str) -> str:
        """A value's equation as written, and with this timestep's numbers."""
        return f"{self.equation_of(name)}<br>{self.numbers_of(name)}"

    def caption(self, title: str) -> str:
        """A small title over a picture."""
        return f"<span style='color:{self.colours.faint.name()}'>{title}</span>"

    def section(self, title: str, html: str) -> str:
        """A small title over a piece of text; nothing where there is no text."""
        if not html:
            return ""
        return f"{self.caption(title)}<br>{html}"

    def operations(self) -> str:
        """The equation's operations, one by one, each with its value."""
        if self.graph is None:
            return ""
        parts = substitution.parts(self.tape, self.name, self.timestep)
        if len(parts) < 2:
            return ""
        lines = "".join(
            f"<p style='margin:2px 0'>{self._code(escape(part.text))}<br>"
            f"&nbsp;&nbsp;{self._code('= ' + escape(brief(part.value)))}</p>"
            for part in parts[:_MOST_PARTS]
        )
        more = "" if len(parts) <= _MOST_PARTS else translate("Inspector", "and %n more", "", len(parts) - _MOST_PARTS)
        return f"{self.caption(translate('Inspector', 'Step by step'))}{lines}{more}"

    def links(self) -> str:
        """Who it was computed from, and who reads it."""
        graph = self.graph or self.tape.model.graph
        timed = self.name not in self.tape.model.parameters
        inputs = []
        if self.graph is not None:
            equation = graph.equation(self.name)
            inputs = [self.link(read.name, self.timestep + read.lag) for read in equation.reads]
            inputs += [self.link(name, None) for name in equation.parameters]
        users = [
            self.link(user, self.timestep - lag)
            for user, lag in graph.users(self.name)
            if not timed or 1 <= self.timestep - lag <= self.tape.timesteps
        ]
        return "<br>".join(
            part
            for part in (
                self.section(translate("Inspector", "Inputs"), ", ".join(dict.fromkeys(inputs))),
                self.section(translate("Inspector", "Users"), ", ".join(dict.fromkeys(users))),
            )
            if part
        )

    def contribution(self, known: range) -> str:
        """What this timestep adds to a parameter's gradient, and the sum so far, as norms; "" for other names."""
        parameter = self.parameter
        if not parameter or not known:
            return ""
        contributions = self.tape.contributions(parameter)
        lines = []
        if self.timestep in known:
            added = float(np.linalg.norm(contributions.at(self.timestep)))
            lines.append(f"‖d{escape(parameter)}[{self.timestep}]‖ = {number(added, 4)}")
        total = float(np.linalg.norm(contributions.total))
        words = translate("Inspector", "%1 of %2 timesteps are in the sum; ‖d%3‖ of all is %4")
        words = words.replace("%1", str(len(known))).replace("%2", str(self.tape.timesteps))
        lines.append(words.replace("%3", escape(parameter)).replace("%4", number(total, 4)))
        return self.section(translate("Inspector", "Contribution"), "<br>".join(lines))
