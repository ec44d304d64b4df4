"""Breakpoints, hits and problems in words of the window's language."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from rnnviz.debugger.breakpoint import ALWAYS, EVERY, FROM, NTH, Breakpoint
from rnnviz.debugger.breakpoint_hits import Hit
from rnnviz.debugger.breakpoint_kinds import words
from rnnviz.debugger.clauses import when
from rnnviz.debugger.numbers import number
from rnnviz.debugger.roles import role
from rnnviz.debugger.symptoms import SYMPTOMS
from rnnviz.engine import Tape
from rnnviz.equations import EquationError
from rnnviz.session.session import Session
from rnnviz.session.translated import told, translated


def title(breakpoint_: Breakpoint, tape: Tape | None = None) -> str:
    """What a breakpoint waits for, with its threshold and its hit count where it has one; on a run also what an
    operation that nobody has named is there."""
    said = translated(words(replace(breakpoint_, condition="")))
    what = role(tape, breakpoint_.text) if tape is not None and breakpoint_.kind == "operation" else None
    if what is not None:
        template = QCoreApplication.translate("Breakpoints", "{operation}, {role}")
        said = template.format(operation=said, role=translated(what))
    if breakpoint_.condition:
        template = QCoreApplication.translate("Breakpoints", "{what}, if {condition}")
        said = template.format(what=said, condition=breakpoint_.condition)
    if breakpoint_.kind == "symptom" and has_threshold(breakpoint_):
        said += f" ({number(breakpoint_.threshold)})"
    count = QLocale().toString(breakpoint_.count)
    if breakpoint_.counting == NTH and breakpoint_.count > 1:
        said += ", " + QCoreApplication.translate("Breakpoints", "hit %1").replace("%1", count)
    elif breakpoint_.counting == EVERY:
        said += ", " + QCoreApplication.translate("Breakpoints", "every %1 hits").replace("%1", count)
    elif breakpoint_.counting == FROM:
        said += ", " + QCoreApplication.translate("Breakpoints", "from hit %1 on").replace("%1", count)
    return said


def explanation(breakpoint_: Breakpoint) -> str:
    """More about it than its title, where there is more; else ""."""
    symptom = SYMPTOMS.get(breakpoint_.text) if breakpoint_.kind == "symptom" else None
    return "" if symptom is None else translated(symptom.explanation)


def has_threshold(breakpoint_: Breakpoint) -> bool:
    symptom = SYMPTOMS.get(breakpoint_.text) if breakpoint_.kind == "symptom" else None
    return symptom is not None and symptom.threshold is not None


def counting_texts() -> dict[str, str]:
    """The ways to count hits, in words."""
    return {
        ALWAYS: QCoreApplication.translate("Breakpoints", "at every hit"),
        NTH: QCoreApplication.translate("Breakpoints", "at hit number"),
        EVERY: QCoreApplication.translate("Breakpoints", "at every so many hits"),
        FROM: QCoreApplication.translate("Breakpoints", "from hit number … on"),
    }


def place(hit: Hit, tape: Tape) -> str:
    """Phase and timestep of a hit; before the first timestep, the start."""
    if hit.stop == 0:
        return QCoreApplication.translate("Breakpoints", "start")
    return translated(when(tape.moment(hit.stop)))


def short_place(hit: Hit, tape: Tape) -> str:
    """The way of the pass and the timestep, where there is no room for words."""
    if hit.stop == 0:
        return QCoreApplication.translate("Breakpoints", "start")
    arrow = "→" if tape.moment(hit.stop).pass_.direction > 0 else "←"
    return f"{arrow} {QLocale().toString(hit.timestep)}"


def comparison(hit: Hit) -> str:
    """What was looked at, its number, and the threshold."""
    if hit.actual is None:
        return hit.subject
    said = f"{hit.subject} = {number(hit.actual)}"
    return said if hit.threshold is None else f"{said} {hit.symbol} {number(hit.threshold)}"


def short_comparison(hit: Hit) -> str:
    """The same, the number first, where what was looked at may have to be cut off."""
    if hit.actual is None:
        return hit.subject
    said = number(hit.actual)
    if hit.threshold is not None:
        said += f" {hit.symbol} {number(hit.threshold)}"
    return f"{said}: {hit.subject}"


def outcome_text(session: Session) -> str:
    """Where the last search came to, and why it stopped there."""
    outcome, tape = session.breakpoint_run.outcome, session.tape
    if outcome is None or tape is None:
        return ""
    if outcome.reached:
        where = translated(when(tape.moment(outcome.stop))) if outcome.stop else ""
        words = QCoreApplication.translate("Breakpoints", "Stopped at %1: %2")
        reached = "; ".join(dict.fromkeys(title(one, tape) for one in outcome.reached))
        if not where:
            return QCoreApplication.translate("Breakpoints", "Stopped at the start: %2").replace("%2", reached)
        return words.replace("%1", where).replace("%2", reached)
    if outcome.position:
        return QCoreApplication.translate("Breakpoints", "No breakpoint further on: this is the end of the run.")
    return QCoreApplication.translate("Breakpoints", "No breakpoint before: this is the start of the run.")


def problem_text(error: EquationError) -> str:
    return told(error.message, error.hint)
