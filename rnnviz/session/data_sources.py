"""The arrays that a user has loaded, and what is given to a run: chosen undoably, refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from rnnviz.engine.data import DataError
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError
from rnnviz.formats.data_file import read_data
from rnnviz.session.data_choice import Chosen, choose, with_timesteps
from rnnviz.session.data_places import Place, fitted, places_of, typed
from rnnviz.session.draft import EXAMPLE, Draft, example
from rnnviz.session.given import Kind, Origin
from rnnviz.session.problems import unread
from rnnviz.session.translated import translated
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.session.session import Session

Array = NDArray[Any]
Found = tuple[Path, "dict[str, Array] | str"]

MOST_LOADED = 200
"""So many arrays are offered; of more the last ones."""
_AT_ONCE = 2**20  # bytes; a larger file is read beside the window
_MOST_NAMED = 6
_MOST_SEQUENCES = 16


@dataclass(frozen=True, eq=False)
class Loaded:
    """An array of a file that may be chosen."""

    name: str
    array: Array

    @property
    def origin(self) -> Origin:
        return Origin(Kind.FILE, self.name)


class DataSources(QObject):
    """What may be chosen for each place of a run, and what was said of the last choice.

    `changed` says that there are other arrays, or other words.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._loaded: tuple[Loaded, ...] = ()
        self._said, self._wrong = "", False
        self._waiting: list[Path] = []
        self._reader = Worker(self)
        self._reader.finished.connect(self._take)
        session.draft_changed.connect(self._forget_words)

    @property
    def loaded(self) -> tuple[Loaded, ...]:
        """The arrays that may be chosen, the last loaded first."""
        return self._loaded

    @property
    def said(self) -> str:
        """What became of the last choice; "" where nothing needs to be said."""
        return self._said

    @property
    def wrong(self) -> bool:
        """Whether that is why it was refused."""
        return self._wrong

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the present equations."""
        return places_of(self._session)

    def load(self, path: Path) -> None:
        """Read a file's arrays, and put those into their places that are called like one, or fit just one."""
        try:
            small = path.stat().st_size <= _AT_ONCE
        except OSError:
            small = True  # reading it says what is wrong
        if small and not self._reader.busy:
            self._take(_read(path, no_progress))
        else:
            self._waiting.append(path)
            self._read_next()

    def take(self, path: Path, arrays: Mapping[str, Array]) -> None:
        """Offer a file's arrays that were read, and put them into their places."""
        new = tuple(Loaded(f"{path.name}: {name}", one) for name, one in _with_sequences(arrays).items())
        self._loaded = (*new, *(one for one in self._loaded if not one.name.startswith(f"{path.name}: ")))[:MOST_LOADED]
        places = self.places
        chosen = _matching(places, arrays, path.name)
        if chosen:
            self._choose(chosen, places)
            return
        streams = [place for place in places if not place.state]
        if len(arrays) == 1 and streams:
            name, array = next(iter(arrays.items()))
            try:
                fitted(streams[0], array, name)
            except DataError as error:
                words = QCoreApplication.translate("Data", "For {stream}: {problem}")
                self._say(words.format(stream=streams[0].key, problem=translated(str(error))), wrong=True)
                return
        listed = ", ".join(f"{name} {array.shape}" for name, array in list(arrays.items())[:_MOST_NAMED])
        wanted = ", ".join(place.key for place in places) or "–"
        words = QCoreApplication.translate(
            "Data",
            "“{file}” has {arrays}. None is called like what the model is given ({places}): choose which is what.",
        )
        self._say(words.format(file=path.name, arrays=listed, places=wanted), wrong=False)

    def give(self, key: str, origin: Origin) -> None:
        """Put an array that was loaded, or one that is made, into a place, undoably."""
        array = next((one.array for one in self._loaded if one.origin == origin), None)
        self._choose({key: Chosen(origin, array)}, self.places)

    def type_in(self, key: str, text: str) -> None:
        """Put numbers that were typed into a place, undoably."""
        places = self.places
        place = next((one for one in places if one.key == key), None)
        if place is None:
            return
        try:
            array = typed(text, place)
        except DataError as error:
            self._say(translated(str(error)), wrong=True)
            return
        self._choose({key: Chosen(Origin(Kind.TYPED), array)}, places)

    def set_timesteps(self, timesteps: int) -> None:
        """How long a run is that no data tell it of, undoably."""
        places = self.places
        if any(not place.state for place in places):
            self._choose({}, places, timesteps)
            return
        try:
            draft = with_timesteps(self._session.draft, timesteps)
        except (DataError, EquationError) as error:
            self._say(translated(str(error)), wrong=True)
            return
        self._run_over(draft)

    def use_text(self) -> None:
        """Back to a text, undoably."""
        draft = self._session.draft
        text = draft.text if len(draft.text) > 1 else example().text
        self._session.edit(text=text, given=None, title=EXAMPLE)

    def close(self) -> None:
        """Stop reading; to be called before the session goes."""
        self._waiting = []
        self._reader.close()

    def _choose(self, chosen: Mapping[str, Chosen], places: tuple[Place, ...], timesteps: int | None = None) -> None:
        try:
            outcome = choose(self._session, chosen, places, timesteps)
        except (DataError, EquationError) as error:
            self._say(translated(str(error)), wrong=True)
            return
        self._run_over(outcome.draft)
        if outcome.given_up:
            words = QCoreApplication.translate(
                "Data",
                "The run has {timesteps} timesteps now. What stood for {names} had another number and is made instead: "
                "choose again.",
            )
            given = outcome.draft.given
            length = given.timesteps if given is not None else 0
            self._say(words.format(timesteps=f"{length:,}", names=", ".join(outcome.given_up)), wrong=False)
        else:
            self._say("", wrong=False)

    def _run_over(self, draft: Draft) -> None:
        """Runs over what was chosen. What was told of a text, and learned from it, is not of these numbers."""
        changes: dict[str, Any] = {"given": draft.given, "title": draft.title}
        if self._session.draft.given is None:
            changes |= {"example": None, "trained": None}
        self._session.edit(**changes)

    def _say(self, words: str, *, wrong: bool) -> None:
        self._said, self._wrong = words, wrong
        self.changed.emit()

    @Slot()
    def _forget_words(self) -> None:
        if self._said:
            self._say("", wrong=False)

    # Reading

    def _read_next(self) -> None:
        if self._waiting and not self._reader.busy:
            path = self._waiting.pop(0)
            words = QCoreApplication.translate("Data", "Reading {file} …").format(file=path.name)
            self._say(words, wrong=False)
            self._reader.start(partial(_read, path))

    @Slot(object)
    def _take(self, found: Found) -> None:
        path, arrays = found
        if isinstance(arrays, str):
            self._say(translated(arrays), wrong=True)
        else:
            self.take(path, arrays)
        self._read_next()


def _read(path: Path, progress: Progress) -> Found:
    try:
        return path, read_data(path)
    except Exception as error:  # whatever it is, the user reads it in the window
        return path, unread(path, error)


def _with_sequences(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays, and of those that may be several sequences each of the first by itself: `x[0]`, `x[1]`, …"""
    found = dict(arrays)
    for name, array in arrays.items():
        if array.ndim == 3 or (array.ndim == 2 and array.dtype.kind in "iu"):
            found |= {f"{name}[{number}]": array[number] for number in range(min(len(array), _MOST_SEQUENCES))}
    return found


def _matching(places: tuple[Place, ...], arrays: Mapping[str, Array], file: str) -> dict[str, Chosen]:
    """The arrays that are called like a place; where none is, and one array only, the first place that this fits."""
    named = {place.key: arrays[place.key] for place in places if place.key in arrays}
    if not named and len(arrays) == 1:
        (name, array) = next(iter(arrays.items()))
        for place in sorted((one for one in places if not one.state), key=lambda one: one.target):
            try:
                fitted(place, array, name)
            except DataError:
                continue
            return {place.key: Chosen(Origin(Kind.FILE, f"{file}: {name}"), array)}
        return {}
    return {key: Chosen(Origin(Kind.FILE, f"{file}: {key}"), array) for key, array in named.items()}
