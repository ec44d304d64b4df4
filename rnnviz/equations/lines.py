"""The lines of a text: declarations, segment headers, and assignments with the names they define."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from rnnviz.equations.errors import EquationError, Place
from rnnviz.equations.operations import CALLABLE
from rnnviz.equations.sentence import said
from rnnviz.equations.syntax import LONGEST_LINE, Reader, from_identifier, parse_python, what_python_says

DECLARATION = re.compile(r"(untied|learned|loss)\s+(.+)")
HEADER = re.compile(r"([^\W\d]\w*)\s*:")
BORDER = re.compile(r"([^\W\d]\w*)\[\s*(?:(0|-\s*\d+)|T\s*\+\s*(\d+))\s*\]")
NAME = re.compile(r"[^\W\d]\w*")
RESERVED = frozenset({"t", "T", "untied", "learned", "loss"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """`names = value`, in a segment; `timed` where the names carry `[t]`."""

    names: tuple[str, ...]
    places: tuple[Place, ...]
    timed: bool
    value: ast.expr
    text: str
    line: int
    indent: int
    segment: int

    @property
    def place(self) -> Place:
        return Place(self.line, self.indent, len(self.text))


@dataclass
class Lines:
    """A text taken apart. `learned` maps (state, border timestep) to its place; see `Parameter`."""

    assignments: list[Assignment]
    segments: list[str]
    untied: dict[str, Place]
    learned: dict[tuple[str, int], Place]
    losses: dict[str, Place] | None


def read_lines(text: str) -> Lines:
    """Raises EquationError at the first line that is none of the language's."""
    found = Lines([], [], {}, {}, None)
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if len(raw) > LONGEST_LINE:
            raise EquationError(
                said("The line is longer than {most} characters.", most=LONGEST_LINE), Place(number, 0, 1)
            )
        content = raw.split("#", 1)[0].rstrip()
        line = content.lstrip()
        if not line:
            continue
        indent = len(content) - len(line)
        if declaration := DECLARATION.fullmatch(line):
            declare(found, declaration, number, indent)
        elif header := HEADER.fullmatch(line):
            open_segment(found, header[1], number, indent)
        else:
            found.assignments.append(assignment(found, line, number, indent))
    if not found.assignments:
        raise EquationError(
            said("There is no equation."),
            Place(1, 0, 1),
            said("Write one, such as `h[t] = tanh(W @ h[t-1] + U @ x[t])`."),
        )
    return found


def declare(found: Lines, declaration: re.Match[str], number: int, indent: int) -> None:
    word = declaration[1]
    if found.assignments or found.segments:
        raise EquationError(
            said("`{word}` leads the text.", word=word),
            Place(number, indent, len(word)),
            said("Move it above the equations."),
        )
    position = declaration.start(2)
    for item in declaration[2].split(","):
        start = indent + position + len(item) - len(item.lstrip())
        position += len(item) + 1
        name = item.strip()
        last = indent + len(declaration[0]) - 1
        place = Place(number, min(start, last), max(1, len(name)))
        if word == "learned":
            border = BORDER.fullmatch(name)
            if border is None:
                raise EquationError(
                    said("`{name}` is no initial state.", name=name),
                    place,
                    said("Write `learned h[0]`, or `h[T+1]` for a state that reads t+1."),
                )
            timestep = int(border[3]) if border[3] else int(border[2].replace(" ", ""))
            found.learned[border[1], timestep] = place
            continue
        if not name:
            raise EquationError(said("A name is missing here."), place, said("Write `{word} W, b`.", word=word))
        if not NAME.fullmatch(name):
            raise EquationError(
                said("`{name}` is not a name.", name=name), place, said("Write `{word} W, b`.", word=word)
            )
        if word == "untied":
            found.untied[name] = place
        else:
            found.losses = {**(found.losses or {}), name: place}


def open_segment(found: Lines, name: str, number: int, indent: int) -> None:
    place = Place(number, indent, len(name))
    if indent:
        raise EquationError(said("A segment's header is not indented."), place)
    if found.assignments and not found.segments:
        first = found.assignments[0]
        raise EquationError(
            said("Equations stand before the first segment."),
            first.place,
            said("Give them a header, or remove `{name}:`.", name=name),
        )
    if name in found.segments:
        raise EquationError(said("There are two segments `{name}`.", name=name), place, said("Give each its own name."))
    check_name(name, place)
    found.segments.append(name)


def check_name(name: str, place: Place) -> None:
    if name in CALLABLE:
        raise EquationError(
            said("`{name}` is an operation and cannot be defined.", name=name), place, said("Choose another name.")
        )
    if name in RESERVED:
        meaning = said("the timestep") if name == "t" else said("a word of the language")
        raise EquationError(
            said("`{name}` is {meaning} and cannot be defined.", name=name, meaning=meaning),
            place,
            said("Choose another name."),
        )


def syntax_error(error: Exception, line: str, number: int, indent: int) -> EquationError:
    if isinstance(error, RecursionError | MemoryError):
        return EquationError(
            said("The expression is nested too deep."), Place(number, indent, len(line)), said("Name a part of it.")
        )
    offset = min(max(0, (getattr(error, "offset", None) or 1) - 1), max(0, len(line) - 1))
    message = said("This is not an equation.")
    if isinstance(error, SyntaxError) and error.msg:
        message = said("This is not an equation: {why}.", why=what_python_says(error))
    hint = said("An equation is `name[t] = expression` on one line.")
    if "==" in line and "=" not in line.replace("==", ""):
        hint = said("A single `=` defines a value.")
    return EquationError(message, Place(number, indent + offset, max(1, len(line) - offset)), hint)


def assignment(found: Lines, line: str, number: int, indent: int) -> Assignment:
    try:
        tree = parse_python(line, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise syntax_error(error, line, number, indent) from None
    whole = Place(number, indent, len(line))
    if not isinstance(tree, ast.Module) or len(tree.body) != 1:
        raise EquationError(said("A line holds one equation."), whole, said("Put each on a line of its own."))
    statement = tree.body[0]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        what = said("only an expression") if isinstance(statement, ast.Expr) else said("something else")
        raise EquationError(
            said("An equation is `name[t] = expression`, and this is {found}.", found=what),
            whole,
            said("Write what it defines on the left of one `=`."),
        )
    target = statement.targets[0]
    if found.segments and not indent and not isinstance(target, ast.Name):
        raise EquationError(said("The equations of a segment are indented under its header."), whole)
    if not found.segments and indent and found.assignments and not found.assignments[-1].indent:
        raise EquationError(
            said("The line is indented, and stands under no segment's header."), whole, said("Move it to the left.")
        )
    targets = list(target.elts) if isinstance(target, ast.Tuple | ast.List) else [target]

    def refuse(name: str, lag: int | None, place: Place) -> float:
        return 0.0

    reader = Reader(line, number, indent, refuse)
    names, places, timed = [], [], set()
    for one in targets:
        inner = one.value if isinstance(one, ast.Subscript) else one
        if not isinstance(inner, ast.Name):
            raise reader.error(
                one,
                said("`{source}` cannot be defined.", source=reader.source(one)),
                said("The left side is a name at t: `h[t]`."),
            )
        if isinstance(one, ast.Subscript):
            at = one.slice
            if not (isinstance(at, ast.Name) and at.id == "t"):
                raise reader.error(
                    one,
                    said("`{source}` cannot be defined.", source=reader.source(one)),
                    said(
                        "An equation defines timestep t: `{name}[t] = …`; shift what it reads instead.", name=inner.id
                    ),
                )
        name, place = from_identifier(inner.id), reader.place(one)
        check_name(name, place)
        if name in names:
            raise EquationError(said("`{name}` is defined twice in one line.", name=name), place)
        names.append(name)
        places.append(place)
        timed.add(isinstance(one, ast.Subscript))
    if len(timed) != 1:
        raise EquationError(said("Either every name on the left carries `[t]`, or none."), whole)
    segment = max(0, len(found.segments) - 1)
    return Assignment(tuple(names), tuple(places), timed.pop(), statement.value, line, number, indent, segment)
