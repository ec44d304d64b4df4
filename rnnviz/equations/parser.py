"""From a text of equations to its graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rnnviz.equations.errors import EquationError, Place
from rnnviz.equations.graph import Equation, Graph, Operation, Parameter, Read, Shape, Stream
from rnnviz.equations.inference import Describe, Inference, Names, shaped
from rnnviz.equations.lines import Assignment, Lines, read_lines
from rnnviz.equations.names import NameTable
from rnnviz.equations.operations import TABLE
from rnnviz.equations.order import check_order
from rnnviz.equations.sentence import said
from rnnviz.equations.syntax import Expression, Reader, Resolve, Term
from rnnviz.equations.text import equation_text, graph_text, printer

Draft = tuple[Assignment, list[Operation], tuple[Read, ...]]


def parse(
    text: str,
    sizes: Mapping[str, int | tuple[int, ...]] | None = None,
    hidden: int | None = None,
    classes: Mapping[str, int] | None = None,
    gradients: bool = False,
) -> Graph:
    """The graph of a text of equations.

    `sizes` declares the shape of one timestep of a name: 0 a scalar or a class index, n a vector, (n, m) a matrix.
    `hidden` is the size of states whose size is neither declared nor inferred, `classes` the number of classes of index
    streams. `gradients` admits definitions named as gradients (`dh` beside `h`), as an adjoint's text has them.
    Raises EquationError with the place of the first thing that is wrong.
    """
    lines = read_lines(text)
    parser = Parser(lines, gradients)
    return parser.graph({name: as_shape(size) for name, size in (sizes or {}).items()}, hidden, classes or {})


def as_shape(size: int | tuple[int, ...]) -> Shape:
    """0 → (), n → (n,), (n, m) → (n, m); ValueError for anything else."""
    shape = tuple(size) if isinstance(size, tuple | list) else (() if size == 0 else (size,))
    if len(shape) > 2 or any(not isinstance(n, int) or n < 1 for n in shape):
        raise ValueError(said("{size!r} is no size: 0 is a scalar, 3 a vector, (3, 4) a matrix", size=size))
    return shape


class Parser:
    def __init__(self, lines: Lines, gradients: bool) -> None:
        self.lines = lines
        self.names = NameTable(lines, gradients)
        self.counts: dict[str, int] = {}
        self.declared: Mapping[str, Shape] = {}

    def resolve_in(self, assignment: Assignment, reads: dict[Read, None]) -> Resolve:
        def resolve(name: str, lag: int | None, place: Place) -> Expression:
            self.names.check_reserved(name, place)
            read = self.names.bare(name, place) if lag is None else self.names.at(name, lag, place, assignment)
            reads[read] = None
            return read

        return resolve

    # Operations

    def equation_operations(self, one: Assignment, reads: dict[Read, None]) -> list[Operation]:
        reader = Reader(one.text, one.line, one.indent, self.resolve_in(one, reads))
        value = reader.expression(one.value)
        operations: list[Operation] = []
        segment = one.segment
        if len(one.names) > 1:
            if not isinstance(value, Term) or value.kind != "split":
                raise EquationError(
                    said("{count} names stand on the left, and one value on the right.", count=len(one.names)),
                    one.place,
                    said("Only `split(…, n)` gives several results."),
                )
            count = value.attributes[0]
            if count != len(one.names):
                raise EquationError(
                    said(
                        "`split` makes {count} parts, and {others} names take them.", count=count, others=len(one.names)
                    ),
                    value.place,
                    said("Write `split(…, {count})`.", count=len(one.names)),
                )
            source = self.flatten(value.operands[0], one, operations)
            for which, name in enumerate(one.names):
                operations.append(
                    Operation(name, "split", (source,), (which, count), segment=segment, place=value.place)
                )
        else:
            name = f"{one.names[0]}.total" if self.names.is_total(one) else one.names[0]
            if isinstance(value, Term) and value.kind == "split":
                raise EquationError(
                    said("`split` gives several results."),
                    value.place,
                    said("Name each on the left: `a[t], b[t] = split(…, 2)`."),
                )
            untimed_term = isinstance(value, Term) and one.timed and not self.reads_time(value)
            if isinstance(value, Term) and not untimed_term:
                operations.append(self.operation(name, value, one, operations))
            else:
                source = self.flatten(value, one, operations)
                operations.append(Operation(name, "copy", (source,), segment=segment, place=one.place))
        timed = self.mark_timed(operations, one)
        if not one.timed and timed[-1].timed:
            read = next(iter(read for read in reads if self.names.is_timed(read.name)), None)
            name = one.names[0]
            message = said("`{name}` is defined without [t] and reads a timestep.", name=name)
            if read:
                message = said(
                    "`{name}` is defined without [t] and reads `{read}` at a timestep.", name=name, read=read.name
                )
            raise EquationError(message, one.place, said("Write `{name}[t] = …`.", name=name))
        return timed

    def reads_time(self, value: Expression) -> bool:
        if isinstance(value, Term):
            return value.kind != "total" and any(map(self.reads_time, value.operands))
        return isinstance(value, Read) and self.names.is_timed(value.name)

    def flatten(self, value: Expression, one: Assignment, operations: list[Operation]) -> Read | float:
        if not isinstance(value, Term):
            return value
        if value.kind == "split":
            raise EquationError(
                said("`split` gives several results."),
                value.place,
                said("Give it a line of its own: `a[t], b[t] = split(…, 2)`."),
            )
        operation = self.operation("", value, one, operations)
        while True:
            self.counts[one.names[0]] = number = self.counts.get(one.names[0], 0) + 1
            if f"{one.names[0]}.{number}" not in self.names.defined:
                break
        operation = replace(operation, name=f"{one.names[0]}.{number}")
        operations.append(operation)
        return Read(operation.name)

    def operation(self, name: str, term: Term, one: Assignment, operations: list[Operation]) -> Operation:
        row = TABLE[term.kind]
        inputs = tuple(self.flatten(operand, one, operations) for operand in term.operands)
        attributes = term.attributes
        if row.is_loss and isinstance(inputs[1], Read) and inputs[1].name in self.names.streams:
            attributes = ("data",)  # its NaN means that there is no target; a computed NaN stays one
        return Operation(
            name, term.kind, inputs, attributes, index=row.gives_index, segment=one.segment, place=term.place
        )

    def mark_timed(self, operations: list[Operation], one: Assignment) -> list[Operation]:
        found: dict[str, bool] = {}
        marked = []
        for operation in operations:
            timed = operation.kind != "total" and any(
                found.get(read.name, False) or (read.name not in found and self.names.is_timed(read.name))
                for read in operation.reads
            )
            if operation.name in one.names and one.timed:
                timed = True
            found[operation.name] = timed
            marked.append(replace(operation, timed=timed))
        return marked

    # The whole

    def graph(self, sizes: Mapping[str, Shape], hidden: int | None, classes: Mapping[str, int]) -> Graph:
        self.declared = sizes
        drafts: list[Draft] = []
        for one in self.lines.assignments:
            reads: dict[Read, None] = {}
            drafts.append((one, self.equation_operations(one, reads), tuple(reads)))
        self.names.check_names()
        operations = [operation for _, found, _ in drafts for operation in found]
        operations = self.mark_index(operations)
        check_order(operations)
        index_streams = self.index_streams(operations)
        names = Names(
            {**self.names.parameters, **self.names.parameters_untied}, self.names.streams,
            [name for name in self.names.defined if self.names.lagged.get(name, set()) - {0}],
            index_streams,
        )  # fmt: skip
        self.check_sizes(sizes, names)
        shapes = Inference(operations, names, sizes, hidden, classes, self.describer(drafts)).solve()
        final = iter(shaped(operations, shapes))
        equations = []
        for one, found, every in drafts:
            equations.append(self.equation(one, tuple(next(final) for _ in found), every))
        return self.assemble(equations, shapes, index_streams)

    def check_sizes(self, sizes: Mapping[str, Shape], names: Names) -> None:
        for name in sizes:
            if name not in self.names.defined and name not in names.parameters and name not in names.streams:
                raise EquationError(
                    said("A size is declared for `{name}`, which no equation reads or defines.", name=name)
                )

    def mark_index(self, operations: list[Operation]) -> list[Operation]:
        """Values that hold class indices: what argmax gives, and what only hands such a value on."""
        index = {operation.name for operation in operations if operation.index}
        while True:
            more = {
                operation.name
                for operation in operations
                if operation.kind in ("copy", "stop") and operation.reads and operation.reads[0].name in index
            } - index
            if not more:
                return [replace(operation, index=operation.name in index) for operation in operations]
            index |= more

    def index_streams(self, operations: list[Operation]) -> frozenset[str]:
        index: dict[str, Operation] = {}
        number: dict[str, Operation] = {}
        for operation in operations:
            position = TABLE[operation.kind].index_operand
            for i, one in enumerate(operation.inputs):
                if isinstance(one, Read) and one.name in self.names.streams:
                    (index if i == position else number).setdefault(one.name, operation)
                elif i == position and not isinstance(one, Read) and operation.kind != "onehot":
                    raise EquationError(
                        said("`{kind}` takes a class index of each timestep, and no number.", kind=operation.kind),
                        operation.place,
                        said("Use `argmax`, or a stream of indices."),
                    )
                elif i == position and isinstance(one, Read) and not self.gives_index(one.name, operations):
                    if operation.kind == "cross_entropy":
                        continue  # probabilities
                    raise EquationError(
                        said(
                            "`{kind}` takes a class index, and `{name}` holds numbers.",
                            kind=operation.kind,
                            name=one.name,
                        ),
                        operation.place,
                        said("Use `argmax`, or a stream of indices."),
                    )
        kept = set(index) - set(number)
        return frozenset(name for name in kept if not self.is_probability(name, index[name]))

    def gives_index(self, name: str, operations: list[Operation]) -> bool:
        return any(operation.index for operation in operations if operation.name == name)

    def is_probability(self, name: str, operation: Operation) -> bool:
        return operation.kind == "cross_entropy" and bool(self.declared.get(name))

    def describer(self, drafts: list[Draft]) -> Describe:
        owner = {operation.name: (one, found) for one, found, _ in drafts for operation in found}

        def describe(operation: Operation, position: int | None) -> str:
            one, found = owner[operation.name]
            writer = printer(found, self.names.is_timed, None, one.names)
            return writer.operation(operation)[0] if position is None else writer.operand(operation, position, 0, 0)

        return describe

    def equation(self, one: Assignment, operations: tuple[Operation, ...], reads: tuple[Read, ...]) -> Equation:
        parameters = tuple(
            read.name for read in reads if read.name in self.names.parameters or read.name in self.lines.untied
        )
        values = tuple(read for read in reads if read.name not in parameters)
        segment = self.lines.segments[one.segment] if self.lines.segments else ""
        text = equation_text(operations, one.names, self.names.is_timed)
        return Equation(one.names, operations, values, parameters, segment, one.line, text, one.timed)

    def assemble(self, equations: list[Equation], shapes: Mapping[str, Shape], index: frozenset[str]) -> Graph:
        parameters = {name: Parameter(name, shapes[name]) for name in self.names.parameters}
        parameters |= {name: Parameter(name, shapes[name], untied=True) for name in self.names.parameters_untied}
        for (name, border), _ in self.lines.learned.items():
            full = f"{name}[{border}]" if border <= 0 else f"{name}[T+{border}]"
            parameters[full] = Parameter(full, shapes[name], state=name, border=border)
        streams = {
            name: Stream(name, shapes[name], name in index, tuple(sorted(self.names.stream_segments[name])))
            for name in self.names.streams
        }
        declarations = []
        if self.lines.untied:
            declarations.append("untied " + ", ".join(self.lines.untied))
        if self.lines.learned:
            declarations.append("learned " + ", ".join(name for name, one in parameters.items() if one.state))
        losses = find_losses(equations) if self.lines.losses is None else tuple(self.lines.losses)
        if self.lines.losses is not None:
            declarations.append("loss " + ", ".join(losses))
        for name in losses:
            if shapes[name] != ():
                place = (self.lines.losses or {}).get(name, self.names.defined[name].place)
                raise EquationError(
                    said("`{name}` is declared a loss, and a loss is a scalar.", name=name),
                    place,
                    said("Take its sum or mean."),
                )
        text = graph_text([(one.segment, one.text) for one in equations], declarations)
        return Graph(
            tuple(equations),
            streams,
            parameters,
            losses,
            tuple(self.lines.segments) or ("",),
            text,
            self.lines.losses is not None,
        )


def find_losses(equations: list[Equation]) -> tuple[str, ...]:
    """The scalar equations that hold a loss operation or combine such equations, and that no other equation reads."""
    holding: set[str] = set()
    while True:
        more = {
            one.name for one in equations
            if one.operations[-1].shape == ()
            and (
                any(TABLE[operation.kind].is_loss for operation in one.operations)
                or any(read.name in holding for read in one.reads)
            )
        } - holding  # fmt: skip
        if not more:
            break
        holding |= more
    read_by_others = {read.name for one in equations for read in one.reads if read.name not in one.names}
    names = dict.fromkeys(
        one.name for one in equations
        if one.name in holding and one.timed and one.name not in read_by_others
    )  # fmt: skip
    return tuple(names)
