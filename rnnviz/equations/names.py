"""What each name of a text is: a definition, a parameter or a stream; and what no name may be."""

from __future__ import annotations

from rnnviz.equations.errors import EquationError, Place
from rnnviz.equations.graph import Read
from rnnviz.equations.lines import Assignment, Lines
from rnnviz.equations.sentence import said


class NameTable:
    """The names of a text, filled as its expressions are read: `defined` from the start, the others at their first use.

    `lagged` holds the lags at which each name is read with `[t]`.
    """

    def __init__(self, lines: Lines, gradients: bool) -> None:
        self.lines, self.gradients = lines, gradients
        self.defined: dict[str, Assignment] = {}
        self.parameters: dict[str, Place] = {}
        self.parameters_untied: dict[str, Place] = {}
        self.streams: dict[str, Place] = {}
        self.stream_segments: dict[str, set[int]] = {}
        self.lagged: dict[str, set[int]] = {}
        self.collect_definitions()

    def collect_definitions(self) -> None:
        seen: set[tuple[int, str]] = set()
        for one in self.lines.assignments:
            for name, place in zip(one.names, one.places, strict=True):
                self.check_reserved(name, place)
                total = self.is_total(one)
                if (one.segment, name) in seen and not total:
                    raise EquationError(
                        said("`{name}` is defined twice.", name=name), place, said("Give the second its own name.")
                    )
                if not total:
                    seen.add((one.segment, name))
                    first = self.defined.setdefault(name, one)
                    if first.timed != one.timed:
                        raise EquationError(said("`{name}` is defined both with and without [t].", name=name), place)
        for one in self.lines.assignments:
            for name, place in zip(one.names, one.places, strict=True):
                if name.startswith("d") and name[1:] in self.defined and not self.gradients:
                    raise EquationError(
                        said(
                            "`{name}` is the gradient at `{of}` and cannot be defined beside it.",
                            name=name,
                            of=name[1:],
                        ),
                        place,
                        said("Choose another name."),
                    )

    def is_total(self, one: Assignment) -> bool:
        """`dW = total(dW[t])`: the sum over time of the name itself, which may stand beside it."""
        return (
            not one.timed
            and len(one.names) == 1
            and one.text.replace(" ", "") == f"{one.names[0]}=total({one.names[0]}[t])"
        )

    def check_reserved(self, name: str, place: Place) -> None:
        if "." in name and not self.gradients:
            raise EquationError(
                said(
                    "`{name}` is the reserved name of an operation inside the equation of `{equation}`.",
                    name=name,
                    equation=name.split(".")[0],
                ),
                place,
                said("Give that part an equation and a name of its own."),
            )

    def bare(self, name: str, place: Place) -> Read:
        one = self.defined.get(name)
        if (one is not None and one.timed) or name in self.streams:
            raise EquationError(
                said("`{name}` is read without a timestep.", name=name),
                place,
                said("Write `{name}[t]` or `{name}[t-1]`.", name=name),
            )
        if name in self.lines.untied:
            raise EquationError(
                said("`{name}` is untied and is read without a timestep.", name=name),
                place,
                said("Write `{name}[t]`.", name=name),
            )
        if one is None:
            self.parameters.setdefault(name, place)
        return Read(name)

    def at(self, name: str, lag: int, place: Place, assignment: Assignment) -> Read:
        one = self.defined.get(name)
        if name in self.parameters or (one is not None and not one.timed):
            raise EquationError(
                said("`{name}` is read both with and without [t].", name=name),
                place,
                said("A parameter is shared by every timestep; `untied` gives it a value at each."),
            )
        if name in self.lines.untied:
            if lag:
                raise EquationError(
                    said("`{name}` is an untied parameter and cannot be read at a lag.", name=name),
                    place,
                    said("Write `{name}[t]`.", name=name),
                )
            self.parameters_untied.setdefault(name, place)
        elif one is None:
            self.streams.setdefault(name, place)
            self.stream_segments.setdefault(name, set()).add(assignment.segment)
        self.lagged.setdefault(name, set()).add(lag)
        return Read(name, lag)

    def is_timed(self, name: str) -> bool:
        if name in self.defined:
            return self.defined[name].timed
        return name in self.streams or name in self.lines.untied

    def check_names(self) -> None:
        for name, place in {**self.parameters, **self.parameters_untied, **self.streams}.items():
            if name.startswith("d") and not self.gradients and self.is_known(name[1:]):
                raise EquationError(
                    said("`{name}` is the gradient at `{of}` and cannot be read beside it.", name=name, of=name[1:]),
                    place,
                    said("Choose another name."),
                )
            if f"d{name}" in self.defined and not self.gradients:
                raise EquationError(
                    said("`d{name}` is the gradient at `{name}` and cannot be defined beside it.", name=name),
                    self.place_of(f"d{name}"),
                    said("Choose another name."),
                )
        for name, place in self.lines.untied.items():
            if name in self.defined:
                raise EquationError(said("`{name}` is untied, a parameter, and cannot be defined.", name=name), place)
            if name not in self.parameters_untied:
                raise EquationError(
                    said("`{name}` is untied, and no equation reads it.", name=name),
                    place,
                    said("Read it as `{name}[t]`.", name=name),
                )
        for name, place in (self.lines.losses or {}).items():
            if name not in self.defined or not self.defined[name].timed:
                raise EquationError(
                    said("`{name}` is declared a loss, and no equation defines `{name}[t]`.", name=name), place
                )
        for (name, border), place in self.lines.learned.items():
            lags = self.lagged.get(name, set())
            if name not in self.defined or not self.defined[name].timed:
                raise EquationError(
                    said("`{name}` has a learned initial state, and no equation defines `{name}[t]`.", name=name), place
                )
            furthest = min(lags, default=0) if border <= 0 else max(lags, default=0)
            if (border <= 0 and border <= furthest) or (border > 0 and border > furthest):
                hint = ""
                if max(lags, default=0) > 0 and border == 0:
                    hint = said("It reads `{name}[T+1]`, its border: write `learned {name}[T+1]`.", name=name)
                raise EquationError(
                    said("No timestep reads `{name}` there, before or after all timesteps.", name=name), place, hint
                )
            segments = [one.segment for one in self.lines.assignments if name in one.names]
            if (min(segments) > 0) if border <= 0 else (max(segments) < len(self.lines.segments) - 1):
                message = said(
                    "`{name}` is not defined in the first segment, and reads as zero where it begins.", name=name
                )
                if border > 0:
                    message = said(
                        "`{name}` is not defined in the last segment, and reads as zero where it begins.", name=name
                    )
                raise EquationError(message, place, said("Define it there, or leave this declaration out."))

    def place_of(self, name: str) -> Place:
        """Where a name is defined first, on the left of its line."""
        one = self.defined[name]
        return one.places[one.names.index(name)]

    def is_known(self, name: str) -> bool:
        return name in self.defined or name in self.parameters or name in self.parameters_untied or name in self.streams
