"""From what a user chooses for the places of a run to the draft that runs over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from rnnviz.engine.data import DataError
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.models.model import Model
from rnnviz.models.text_model import text_data
from rnnviz.session.data_places import Place, fitted
from rnnviz.session.draft import Draft
from rnnviz.session.given import PARAMETERS, Given, Kind, Origin

if TYPE_CHECKING:
    from rnnviz.session.session import Session

Array = NDArray[Any]
_DEFAULT_TIMESTEPS = 12
_FEW_CLASSES = 2


@dataclass(frozen=True)
class Chosen:
    """What is to stand in a place. `array` is None where it is made."""

    origin: Origin
    array: Array | None = None


@dataclass(frozen=True)
class Outcome:
    """The draft that a choice makes; the places whose data no longer fitted, and are made now."""

    draft: Draft
    given_up: tuple[str, ...] = ()


def choose(
    session: Session, chosen: Mapping[str, Chosen], places: tuple[Place, ...], timesteps: int | None = None
) -> Outcome:
    """The session's draft with other data in some places, and the data that are made as long as these.

    `timesteps` is how long a run is that nothing else tells it of. What was chosen before and is of another length
    gives way. Raises DataError.
    """
    draft = session.draft
    data, initial, origins = _present(session)
    for place in places:
        if place.key in chosen:
            one = chosen[place.key]
            origins[place.key] = one.origin
            into = initial if place.state else data
            into.pop(place.key, None)
            if one.array is not None:
                into[place.key] = fitted(place, one.array, place.key)
    streams = [place for place in places if not place.state]
    lengths = _lengths(streams, chosen, data, origins, timesteps)
    given_up = []
    for place in streams:
        origin = origins.get(place.key)
        length = lengths[place.segment]
        if origin is None or (not origin.kind.made and len(np.atleast_1d(data.get(place.key, ()))) != length):
            given_up += [place.key] if origin is not None else []
            origins[place.key] = Origin(Kind.NONE if place.target else Kind.RANDOM)
        if origins[place.key].kind.made:
            data[place.key] = _made(place, origins[place.key], length, data, draft.seed)
    kept = {place.key for place in places}
    data = {key: rows for key, rows in data.items() if key in kept}
    initial = {key: value for key, value in initial.items() if key.partition("[")[0] in kept}
    given = _given(draft, data, initial, origins, streams, lengths)
    return Outcome(replace(draft, given=given, title=_title(given)), tuple(given_up))


def _present(session: Session) -> tuple[dict[str, Any], dict[str, Any], dict[str, Origin]]:
    """What stands in the places now: streams, initial states, and where they come from."""
    draft, tape = session.draft, session.tape
    given = draft.given
    if given is not None:
        return (
            dict(given.data),
            dict(given.initial or {}),
            {key: given.origin(key) for key in (*given.data, *given.origins)},
        )
    origins = {PARAMETERS: Origin(Kind.DRAWN)}
    if tape is None or session.sequence is None or session.shown_draft is not draft:
        return {}, {}, origins
    data = {key: np.asarray(rows) for key, rows in text_data(tape.model, session.sequence).items()}
    return data, {}, {**origins, **dict.fromkeys(data, Origin(Kind.TEXT))}


def _lengths(
    streams: list[Place],
    chosen: Mapping[str, Chosen],
    data: Mapping[str, Any],
    origins: Mapping[str, Origin],
    timesteps: int | None,
) -> dict[int, int]:
    """How long each segment is: as what was chosen now, else as what stands, else as long as is asked for."""
    found: dict[int, tuple[str, int]] = {}
    for place in streams:
        if place.key in chosen and chosen[place.key].array is not None:
            length = len(data[place.key])
            first, before = found.setdefault(place.segment, (place.key, length))
            if before != length:
                raise DataError(
                    said(
                        "`{first}` has {before} timesteps and `{second}` has {length}; they run side by side.",
                        first=first,
                        before=before,
                        second=place.key,
                        length=length,
                    )
                )
    for place in streams:
        origin = origins.get(place.key)
        if origin is not None and not origin.kind.made and place.key in data:
            found.setdefault(place.segment, (place.key, len(np.atleast_1d(data[place.key]))))
    present = {place.segment: len(np.atleast_1d(data[place.key])) for place in streams if place.key in data}
    return {
        place.segment: found[place.segment][1]
        if place.segment in found
        else timesteps or present.get(place.segment, _DEFAULT_TIMESTEPS)
        for place in streams
    }


def _made(place: Place, origin: Origin, length: int, data: Mapping[str, Any], seed: int) -> Array:
    """The rows of a place that no file gives."""
    shape = place.shape or ()
    if origin.kind is Kind.NEXT and origin.name in data:
        other = np.asarray(data[origin.name])[:length]
        none = np.full((1, *other.shape[1:]), -1 if place.index else np.nan)
        following = np.concatenate([other[1:], none])
        return following.astype(np.int64) if place.index else following
    if origin.kind is Kind.RANDOM:
        random = np.random.default_rng([seed, *place.key.encode()])
        if place.index:
            return random.integers(0, place.classes or place.usual or _FEW_CLASSES, length)
        return random.normal(size=(length, *shape))
    if origin.kind is Kind.ZEROS:
        return np.zeros((length, *shape), np.int64 if place.index else np.float64)
    return np.full((length, *shape), -1 if place.index else np.nan)


def _given(
    draft: Draft,
    data: dict[str, Any],
    initial: dict[str, Any],
    origins: dict[str, Origin],
    streams: list[Place],
    lengths: Mapping[int, int],
) -> Given:
    before = draft.given
    origins = {key: one for key, one in origins.items() if key in data or key in initial or key == PARAMETERS}
    if before is not None and not before.drawn:
        return replace(before, data=data, initial=initial or None, origins=origins)
    sizes = {place.key.rpartition(".")[2]: np.shape(data[place.key])[1:] for place in streams}
    classes = {}
    for place in streams:
        if place.index:
            most = int(np.max(data[place.key], initial=-1)) + 1
            classes[place.key.rpartition(".")[2]] = most or place.usual or 1
    try:
        model = Model(
            draft.equations,
            {**sizes, **draft.sizes},
            draft.seed,
            dtype=draft.dtype,
            initialisation=draft.initialisation,
            hidden=draft.hidden,
            classes=classes,
        )
    except EquationError as error:
        raise DataError(
            said("The equations cannot run over these data: {error} {hint}", error=error.message, hint=error.hint)
        ) from error
    return Given(model, data, initial or None, origins)


def with_timesteps(draft: Draft, timesteps: int) -> Draft:
    """A draft of a model without streams, as long as is asked for. Raises DataError, or EquationError."""
    before = draft.given
    origins = {PARAMETERS: Origin(Kind.DRAWN)} if before is None else dict(before.origins)
    fixed = before is not None and not before.drawn
    parameters = {}
    if before is not None and fixed:
        untied = {one.name for one in before.model.graph.parameters.values() if one.untied}
        parameters = {name: value for name, value in before.model.parameters.items() if name not in untied}
    sizes = dict(before.model.sizes) if before is not None and fixed else dict(draft.sizes)
    model = Model(
        before.model.text if before is not None and fixed else draft.equations,
        sizes,
        draft.seed,
        parameters,
        draft.dtype,
        draft.initialisation,
        draft.hidden,
        timesteps=timesteps,
    )
    given = Given(model, {}, before.initial if before is not None else None, origins)
    return replace(draft, given=given, title=_title(given))


def _title(given: Given) -> str:
    """What the data are called: by their file, beside the file of the parameters."""
    origins = [given.origin(key) for key in (*given.data, *(given.initial or {}))]
    files = [one.name.partition(": ")[0] for one in origins if one.kind is Kind.FILE]
    words = {
        Kind.RANDOM: QCoreApplication.translate("Data", "random data"),
        Kind.TYPED: QCoreApplication.translate("Data", "typed numbers"),
        Kind.ZEROS: QCoreApplication.translate("Data", "zeros"),
    }
    data = files[0] if files else next((words[one.kind] for one in origins if one.kind in words), "")
    model = given.origin(PARAMETERS).name
    if model and data:
        return QCoreApplication.translate("Data", "{model} on {data}").format(model=model, data=data)
    return model or data or QCoreApplication.translate("Data", "no data")
