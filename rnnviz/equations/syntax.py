"""From characters to expression trees: Python's expression syntax, read with `ast` and never evaluated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rnnviz.equations.errors import EquationError, Place
from rnnviz.equations.graph import Read
from rnnviz.equations.operations import CALLABLE, FUNCTIONS, SYMBOLS, TABLE, Row
from rnnviz.equations.sentence import Sentence, said


@dataclass(frozen=True, slots=True)
class Term:
    """An operation that has no name yet, over the expressions that it reads."""

    kind: str
    operands: tuple[Expression, ...]
    attributes: tuple[object, ...]
    place: Place


Expression = Term | Read | float
Resolve = Callable[[str, int | None, Place], Expression]
"""What a name means: called with the lag of `name[t+lag]`, or None for the bare name."""

# A reserved name such as h.2 is made an identifier by a dot that Python takes for a letter; columns stay as they are.
DOTTED = re.compile(r"(?<![\w.])([^\W\d]\w*)((?:\.\d+)+)")
# An escape, and a letter right behind a number (but for an exponent).
FOREIGN = re.compile(r"\\|(?<![\w.·])(?>\d[\d_]*+\.?\d*+|\.\d++)(?>(?:[eE][+-]?\d++)?)[^\W\d]")
LONGEST_LINE = 20_000
LARGEST_CONSTANT = 10_000_000
DEEPEST = 150

BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


def to_identifier(text: str) -> str:
    return DOTTED.sub(lambda found: found[0].replace(".", "·"), text)


def from_identifier(name: str) -> str:
    return name.replace("·", ".")


@lru_cache(maxsize=4096)
def parse_python(text: str, mode: str) -> ast.AST:
    """`ast.parse` of one line; raises SyntaxError, ValueError, RecursionError or MemoryError as that does."""
    foreign = FOREIGN.search(text)
    if foreign:  # Python would warn, on stderr, of what the language does not have
        found = said("`{mark}` is not of the language", mark=foreign[0])
        raise SyntaxError(found, ("", 1, foreign.start() + 1, text))
    return ast.parse(to_identifier(text), mode=mode)


_PYTHON_SAYS = {
    str(one): one
    for one in (
        said("invalid syntax"),
        said("invalid decimal literal"),
        said("unexpected indent"),
        said("unterminated string literal"),
        said("unexpected EOF while parsing"),
        said("cannot assign to expression here"),
        said("cannot assign to literal here"),
        said("cannot assign to function call here"),
        said("positional argument follows keyword argument"),
        said("unindent does not match any outer indentation level"),
    )
}


_BRACKET = re.compile(r"'(?P<open>.)' was never closed|unmatched '(?P<close>.)'")
_CHARACTER = re.compile(r"invalid character '(?P<mark>.)' \(U\+\w+\)")


def what_python_says(error: Exception) -> str:
    """A syntax error's own words, as far as they can be said in every language, without its advice, which is meant for
    programs."""
    text = getattr(error, "msg", "") or str(error)
    if isinstance(text, Sentence):
        return text
    text = (text[:1].lower() + text[1:]).split(". Perhaps")[0].split(". Maybe")[0].split(" (detected")[0]
    bracket = _BRACKET.fullmatch(text)
    if bracket is not None:
        mark = bracket["open"] or bracket["close"]
        return (
            said("'{mark}' was never closed", mark=mark) if bracket["open"] else said("unmatched '{mark}'", mark=mark)
        )
    character = _CHARACTER.fullmatch(text)
    if character is not None:
        return said("`{mark}` is no character of the language", mark=character["mark"])
    return _PYTHON_SAYS.get(text, said("invalid syntax"))


class Reader:
    """Makes an expression of one line's syntax tree. `resolve` says what a name means."""

    def __init__(self, text: str, line: int, indent: int, resolve: Resolve) -> None:
        self.text, self.line, self.indent, self.resolve = text, line, indent, resolve
        self.depth = 0

    def place(self, node: ast.expr | ast.keyword) -> Place:
        if node.lineno != 1 or (node.end_lineno or 1) != 1:
            return Place(self.line, self.indent, len(self.text))
        raw = to_identifier(self.text).encode()
        column = len(raw[: node.col_offset].decode(errors="replace"))
        end = len(raw[: node.end_col_offset].decode(errors="replace"))
        return Place(self.line, self.indent + column, max(1, end - column))

    def error(self, node: ast.expr | ast.keyword, message: str, hint: str = "") -> EquationError:
        return EquationError(message, self.place(node), hint)

    def source(self, node: ast.expr) -> str:
        place = self.place(node)
        start = place.column - self.indent
        return self.text[start : start + place.length]

    def expression(self, node: ast.expr) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(
                node,
                said(
                    "More than {most} operations stand one inside another (in a sum, each term inside the next).",
                    most=DEEPEST,
                ),
                said("Give a part of it an equation and a name of its own."),
            )
        try:
            return self._expression(node)
        finally:
            self.depth -= 1

    def _expression(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant():
                return self.number(node)
            case ast.Name():
                return self.resolve(self.name(node), None, self.place(node))
            case ast.BinOp() if type(node.op) in BINARY:
                return self.operation(SYMBOLS[BINARY[type(node.op)]], node, (node.left, node.right))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.expression(node.operand)
            case ast.UnaryOp(op=ast.USub()):
                operand = self.expression(node.operand)
                if isinstance(operand, float):
                    return -operand
                return Term("negative", (operand,), (), self.place(node))
            case ast.Compare(ops=[op], comparators=[right]) if type(op) in BINARY:
                return self.operation(SYMBOLS[BINARY[type(op)]], node, (node.left, right))
            case ast.Compare() if len(node.ops) > 1:
                raise self.error(
                    node, said("A comparison takes two sides."), said("Multiply two comparisons: (a < b) * (b < c).")
                )
            case ast.Attribute(attr="T"):
                return self.operation("transpose", node, (node.value,))
            case ast.Attribute():
                raise self.error(
                    node,
                    said("`.{attr}` is unknown.", attr=node.attr),
                    said("Only `.T`, the transpose, can follow a value."),
                )
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call():
                return self.call(node)
            case ast.BoolOp() | ast.UnaryOp():
                raise self.error(
                    node, said("`and`, `or` and `not` are not operations."), said("Multiply or add comparisons.")
                )
            case _:
                raise self.error(
                    node,
                    said("`{source}` is no expression of the language.", source=self.source(node)),
                    said("It has names, numbers, + - * / @ **, comparisons, slices and calls of its operations."),
                )

    def operation(self, kind: str, node: ast.expr, operands: tuple[ast.expr, ...]) -> Term:
        return Term(kind, tuple(self.expression(operand) for operand in operands), (), self.place(node))

    def name(self, node: ast.Name) -> str:
        name = from_identifier(node.id)
        if name in CALLABLE:
            raise self.error(node, said("`{name}` is an operation and is called: `{name}(…)`.", name=name))
        if name == "t":
            raise self.error(node, said("`t` is the timestep and stands in brackets only: `h[t]`."))
        return name

    def number(self, node: ast.Constant) -> float:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise self.error(node, said("`{source}` is not a number.", source=self.source(node)))
        try:
            value = float(node.value)
        except OverflowError:
            value = float("inf")
        if value == float("inf"):
            raise self.error(node, said("The number is too large."))
        return value

    def constant(self, node: ast.expr, what: str) -> int:
        negative = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        bare = node.operand if isinstance(node, ast.UnaryOp) and negative else node
        if isinstance(bare, ast.Constant) and type(bare.value) is int and bare.value <= LARGEST_CONSTANT:
            return -bare.value if negative else bare.value
        raise self.error(
            node, said("{what} is a whole number written out, not `{source}`.", what=what, source=self.source(node))
        )

    def lag(self, node: ast.expr) -> int | None:
        """The k of `t + k`, or None if `t` does not stand in the brackets."""
        if isinstance(node, ast.Name) and node.id == "t":
            return 0
        if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name) and node.left.id == "t":
            if isinstance(node.op, ast.Add | ast.Sub):
                amount = self.constant(node.right, said("A lag"))
                lag = amount if isinstance(node.op, ast.Add) else -amount
                if abs(lag) > 10_000:
                    raise self.error(node, said("A lag of {lag} is too large.", lag=lag), said("At most 10000."))
                return lag
            raise self.error(
                node, said("`{source}` is no timestep.", source=self.source(node)), said("Write `t`, `t-1`, `t+2`.")
            )
        if any(isinstance(part, ast.Name) and part.id == "t" for part in ast.walk(node)):
            raise self.error(
                node,
                said("`{source}` is no timestep.", source=self.source(node)),
                said("Write `t`, `t-1`, `t+2`, with a constant lag."),
            )
        return None

    def subscript(self, node: ast.Subscript) -> Expression:
        lag = None if isinstance(node.slice, ast.Slice | ast.Tuple) else self.lag(node.slice)
        if lag is not None:
            if not isinstance(node.value, ast.Name):
                raise self.error(
                    node,
                    said("Only a name can be read at a timestep."),
                    said("Give `{source}` an equation of its own and read its name.", source=self.source(node.value)),
                )
            return self.resolve(self.name(node.value), lag, self.place(node))
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        operand = self.expression(node.value)
        return Term("take", (operand,), tuple(self.item(item) for item in items), self.place(node))

    def item(self, node: ast.expr) -> object:
        if not isinstance(node, ast.Slice):
            return self.constant(node, said("An element"))
        if node.step is not None:
            raise self.error(node.step, said("A slice has a start and a stop, and no step."))
        ends = (node.lower, node.upper)
        return tuple(None if end is None else self.constant(end, said("A slice's end")) for end in ends)

    def call(self, node: ast.Call) -> Term:
        if not isinstance(node.func, ast.Name):
            raise self.error(node.func, said("`{source}` cannot be called.", source=self.source(node.func)))
        kind = from_identifier(node.func.id)
        if kind not in CALLABLE:
            from difflib import get_close_matches

            close = get_close_matches(kind, FUNCTIONS, 1)
            hint = said("There are {names}.", names=", ".join(sorted(FUNCTIONS)))
            if close:
                hint = said("Did you mean `{close}`?", close=close[0])
            raise self.error(node.func, said("`{kind}` is not an operation.", kind=kind), hint)
        row = TABLE[kind]
        if any(isinstance(argument, ast.Starred) for argument in node.args) or any(
            k.arg is None for k in node.keywords
        ):
            raise self.error(node, said("`{kind}` takes its operands one by one.", kind=kind))
        least, most = row.operands
        count = min(len(node.args), most)
        if count < least:
            message = said("`{kind}` takes 1 operand, and none is given.", kind=kind)
            if least > 1:
                message = said(
                    "`{kind}` takes {least} operands, and {given} are given.",
                    kind=kind,
                    least=least,
                    given=len(node.args),
                )
                if len(node.args) == 1:
                    message = said("`{kind}` takes {least} operands, and 1 is given.", kind=kind, least=least)
                elif not node.args:
                    message = said("`{kind}` takes {least} operands, and none is given.", kind=kind, least=least)
            raise self.error(node, message)
        operands = tuple(self.expression(argument) for argument in node.args[:count])
        return Term(kind, operands, self.attributes(row, node, node.args[count:]), self.place(node))

    def attributes(self, row: Row, node: ast.Call, rest: list[ast.expr]) -> tuple[object, ...]:
        keywords = {str(k.arg): k.value for k in node.keywords}
        for keyword in node.keywords:
            name = str(keyword.arg)
            if name not in row.constants and not (row.kind == "spread" and name == "axis"):
                takes = said("It takes {names}.", names=", ".join(row.constants)) if row.constants else ""
                raise self.error(keyword, said("`{kind}` takes no `{name}`.", kind=row.kind, name=name), takes)
        if row.constants == ("positions",):
            return tuple(self.triple(item) for item in rest)
        if row.constants == ("sizes",):
            sizes = tuple(self.constant(item, said("A size")) for item in rest)
            if row.kind == "spread":
                axis = keywords.get("axis")
                return (None if axis is None else self.constant(axis, said("An axis")), *sizes)
            return sizes
        if len(rest) > len(row.constants) or (rest and len(row.constants) == 2):
            most = row.operands[1] + (len(row.constants) if len(row.constants) == 1 else 0)
            raise self.error(
                rest[-1],
                said(
                    "`{kind}` takes {most} arguments, and {count} are given.",
                    kind=row.kind,
                    most=most,
                    count=len(node.args),
                )
                if most > 1
                else said("`{kind}` takes 1 argument, and {count} are given.", kind=row.kind, count=len(node.args)),
            )
        if row.constants == ("axis", "keep"):
            if not keywords:
                return ()
            if "axis" not in keywords:
                raise self.error(node, said("`keep` goes with `axis`."))
            keep = self.constant(keywords["keep"], "`keep`") if "keep" in keywords else 0
            return (self.constant(keywords["axis"], said("An axis")), int(bool(keep)))
        if len(row.constants) == 1:
            given = rest[0] if rest else keywords.get(row.constants[0])
            if given is None:
                raise self.error(
                    node,
                    said(
                        "`{kind}` needs the number of `{constant}`: `{kind}(…, 4)`.",
                        kind=row.kind,
                        constant=row.constants[0],
                    ),
                )
            count = self.constant(given, said("The number of `{constant}`", constant=row.constants[0]))
            if count < 1:
                raise self.error(given, said("The number of `{constant}` is at least 1.", constant=row.constants[0]))
            return (count,)
        return ()

    def triple(self, node: ast.expr) -> tuple[int, ...]:
        if not isinstance(node, ast.Tuple) or len(node.elts) != 3:
            raise self.error(node, said("A position is (start, stop, size)."))
        return tuple(self.constant(item, said("A position")) for item in node.elts)
