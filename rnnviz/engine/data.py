"""What is given to a run: streams, initial states, parameters; checked, and laid where the run reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnviz.engine.one_hot import OneHot
from rnnviz.engine.room import aligned
from rnnviz.engine.values import Extent, Values, frozen, segment_extent
from rnnviz.equations import Graph, Read, Shape
from rnnviz.equations.graph import remembered
from rnnviz.equations.kernels import Array
from rnnviz.equations.sentence import said
from rnnviz.equations.shape_rules import say

Data = Mapping[str, Any]
BORDER = re.compile(r"([^\W\d]\w*)(\[(?:T\s*\+\s*(\d+)|(0|-\d+))\])?")


class DataError(ValueError):
    """Data that a model cannot run on: what was found, and what would be right."""


def stream_keys(graph: Graph) -> dict[str, tuple[str, int]]:
    """The names under which data is given → (stream, segment).

    A stream that several segments read is given for each, as `segment.stream`. Laid end to end they are one sequence,
    so that a read at a lag crosses the border, as it does for any other value.
    """
    found = {}
    for name, stream in graph.streams.items():
        for segment in stream.segments:
            found[name if len(stream.segments) == 1 else f"{graph.segments[segment]}.{name}"] = (name, segment)
    return found


def extent_of(
    graph: Graph, data: Data, timesteps: int | Mapping[str, int] | None, parameters: Data, truncate: int | None
) -> Extent:
    """How long each segment is, from its streams, from untied parameters or from `timesteps`."""
    whole = isinstance(truncate, int | np.integer) and not isinstance(truncate, bool)
    if truncate is not None and (not whole or truncate < 1):
        raise DataError(said("Truncation is every k timesteps with k at least 1, not {truncate!r}.", truncate=truncate))
    keys = stream_keys(graph)
    check_names(graph, data, keys)
    lengths: dict[str, int] = {}
    whose: dict[str, str] = {}
    for key, (_, segment) in keys.items():
        name = graph.segments[segment]
        length = rows_given(key, data[key])
        if name in lengths and lengths[name] != length:
            raise DataError(
                said(
                    "`{name}` has {length} timesteps and `{key}` has {other}; they run side by side.",
                    name=whose[name],
                    length=lengths[name],
                    key=key,
                    other=length,
                )
            )
        lengths[name], whose[name] = length, key
    asked = asked_lengths(graph, timesteps)
    for name in graph.segments:
        given = asked.get(name)
        if name in lengths:
            if given is not None and given != lengths[name]:
                raise DataError(
                    said(
                        "`{name}` has {length} timesteps, and {given} are asked for.",
                        name=whose[name],
                        length=lengths[name],
                        given=given,
                    )
                )
            continue
        if given is None:
            given = untied_length(graph, parameters)
        if given is None:
            message = said("The equations read no stream that tells how many timesteps there are: give `timesteps`.")
            if name:
                message = said(
                    "The segment `{name}` reads no stream that tells how many timesteps there are: give `timesteps`.",
                    name=name,
                )
            raise DataError(message)
        lengths[name] = given
    for name, length in lengths.items():
        if length < 1:
            raise DataError(
                said("`{name}` has no timestep; at least one is needed.", name=whose.get(name, name or "timesteps"))
            )
    return segment_extent(lengths, graph.segments, truncate)


def asked_lengths(graph: Graph, timesteps: int | Mapping[str, int] | None) -> dict[str, int]:
    """`timesteps` as lengths of segments: one number for a model without segments, else a number for some of them."""
    if timesteps is None:
        return {}
    if not isinstance(timesteps, Mapping):
        if len(graph.segments) > 1:
            raise DataError(
                said(
                    "There are segments: give `timesteps` as a mapping, {segment!r} to a number.",
                    segment=graph.segments[0],
                )
            )
        timesteps = {graph.segments[0]: timesteps}
    found = {}
    for name, number in timesteps.items():
        if name not in graph.segments:
            raise DataError(
                said(
                    "`timesteps` names `{name}`, and the segments are {names}.",
                    name=name,
                    names=", ".join(map(repr, graph.segments)),
                )
            )
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < 1:
            raise DataError(
                said("The number of timesteps is a whole number of at least 1, not {number!r}.", number=number)
            )
        found[name] = int(number)
    return found


def untied_length(graph: Graph, parameters: Data) -> int | None:
    if len(graph.segments) > 1:
        return None
    return next(
        (len(parameters[one.name]) for one in graph.parameters.values() if one.untied and one.name in parameters), None
    )


def check_names(graph: Graph, data: Data, keys: Mapping[str, object]) -> None:
    for key in keys:
        if key not in data:
            raise DataError(said("The equations read the stream `{key}`, and no data is given for it.", key=key))
    for key in data:
        if key not in keys:
            wanted = ", ".join(f"`{name}`" for name in keys) or said("none")
            raise DataError(
                said(
                    "Data is given for `{key}`, which is no stream of the equations; their streams: {wanted}.",
                    key=key,
                    wanted=wanted,
                )
            )


def rows_given(name: str, given: Any) -> int:
    """How many timesteps data have; DataError for what is no array."""
    if isinstance(given, OneHot):
        return len(given)
    array = numbers(name, given)
    return len(array) if array.ndim else 1


def numbers(name: str, given: Any, complex_too: bool = False) -> Array:
    """An array of what is given; DataError for what is none, or holds something else than real numbers."""
    try:
        array = np.asarray(given)
    except (ValueError, TypeError) as error:
        raise DataError(said("`{name}` is no array of numbers: {error}.", name=name, error=error)) from None
    if array.dtype.kind not in ("biufc" if complex_too else "biuf"):
        raise DataError(said("`{name}` holds {dtype}, not real numbers.", name=name, dtype=array.dtype))
    return array


def class_indices(name: str, array: Array, limit: int | None) -> Array:
    """Whole numbers from -1 (none; NaN is none, too) to below `limit`; DataError for others, with their timestep."""
    whole_numbers = array.dtype.kind == "i" and array.size and np.minimum.reduce(array, None) >= -1
    if whole_numbers and (limit is None or np.maximum.reduce(array, None) < limit):
        return array.astype(np.int64, copy=False)
    whole = np.where(np.isnan(array), -1, array)
    wrong = ~np.isfinite(whole) | (whole != np.floor(np.where(np.isfinite(whole), whole, 0))) | (whole < -1)
    if limit is not None:
        wrong |= whole >= limit
    if wrong.any():
        at = np.flatnonzero(np.atleast_1d(wrong))[0]
        found = said("`{name}` is {value}", name=name, value=np.atleast_1d(array)[at])
        if array.ndim:
            found = said("{found} at timestep {timestep}", found=found, timestep=at + 1)
        classes = said("a class is a whole number from 0")
        if limit is not None:
            classes = said("there are {limit} classes: 0 to {last}", limit=limit, last=limit - 1)
        raise DataError(said("{found}, and {classes}, or -1 for none.", found=found, classes=classes))
    return np.array(whole, np.int64)


def stream_array(name: str, shape: Shape, given: Any) -> Array:
    """One stream's data, of the shape (T, *shape)."""
    array = numbers(name, given)
    check_shape(name, shape, array.shape)
    return array


def check_shape(name: str, shape: Shape, found: Shape) -> None:
    """Raises DataError where a stream's data have a shape that the equations do not read."""
    if found[1:] != shape or not found:
        raise DataError(
            said(
                "`{name}` has the shape {shape}, and the equations read {other} at each timestep: "
                "{right} would be right.",
                name=name,
                shape=found,
                other=say(shape),
                right=f"({', '.join(['T', *map(str, shape)])}{',' if not shape else ''})",
            )
        )


@remembered
def classes_of(graph: Graph, name: str) -> int | None:
    """How many classes an index stream may count: the least that a loss, a table or a one-hot admits."""
    found = []
    for operation in graph.operations:
        for position, one in enumerate(operation.inputs):
            if isinstance(one, Read) and one.name == name:
                if operation.kind == "onehot":
                    found.append(operation.shape[0])
                elif operation.kind in ("cross_entropy", "embed") and position == 1:
                    first = operation.inputs[0]
                    found.append(graph.shape(first.name)[0] if isinstance(first, Read) else 1)
    return min(found, default=None)


def load(graph: Graph, values: Values, extent: Extent, data: Data, parameters: Data, initial: Data) -> dict[str, Array]:
    """Lays everything given into `values`; the initial states as they stand, by their keys."""
    load_streams(graph, values, extent, data)
    load_parameters(graph, values, extent, parameters)
    return load_initial(graph, values, parameters, initial)


def load_streams(graph: Graph, values: Values, extent: Extent, data: Data) -> None:
    for name, stream in graph.streams.items():
        if name not in values.timed:
            values.allocate(name, stream.shape, stream.index, filled=len(stream.segments) < len(graph.segments))
        values.complete.add(name)
    for key, rows, index, classes in stream_rows(graph, values, extent):
        lay(key, data[key], rows, index, classes)


def stream_rows(graph: Graph, values: Values, extent: Extent) -> list[tuple[str, Array, bool, int | None]]:
    """Where each stream's data are laid: (key, rows, whether they are class indices, of how many classes)."""
    found = []
    for key, (name, segment) in stream_keys(graph).items():
        rows = values.rows(name, *extent.ranges[segment])
        found.append((key, rows, graph.streams[name].index, classes_of(graph, name)))
    return found


def lay(key: str, given: Any, rows: Array, index: bool, classes: int | None) -> None:
    """Writes one stream's data into its rows."""
    if isinstance(given, OneHot) and not index:
        check_shape(key, rows.shape[1:], given.shape)
        given.write(rows)
        return
    write(key, stream_array(key, rows.shape[1:], given), rows, index, classes)


def write(key: str, array: Array, rows: Array, index: bool, classes: int | None) -> None:
    """The same of an array whose shape and type are right."""
    rows[...] = class_indices(key, array, classes) if index else array


def load_parameters(graph: Graph, values: Values, extent: Extent, parameters: Data) -> None:
    for name, parameter in graph.parameters.items():
        array = constant(parameters[name], values.dtype)
        if parameter.untied:
            if array.shape != (extent.timesteps, *parameter.shape):
                raise DataError(
                    said(
                        "`{name}` is untied and has {count} timesteps; the run has {timesteps}.",
                        name=name,
                        count=len(array),
                        timesteps=extent.timesteps,
                    )
                )
            if name not in values.timed:
                values.allocate(name, parameter.shape)
            values.complete.add(name)
            values.rows(name, 1, extent.timesteps)[...] = array
        elif parameter.state is None:
            values.constant[name] = array


def constant(given: Any, dtype: Any) -> Array:
    """A parameter as it is read by a run: the array itself, if nobody can change it."""
    array = np.asarray(given)
    return array if array.dtype == dtype and not array.flags.writeable else aligned(array, dtype)


def load_initial(graph: Graph, values: Values, parameters: Data, initial: Data) -> dict[str, Array]:
    found: dict[str, Array] = {}
    places: dict[str, tuple[str, int]] = {}
    for key in initial:
        state, place = border(graph, key, values)
        if (state, place) in places.values():
            raise DataError(
                said("The initial state of `{state}` is given twice, the second time as `{key}`.", state=state, key=key)
            )
        shape = graph.shape(state)
        array = numbers(key, initial[key], values.dtype.kind == "c")
        if array.shape != shape:
            raise DataError(
                said(
                    "The initial state `{key}` has the shape {shape}, and `{state}` is {other}.",
                    key=key,
                    shape=array.shape,
                    state=state,
                    other=say(shape),
                )
            )
        if graph.index(state):
            array = class_indices(key, array, classes_of(graph, state))
        found[key], places[key] = frozen(np.array(array)), (state, place)
        allocate_state(graph, values, state)
        values.row(state, place)[...] = array
    for parameter in graph.parameters.values():
        if parameter.state is not None and parameter.border is not None:
            place = parameter.border if parameter.border <= 0 else values.timesteps + parameter.border
            clash = next((key for key, one in places.items() if one == (parameter.state, place)), None)
            if clash:
                raise DataError(
                    said(
                        "The initial state `{clash}` is learned: it is the parameter `{name}`.",
                        clash=clash,
                        name=parameter.name,
                    )
                )
            allocate_state(graph, values, parameter.state)
            values.row(parameter.state, place)[...] = parameters[parameter.name]
    return found


def allocate_state(graph: Graph, values: Values, state: str) -> None:
    if state not in values.timed:
        values.allocate(state, graph.shape(state), graph.index(state))


def borders(graph: Graph, state: str) -> tuple[int, int]:
    """How far before the first timestep and beyond the last a state is read: (least lag, greatest lag)."""
    lags = [read.lag for one in graph.operations for read in one.reads if read.name == state]
    return min(0, *lags, 0), max(0, *lags, 0)


def border(graph: Graph, key: str, values: Values) -> tuple[str, int]:
    """The state and the timestep that a key of `initial` names: `h` and `h[0]` before the first, `h[-1]` before
    that, `h[T+1]` behind the last; plain `h` means the latter for a state that is only read at later timesteps."""
    parts = BORDER.fullmatch(key)
    name = parts[1] if parts else key
    if name not in graph.states:
        states = ", ".join(f"`{one}`" for one in graph.states) or said("none")
        raise DataError(
            said(
                "`{key}` is no state: only what is read at a lag has an initial value; there are: {states}.",
                key=key,
                states=states,
            )
        )
    least, greatest = borders(graph, name)
    if parts is None or parts[2] is None:
        place = 0 if least < 0 else values.timesteps + 1
    else:
        place = int(parts[4]) if parts[4] is not None else values.timesteps + int(parts[3])
    if not (least < place <= 0 or values.timesteps < place <= values.timesteps + greatest):
        raise DataError(said("No timestep reads `{key}`.", key=key))
    if not has_border(graph, name, place):
        message = said(
            "`{name}` is not defined in the first segment, beyond which it would stand: it has no value `{key}`.",
            name=name,
            key=key,
        )
        if place > 0:
            message = said(
                "`{name}` is not defined in the last segment, beyond which it would stand: it has no value `{key}`.",
                name=name,
                key=key,
            )
        raise DataError(message)
    return name, place


def has_border(graph: Graph, state: str, place: int) -> bool:
    """Whether a state reaches the end of the sequence beyond which `place` stands. One that begins or ends at a border
    between segments reads as zero there."""
    segments = [one.segment for one in graph.definitions[state]]
    return max(segments) == len(graph.segments) - 1 if place > 0 else min(segments) == 0
