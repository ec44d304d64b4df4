"""A gradient check in words: what agrees or does not, where, why, and the numbers that show it."""

from __future__ import annotations

from html import escape
from math import prod

from PySide6.QtCore import QCoreApplication, QLocale

from rnnviz.engine import Tape
from rnnviz.engine.data import borders
from rnnviz.engine.difference_study import STEPS, DifferenceStudy
from rnnviz.engine.gradient_check import Comparison
from rnnviz.engine.gradient_verdict import Accumulation, Verdict
from rnnviz.engine.rule_check import RuleFault
from rnnviz.widgets.colours import Colours

translate = QCoreApplication.translate


def place_of(tape: Tape, key: str) -> tuple[str, int]:
    """The state and the timestep of an initial state, as `Tape.initial_gradients` names it: `h`, `h[-1]`, `h[T+2]`."""
    state, _, bracket = key.partition("[")
    if bracket:
        place = int(bracket.rstrip("]").removeprefix("T+"))
        return state, tape.timesteps + place if bracket.startswith("T+") else place
    before, _ = borders(tape.graph, state)
    return state, 0 if before else tape.timesteps + 1


def number(value: float) -> str:
    return f"{value:.8g}"


class GradientWords:
    """The verdict on the gradients of a run, as rich text; a link is name@timestep@element."""

    def __init__(self, tape: Tape, verdict: Verdict, colours: Colours) -> None:
        self.tape, self.verdict, self.colours = tape, verdict, colours

    def text(self) -> str:
        verdict, check = self.verdict, self.verdict.check
        worst = verdict.worst
        if worst is None:
            return translate("gradients", "This model has nothing to compare: no weights and no initial states.")
        unclear = verdict.cause == "sensitive"
        ink = self.colours.text if check.passed or unclear else self.colours.error
        place = translate("gradients", "The largest error of all: %1") if check.passed else (
            translate("gradients", "The worst place: %1")
        )  # fmt: skip
        evidence = "".join(f"<p>{part}</p>" for part in [*self.cause(), self.how()])
        foremost = check.worst or worst
        return (
            f"<p style='color:{ink.name()}'><b>{self.title()}</b></p>"
            f"<p>{place.replace('%1', self.sentence(foremost))}</p>{evidence}{self.table()}"
        )

    def title(self) -> str:
        return {
            "": translate("gradients", "✓ Every gradient agrees with its finite difference."),
            "rule": translate("gradients", "✗ A gradient is wrong: the fault is in a rule."),
            "accumulation": translate(
                "gradients", "✗ A gradient is wrong: the fault is in what is added up over time."
            ),
            "precision": translate("gradients", "✗ A gradient is inexact: 32-bit numbers are too coarse for this run."),
            "sensitive": translate(
                "gradients", "≈ No fault is found; this run is too sensitive for its gradients to be compared closely."
            ),
            "difference": translate(
                "gradients", "✓ The gradients are right; an ordinary finite difference would be wrong by itself."
            ),
        }[self.verdict.cause]

    def cause(self) -> list[str]:
        """Why, with the evidence."""
        verdict = self.verdict
        if verdict.rule is not None:
            return self.rule(verdict.rule)
        if verdict.cause == "accumulation":
            return self.accumulation(verdict.accumulation)
        if verdict.sensitivity is not None:
            words = translate(
                "gradients",
                "Every rule, tried alone, is right. But rounding decides here: with every weight changed in its last "
                "digit alone, the gradient at this place is anything from %1 to %2, and what it is compared with is "
                "one more such run. Gradients that explode over many timesteps are like this: look at Tools ▸ "
                "Diagnostics, or check a shorter run.",
            )
            shaken = verdict.sensitivity
            return [words.replace("%1", number(shaken.one)).replace("%2", number(shaken.other))]
        if verdict.cause == "precision":
            return [
                translate(
                    "gradients",
                    "Every rule and every sum is right: the same run in 64-bit numbers agrees. Rounding alone makes "
                    "the difference.",
                )
            ]
        if verdict.cause == "difference" and verdict.study is not None and verdict.worst is not None:
            return self.difference(verdict.worst, verdict.study)
        if not verdict.central:
            return [
                translate("gradients", "Ordinary differences were not tried: they do not see where the run is cut.")
            ]
        return [translate("gradients", "Ordinary differences, with a step of 1e-6, agree as well.")]

    def rule(self, fault: RuleFault) -> list[str]:
        operand = "abc"[fault.operand] if fault.operand < 3 else str(fault.operand + 1)
        owner = self.tape.graph.equation(fault.operation)
        words = translate(
            "gradients",
            "The operation %1 in %2 has a rule that is not its derivative. For its operand %3 the rule says %4, where "
            "g is the gradient at the result y, and a, b, c are the operands.",
        )
        words = words.replace("%1", f"<b>{escape(fault.kind)}</b>").replace("%3", f"<code>{operand}</code>")
        words = words.replace("%2", self.link(owner.name, fault.timestep, (), escape(owner.text)))
        words = words.replace("%4", f"<code>{escape(fault.rule)}</code>")
        shown = translate(
            "gradients",
            "Tried alone at t = %1, with random numbers for g: at element %2 the rule gives %3, and the operation "
            "itself, changed a little there, gives %4.",
        )
        shown = shown.replace("%1", str(fault.timestep)).replace("%2", str(list(fault.element)))
        return [words, shown.replace("%3", number(fault.value)).replace("%4", number(fault.difference))]

    def accumulation(self, added: Accumulation | None) -> list[str]:
        rules = translate("gradients", "The rule of every operation, tried alone, is right.")
        if added is None:
            return [
                rules,
                translate(
                    "gradients",
                    "So the fault is in what is put together of them: a term is left out or added twice.",
                ),
            ]
        words = {
            "sum": translate("gradients", "Each timestep's contribution is right; their sum is not."),
            "timesteps": translate("gradients", "The sum is right; contributions of single timesteps are not."),
            "both": translate(
                "gradients",
                "The contributions and their sum are both wrong: a term is left out or added twice at each timestep.",
            ),
        }[added.which]
        shown = translate(
            "gradients",
            "Added up one by one, the contributions make %1; the run's sum is %2; the loss says %3.",
        )
        shown = shown.replace("%1", number(added.added)).replace("%2", number(added.total))
        return [f"{rules} {words}", shown.replace("%3", number(added.difference))]

    def difference(self, worst: Comparison, study: DifferenceStudy) -> list[str]:
        words = {
            "truncation": translate(
                "gradients", "The loss bends too much for the step: the error shrinks with the square of the step."
            ),
            "rounding": translate(
                "gradients",
                "Rounding: the two losses are nearly the same large number. The error grows as the step shrinks.",
            ),
            "kink": translate(
                "gradients",
                "The loss has a corner or a jump here: its slopes on the two sides differ, and the gradient is that of "
                "one side, or a convention.",
            ),
            "stop": translate(
                "gradients", "The equations hold back a gradient by stop(…); the loss itself changes all the same."
            ),
        }[study.reason]  # fmt: skip
        place = translate(
            "gradients", "At %1 the gradient is %2, as the complex step says; an ordinary difference gives %3."
        )
        place = place.replace("%1", self.place(worst)).replace("%2", number(study.exact))
        rows = "".join(
            f"<tr><th align='left' style='padding-right:10px'>{head}</th>"
            + "".join(f"<td style='padding-right:10px'>{each}</td>" for each in cells)
            + "</tr>"
            for head, cells in (
                (translate("gradients", "step"), [f"{step:.0e}" for step in STEPS]),
                (translate("gradients", "error"), [f"{error:.0e}" for error in study.errors]),
            )
        )
        return [place.replace("%3", number(study.difference)), words, f"<table>{rows}</table>"]

    def how(self) -> str:
        check, locale = self.verdict.check, QLocale()
        count = locale.toString(len(check.comparisons))
        if check.complete:
            words = translate("gradients", "Compared by the complex step: all %1 numbers.").replace("%1", count)
        else:
            sizes = [prod(one.shape) * (self.tape.timesteps + 1) for one in self.tape.graph.parameters.values()]
            words = translate(
                "gradients",
                "Compared by the complex step: a sample of %1 numbers out of %2, with the largest among them; all of "
                "them would take too long.",
            )
            words = words.replace("%1", count).replace("%2", locale.toString(sum(sizes)))
        rest = translate("gradients", "Errors up to %1 are rounding.").replace("%1", f"{check.tolerance:.0e}")
        return f"{words} {rest}"

    def table(self) -> str:
        check = self.verdict.check
        heads = (
            translate("gradients", "Gradient of"), translate("gradients", "worst element"),
            translate("gradients", "timestep"), translate("gradients", "gradient"),
            translate("gradients", "difference"), translate("gradients", "error"),
        )  # fmt: skip
        head = "".join(f"<th align='left' style='padding-right:14px'>{each}</th>" for each in heads)
        found = [check.worst_of(name, total) for name in check.parameters for total in (True, False)]
        return f"<table><tr>{head}</tr>{''.join(self.row(one) for one in found if one is not None)}</table>"

    def row(self, one: Comparison) -> str:
        name, timestep, element = self.target(one)
        when = "" if one.initial else translate("gradients", "sum of all") if timestep is None else str(timestep)
        good = one.error <= self.verdict.check.tolerance
        unclear = not good and self.verdict.cause == "sensitive"
        error = f"{'✓' if good else '≈' if unclear else '✗'} {one.error:.1e}"
        if not good and not unclear:
            error = f"<span style='color:{self.colours.error.name()}'>{error}</span>"
        values = (
            self.link(name, timestep, element, escape(self.name(one))), str(list(element)) if element else "", when,
            f"{one.gradient:.4g}", f"{one.difference:.4g}", error,
        )  # fmt: skip
        return "<tr>" + "".join(f"<td style='padding-right:14px'>{each}</td>" for each in values) + "</tr>"

    def sentence(self, one: Comparison) -> str:
        words = translate("gradients", "%1: the gradient is %2, the difference %3, the error %4.")
        words = words.replace("%1", self.place(one)).replace("%2", f"{one.gradient:.10g}")
        return words.replace("%3", f"{one.difference:.10g}").replace("%4", f"{one.error:.1e}")

    def place(self, one: Comparison) -> str:
        """The parameter, its element and the timestep, as a link."""
        name, timestep, element = self.target(one)
        where = escape(self.name(one)) + (str(list(element)) if element else "")
        if timestep is not None and not one.initial:
            where = translate("gradients", "%1 at t = %2").replace("%1", where).replace("%2", str(timestep))
        elif not one.initial and self.tape.graph.parameters[one.parameter].state is None:
            where = translate("gradients", "%1, the sum over all timesteps").replace("%1", where)
        return self.link(name, timestep, element, where)

    def name(self, one: Comparison) -> str:
        if not one.initial:
            return f"d{one.parameter}"
        state, timestep = place_of(self.tape, one.parameter)
        return f"d{state}[{timestep}]"

    def target(self, one: Comparison) -> tuple[str, int | None, tuple[int, ...]]:
        """What is selected by a click. Of an untied parameter, the first index is the timestep."""
        if one.initial:
            state, timestep = place_of(self.tape, one.parameter)
            return f"d{state}", timestep, one.element
        if self.tape.graph.parameters[one.parameter].untied:
            return f"d{one.parameter}", one.element[0] + 1, one.element[1:]
        return f"d{one.parameter}", one.timestep, one.element

    def link(self, name: str, timestep: int | None, element: tuple[int, ...], words: str) -> str:
        where = f"{name}@{'' if timestep is None else timestep}@{', '.join(map(str, element))}"
        return f"<a href='{escape(where)}'>{words}</a>"
