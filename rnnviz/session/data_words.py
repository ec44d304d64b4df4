"""What may stand for each part of what a run is given, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from rnnviz.engine.data import DataError
from rnnviz.session.data_places import Place, fitted
from rnnviz.session.given import PARAMETERS, Given, Kind, Origin
from rnnviz.session.translated import translated

if TYPE_CHECKING:
    from rnnviz.session.session import Session

_MOST_TYPED = 400


def wanted(place: Place) -> str:
    """What a place is to have, with the shape: "one class a timestep, (T,) of 0 to 49"."""
    if place.state:
        words = (
            QCoreApplication.translate("Data", "after the last timestep, {shape}")
            if place.last
            else QCoreApplication.translate("Data", "before the first timestep, {shape}")
        )
        return words.format(shape=_shape(place.shape or ()))
    if place.index and place.classes is not None:
        words = QCoreApplication.translate("Data", "one class a timestep, (T,) of 0 to {last}")
        return words.format(last=place.classes - 1)
    if place.index:
        return QCoreApplication.translate("Data", "one class a timestep, (T,) whole numbers from 0")
    if place.shape is None:
        return QCoreApplication.translate("Data", "one row a timestep, (T, …)")
    if not place.shape:
        return QCoreApplication.translate("Data", "one number a timestep, (T,)")
    words = QCoreApplication.translate("Data", "numbers at each timestep, {shape}")
    return words.format(shape=f"(T, {', '.join(map(str, place.shape))})")


def origin_words(origin: Origin, rows: Any = None) -> str:
    """Where data come from: "own.npz: x (500, 8)"."""
    words = {
        Kind.SCRIPT: QCoreApplication.translate("Data", "from the script"),
        Kind.EXAMPLE: QCoreApplication.translate("Data", "from the example"),
        Kind.TYPED: QCoreApplication.translate("Data", "typed"),
        Kind.TEXT: QCoreApplication.translate("Data", "from the text"),
        Kind.RANDOM: QCoreApplication.translate("Data", "random, from the seed"),
        Kind.ZEROS: QCoreApplication.translate("Data", "zeros"),
        Kind.NONE: QCoreApplication.translate("Data", "none: no loss"),
        Kind.NEXT: QCoreApplication.translate("Data", "the next of {stream}").format(stream=origin.name),
        Kind.FILE: origin.name,
        Kind.DRAWN: "",
    }[origin.kind]
    return words if rows is None else f"{words} {_shape(np.shape(rows))}"


def present(session: Session, place: Place) -> tuple[Origin | None, Any]:
    """Where what stands in a place comes from, and its rows; None where nothing stands there."""
    given = session.draft.given
    if given is None:
        return (None, None) if place.state else (Origin(Kind.TEXT), None)
    if place.state:
        value = (given.initial or {}).get(place.key)
        return (Origin(Kind.ZEROS), None) if value is None else (given.origin(place.key), value)
    rows = given.data.get(place.key)
    return (None, None) if rows is None else (given.origin(place.key), rows)


def offered(session: Session, place: Place, places: tuple[Place, ...]) -> list[tuple[str, Origin, str]]:
    """What may be chosen for a place: in words, and (or "") why it does not fit."""
    found = []
    for one in session.data.loaded:
        why = ""
        try:
            fitted(place, one.array, place.key)
        except DataError as error:
            why = translated(str(error))
        found.append((origin_words(one.origin, one.array), one.origin, why))
    made = [Kind.RANDOM, Kind.ZEROS]
    if place.state:
        made = [Kind.ZEROS]
    elif place.target:
        made = [Kind.RANDOM, Kind.NONE]
        found += [
            (origin_words(origin), origin, "")
            for other in places
            if not other.state and not other.target and other.index == place.index and other.shape == place.shape
            for origin in [Origin(Kind.NEXT, other.key)]
        ]
    return found + [(origin_words(Origin(kind)), Origin(kind), "") for kind in made]


def typed_text(place: Place, origin: Origin | None, rows: Any) -> str:
    """What was typed, as it may be typed on."""
    if origin is None or origin.kind is not Kind.TYPED or rows is None:
        return ""
    array = np.asarray(rows)
    if array.size > _MOST_TYPED:
        return ""
    if place.state or array.ndim == 1:
        return " ".join(f"{one:.12g}" for one in array.ravel().tolist())
    return "; ".join(" ".join(f"{one:.12g}" for one in row) for row in array.reshape(len(array), -1).tolist())


def parameters_drawn(session: Session) -> bool:
    """Whether the parameters are drawn from the seed, and not from elsewhere."""
    draft, given = session.draft, session.draft.given
    if draft.trained is not None:
        return False
    return (
        given is None
        or given.drawn
        or (draft.seed, draft.initialisation) != (given.model.seed, given.model.initialisation)
    )


def parameters_words(session: Session) -> str:
    """Where the parameters come from, and what another seed would do; "" where they are drawn, as ever."""
    draft, given = session.draft, session.draft.given
    if draft.trained is not None:
        return QCoreApplication.translate(
            "Data", "Parameters: as training left them. Another seed or initialisation draws all of them anew."
        )
    if given is None or given.drawn:
        return ""
    name = given.origin(PARAMETERS).name or QCoreApplication.translate("Data", "the script")
    if parameters_drawn(session):
        words = QCoreApplication.translate(
            "Data", "Parameters: drawn from the seed, no more those of {name}. Undo has them back."
        )
    else:
        words = QCoreApplication.translate(
            "Data", "Parameters: from {name}. Another seed or initialisation draws all of them anew."
        )
    return words.format(name=name)


def no_text(given: Given) -> str:
    """Why a text is no data for parameters that came from elsewhere."""
    words = QCoreApplication.translate(
        "Data",
        "{model} reads numbers, and does not say which number each character is. Load them as an array (T,), "
        "or choose “Use a text” in the Data panel: the parameters are then drawn from the seed.",
    )
    name = given.origin(PARAMETERS).name or QCoreApplication.translate("Data", "The script's model")
    return words.format(model=name)


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
