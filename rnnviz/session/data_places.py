"""What a run is given, place by place: each stream's rows and each state's value before the first timestep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import DataError, borders, class_indices, classes_of, numbers, stream_keys
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.models.streams import roles

if TYPE_CHECKING:
    from rnnviz.session.session import Session

Array = NDArray[Any]


@dataclass(frozen=True)
class Place:
    """A stream, or a state (`state`), that data may be chosen for.

    `shape` is what one timestep is to have; None where it follows from the data. `index` says that it counts classes,
    `classes` how many there are at most, and `usual` how many there were, where the parameters follow the data.
    """

    key: str
    state: bool = False
    shape: tuple[int, ...] | None = None
    index: bool = False
    classes: int | None = None
    usual: int | None = None
    target: bool = False
    segment: int = 0
    last: bool = False
    """Of a state that is read at later timesteps only: its value after the last timestep, not before the first."""


def places_of(session: Session) -> tuple[Place, ...]:
    """The places of the present equations; of equations that have not run, as far as their text tells."""
    draft, tape = session.draft, session.tape
    graph = tape.model.graph if tape is not None else None
    try:
        uses = roles(draft.equations)
    except EquationError:
        uses = {} if graph is None else roles(graph_text(session))
    fixed = draft.given is not None and not draft.given.drawn
    known = draft.given.model.graph if draft.given is not None else None
    found = []
    for name, use in uses.items():
        stream = graph.streams.get(name) if graph is not None else None
        index = stream.index if stream is not None else use.index
        shape = None
        if fixed and known is not None and name in known.streams:
            shape = known.streams[name].shape
        elif index:
            shape = ()
        classes = classes_of(graph, name) if graph is not None and stream is not None and index else None
        keys = {name: 0}
        if graph is not None and stream is not None:
            keys = {key: segment for key, (of, segment) in stream_keys(graph).items() if of == name}
        most, usual = (classes, None) if fixed else (None, classes)
        found += [Place(key, False, shape, index, most, usual, use.target, segment) for key, segment in keys.items()]
    if graph is not None:
        learned = {one.state for one in graph.parameters.values()}
        found += [
            Place(name, True, graph.shape(name), graph.index(name), last=not borders(graph, name)[0])
            for name in graph.states
            if name not in learned
        ]
    return tuple(found)


def graph_text(session: Session) -> str:
    """The equations of the last good run."""
    return session.shown_draft.equations if session.shown_draft is not None else ""


def fitted(place: Place, array: Array, what: str) -> Array:
    """An array as a place has it. Axes of one element, such as a batch of one, are left out; classes become one-hot
    vectors where these are read. `what` is what messages call it. Raises DataError, which says what would be right."""
    array = numbers(what, array)
    shape = place.shape
    wanted = None if shape is None else len(shape) + (not place.state)
    if wanted is not None and array.ndim > wanted:
        array = _without_single_axes(array, wanted)
    if place.state:
        if array.shape != shape:
            raise DataError(
                said("`{what}` has the shape {found}; {wanted}.", what=what, found=array.shape, wanted=right(place))
            )
        return array
    if shape is None and array.ndim > 2:
        array = _without_single_axes(array, 2)
    if array.ndim and not len(array):
        raise DataError(said("`{what}` has no timestep; at least one is needed.", what=what))
    if shape is None:
        if array.ndim < 1:
            raise DataError(said("`{what}` is one number; {wanted}.", what=what, wanted=right(place)))
        return array
    if shape == (1,) and array.ndim == 1:
        array = array[:, None]
    if len(shape) == 1 and shape[0] > 1 and array.ndim == 1 and array.dtype.kind in "iu":
        return _one_hot(array, shape[0], what)
    if array.shape[1:] != shape or array.ndim != 1 + len(shape):
        if array.ndim == 2 + len(shape) and array.shape[2:] == shape:
            raise DataError(
                said(
                    "`{what}` has the shape {found}: {count} sequences, and one at a time is run over. Choose one of "
                    "them in its row below, as x[0]; {wanted}.",
                    what=what,
                    found=array.shape,
                    count=len(array),
                    wanted=right(place),
                )
            )
        raise DataError(
            said("`{what}` has the shape {found}; {wanted}.", what=what, found=array.shape, wanted=right(place))
        )
    if place.index:
        class_indices(what, array, place.classes)
    return array


def right(place: Place) -> str:
    """What would be right for a place, in words."""
    rows = [] if place.state else ["T"]
    if place.shape is None:
        return said("one row a timestep would be right: (T,), (T, n) or (T, n, m)")
    shape = f"({', '.join([*rows, *map(str, place.shape)])}{',' if len(rows) + len(place.shape) == 1 else ''})"
    if place.index and place.classes is not None:
        return said("{shape} whole numbers, 0 to {last}, would be right", shape=shape, last=place.classes - 1)
    if place.index:
        return said("{shape} whole numbers from 0 would be right", shape=shape)
    return said("{shape} would be right", shape=shape)


def typed(text: str, place: Place) -> Array:
    """What a user has typed for a place: numbers with spaces or commas between them, a new line or ";" for a timestep.

    Raises DataError for what is no number.
    """
    rows = [row.replace(",", " ").split() for row in text.replace("\n", ";").split(";")]
    rows = [row for row in rows if row]
    found = []
    for row in rows:
        line = []
        for word in row:
            try:
                line.append(float(word.replace("−", "-")))
            except ValueError:
                raise DataError(
                    said(
                        "“{word}” is no number. Type numbers with spaces between them; {wanted}.",
                        word=word,
                        wanted=right(place),
                    )
                ) from None
        found.append(line)
    if not found:
        raise DataError(said("There is no number yet; {wanted}.", wanted=right(place)))
    if len({len(line) for line in found}) > 1:
        raise DataError(said("The rows have different lengths; {wanted}.", wanted=right(place)))
    array = np.array(found)
    size = int(np.prod(place.shape, dtype=int)) if place.shape is not None else 1
    if len(found) == 1 and (place.shape is None or array.size % size == 0):
        shape = place.shape or ()
        array = array.reshape(shape) if place.state and array.size == size else array.reshape(-1, *shape)
    elif place.shape is not None and not place.state and array.shape[1] == size:
        array = array.reshape(len(found), *place.shape)
    return array.astype(np.int64) if (array == np.floor(array)).all() else array


def _without_single_axes(array: Array, most: int) -> Array:
    """The array without as many axes of one element as are too many, from the front."""
    for axis in range(array.ndim - 1, -1, -1):
        if array.ndim > most and array.shape[axis] == 1 and axis < array.ndim:
            array = array.squeeze(axis)
    return array


def _one_hot(indices: Array, classes: int, what: str) -> Array:
    if indices.size and (indices.min() < -1 or indices.max() >= classes):
        raise DataError(
            said(
                "`{what}` has whole numbers from {least} to {greatest}, to be read as one-hot vectors of {classes}: "
                "0 to {last} would be right.",
                what=what,
                least=indices.min(),
                greatest=indices.max(),
                classes=classes,
                last=classes - 1,
            )
        )
    rows = np.zeros((len(indices), classes))
    there = np.flatnonzero(indices >= 0)
    rows[there, indices[there]] = 1.0
    return rows
