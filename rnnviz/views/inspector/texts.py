"""What the inspector says, as HTML: equations whose names are links, numbers in their places, inputs and users."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from rnnviz.debugger import substitution
from rnnviz.debugger.numbers import brief, number
from rnnviz.debugger.roles import legend, role
from rnnviz.debugger.sentence import Sentence
from rnnviz.debugger.sums import sum_of
from rnnviz.engine import Tape
from rnnviz.equations import Read
from rnnviz.equations.added_names import serves
from rnnviz.models.text import visible
from rnnviz.session.translated import translated
from rnnviz.views.inspector.subject import TOTAL, Kind, Subject
from rnnviz.widgets.colours import Colours

_MOST_PARTS = 16
_MOST_TERMS = 12
_MOST_NAMES = 6
_OPEN, _LABEL, _CLOSE = "\ue000", "\ue001", "\ue002"  # never in an equation; they survive escaping

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Texts:
    """The words about what is inspected."""

    subject: Subject
    colours: Colours

    @property
    def tape(self) -> Tape:
        """The run."""
        return self.subject.tape

    @property
    def name(self) -> str:
        """What is selected."""
        return self.subject.name

    @property
    def timestep(self) -> int:
        """The timestep at which it is."""
        return self.subject.timestep

    def heading(self) -> str:
        """The name, large, and what kind of thing it is."""
        subject = self.subject
        timed = subject.kind not in (Kind.WEIGHTS, Kind.SUM, Kind.ALL, Kind.TOTAL_LOSS)
        name = f"d{subject.parameter}" if subject.kind in (Kind.SUM, Kind.ALL) else self.name
        title = f"{escape(name)}[{self.timestep}]" if timed else escape(name)
        where = ""
        if timed and subject.follows:
            where = translate("Inspector", "at the cursor")
        elif subject.kind is Kind.CONTRIBUTION and not subject.untied:
            where = self.link(self.name, None, translate("Inspector", "the sum"))
        elif timed:
            where = self.link(self.name, None, translate("Inspector", "follow the cursor"))
        return (
            f"<span style='font-size:large; font-weight:600; color:{self._colour().name()}'>{title}</span>"
            f"&nbsp; <span style='color:{self.colours.faint.name()}'>"
            f"{' · '.join(part for part in (self._kind(), self.shape(), where) if part)}</span>"
        )

    def _colour(self) -> QColor:
        kind = self.subject.kind
        if kind in (Kind.WEIGHTS, Kind.UNTIED):
            return self.colours.parameter
        if self.name in self.tape.graph.losses or kind is Kind.TOTAL_LOSS:
            return self.colours.loss
        if kind in (Kind.STREAM, Kind.VALUE, Kind.START):
            return self.colours.forward
        return self.colours.backward

    def _kind(self) -> str:
        graph, kind = self.tape.graph, self.subject.kind
        unnamed = role(self.tape, self.name, self.timestep)
        if unnamed is not None and kind in (Kind.VALUE, Kind.GRADIENT):
            return escape(translated(unnamed))
        if kind is Kind.WEIGHTS and graph.parameters[self.name].state is not None:
            return translate("Inspector", "initial state, learned")
        if kind is Kind.START:
            return self._kind_of_start()
        if kind is Kind.VALUE and self.name in graph.losses:
            return translate("Inspector", "loss")
        if kind is Kind.VALUE and self.name in graph.states:
            return translate("Inspector", "state")
        if kind is Kind.GRADIENT and self.name[1:] not in graph:
            return translate("Inspector", "of the backward pass")
        if kind is Kind.CONTRIBUTION and self.subject.untied:
            return translate("Inspector", "gradient")
        return {
            Kind.WEIGHTS: translate("Inspector", "weights, the same at every timestep"),
            Kind.UNTIED: translate("Inspector", "weights of this timestep alone"),
            Kind.STREAM: translate("Inspector", "data"),
            Kind.VALUE: translate("Inspector", "value"),
            Kind.GRADIENT: translate("Inspector", "gradient"),
            Kind.START_GRADIENT: translate("Inspector", "gradient at the initial state"),
            Kind.CONTRIBUTION: translate("Inspector", "contribution to the gradient"),
            Kind.SUM: translate("Inspector", "gradient"),
            Kind.ALL: translate("Inspector", "gradient, the total"),
            Kind.TOTAL_LOSS: translate("Inspector", "the total loss"),
        }[kind]

    def _kind_of_start(self) -> str:
        if any(self.name == one.state for one in self.tape.graph.parameters.values()):
            return translate("Inspector", "initial state, learned")
        if any(key == self.name or key.startswith(f"{self.name}[") for key in self.tape.initial):
            return translate("Inspector", "initial state, given")
        return translate("Inspector", "initial state, zero unless given")

    def shape(self) -> str:
        """The shape of the value, in words."""
        graph = self.tape.graph
        if self.subject.kind is Kind.TOTAL_LOSS:
            return translate("Inspector", "one number")
        if self.subject.parameter:
            shape = graph.parameters[self.subject.parameter].shape
        elif self.name in self.tape.adjoint.definitions:
            shape = self.tape.adjoint.shape(self.name)
        else:
            shape = graph.shape(self.name if self.name in graph else self.name[1:])
        if graph.index(self.name):
            return translate("Inspector", "class index")
        if not shape:
            return translate("Inspector", "one number")
        return "×".join(str(size) for size in shape)

    def class_index(self, value: NDArray[np.generic]) -> str:
        """A class index in words, with the character that it stands for."""
        index, naming = int(value), self.subject.session.naming
        if index < 0:
            return self.caption(translate("Inspector", "no class"))
        words = translate("Inspector", "class %1").replace("%1", str(index))
        names = naming.named(self.name) if naming is not None else ()
        if index < len(names):
            called = translate("Inspector", "the character “%1”") if len(names[index]) == 1 else "“%1”"
            words += ", " + called.replace("%1", escape(visible(names[index])))
        return words

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
        segment = substitution.segment_of(self.tape, graph, name, self.timestep)

        def leaf(read: Read) -> str:
            if not graph.timed(read.name):
                return f"{_OPEN}{read.name}@{_LABEL}{read.name}{_CLOSE}"
            bracket = f"t{read.lag:+d}" if read.lag else "t"
            return f"{_OPEN}{read.name}@{self.timestep + read.lag}{_LABEL}{read.name}[{bracket}]{_CLOSE}"

        left = f"{name}[t]" if graph.timed(name) else name
        return self._code(self._linked(escape(f"{left} = {graph.expression(name, leaf, segment)}")))

    def sum_of_losses(self) -> str:
        """The total loss as a sum, each loss that is in it a link, and its numbers."""
        losses, whole = self.subject.losses(_MOST_TERMS)
        terms = [self.link(name, t) for name, t in losses]
        numbers = [number(float(self.tape.value(name, t)), 3) for name, t in losses]
        if not whole:
            for texts in (terms, numbers):
                texts.insert(-1, "…")
        if not terms:
            return self._code(" + ".join(f"Σ {escape(name)}[t]" for name in self.tape.graph.losses))
        return self._code(" + ".join(terms)) + "<br>" + self._code("= " + " + ".join(numbers))

    def sum_of_all(self) -> str:
        """A parameter's gradient as a sum over the timesteps, each summand that is in it a link."""
        name = f"d{self.subject.parameter}"
        known = self.subject.summed
        if self.subject.kind is Kind.ALL:
            known = self.tape.span(name)
        terms = [self.link(name, t) for t in known[::-1][:_MOST_TERMS]]
        if len(known) > _MOST_TERMS:
            terms += ["…", self.link(name, known.start)]
        if not terms:
            return self._code(f"{escape(name)} = Σ {escape(name)}[t]")
        words = translate("Inspector", "%1 of %2 timesteps are in the sum.")
        count = words.replace("%1", str(len(known))).replace("%2", str(len(self.tape.span(name))))
        return f"{self._code(f'{escape(name)} = ' + ' + '.join(terms))}<br>{self.caption(count)}"

    def numbers_of(self, name: str) -> str:
        """The equation of a value with this timestep's numbers, and what the names in it say that nobody has given."""
        numbers = self._code(escape(substitution.substitute(self.tape, name, self.timestep)))
        return "<br>".join((numbers, *self._names_in(name)))

    def _code(self, html: str) -> str:
        return f"<span style='font-family:monospace'>{html}</span>"

    def _names_in(self, name: str) -> list[str]:
        """What those names say, which the equation of a value reads, that nobody has given."""
        known: dict[str, str] = {}
        for read in substitution.line_of(self.tape, name, self.timestep).reads:
            words = legend(self.tape, read.name, self.timestep + read.lag)
            if words is not None and not serves(read.name) and len(known) < _MOST_NAMES:
                known.setdefault(read.name, self._explained(read, words))
        return list(known.values())

    def _explained(self, read: Read, words: Sentence) -> str:
        """The words about a name, and the name a link."""
        at = self.timestep + read.lag
        told, name = translated(words), f"{read.name}[{at}]"
        return self.caption(escape(told).replace(escape(name), self.link(read.name, at), 1))

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
        sections = (
            self.section(translate("Inspector", "Inputs"), ", ".join(dict.fromkeys(self._inputs()))),
            self.section(translate("Inspector", "Users"), ", ".join(dict.fromkeys(self._users()))),
        )
        return "<br>".join(section for section in sections if section)

    def _inputs(self) -> list[str]:
        if self.subject.kind is Kind.START:
            learned = f"{self.name}[{self.timestep}]"
            return [self.link(learned, None)] if learned in self.tape.graph.parameters else []
        if not self.subject.is_computed:
            return []
        graph = substitution.graph_of(self.tape, self.name)
        line = substitution.line_of(self.tape, self.name, self.timestep)
        reads = [self.link(read.name, self.timestep + read.lag) for read in line.reads if not serves(read.name)]
        return reads + [self.link(name, self.timestep if graph.timed(name) else None) for name in line.parameters]

    def _users(self) -> list[str]:
        kind, name = self.subject.kind, self.name
        if kind is Kind.CONTRIBUTION and not self.subject.untied:
            return [self.link(name, None, translate("Inspector", "%1, the sum").replace("%1", name))]
        if kind in (Kind.SUM, Kind.ALL, Kind.TOTAL_LOSS):
            return []
        if kind is Kind.WEIGHTS:
            learned = self.tape.graph.parameters[name]
            if learned.state is None or learned.border is None:
                return self._readers(name, self.timestep)
            place = learned.border if learned.border <= 0 else self.tape.timesteps + learned.border
            return self._readers(learned.state, place)
        return self._readers(name, self.timestep)

    def _readers(self, name: str, timestep: int) -> list[str]:
        """The values whose equations read `name` at a timestep, each at its own."""
        graph = self.tape.adjoint if name in self.tape.adjoint.definitions else self.tape.graph
        found = []
        for line in graph.equations:
            first, last = self.tape.extent.ranges[line.operations[-1].segment]
            lags = [read.lag for read in line.reads if read.name == name] + [0] * (name in line.parameters)
            places = [timestep - lag for lag in lags if first <= timestep - lag <= last]
            if not line.name.endswith(TOTAL) and not serves(line.name):
                found += [self.link(line.name, place) for place in places]
        return found

    def contribution(self) -> str:
        """How much this timestep adds to a parameter's gradient, and how much all of them, as norms; "" otherwise."""
        parameter, known = self.subject.parameter, self.subject.summed if self.subject.parameter else range(0)
        if not known or self.subject.untied:
            return ""
        contributions = self.tape.contributions(parameter)
        lines = []
        if self.timestep in known:
            added = number(float(np.linalg.norm(contributions.at(self.timestep))), 4)
            words = translate("Inspector", "%1 has the norm %2")
            lines.append(words.replace("%1", self.link(f"d{parameter}", self.timestep)).replace("%2", added))
        words = translate("Inspector", "%1, all %n timesteps, has the norm %2", "", len(known))
        if len(known) < len(self.tape.span(f"d{parameter}")):
            words = translate("Inspector", "%1, the sum of %n timesteps so far, has the norm %2", "", len(known))
        norm = number(float(np.linalg.norm(sum_of(contributions, known))), 4)
        lines.append(words.replace("%1", self.link(f"d{parameter}", None)).replace("%2", norm))
        return self.section(translate("Inspector", "Contribution"), "<br>".join(lines))
