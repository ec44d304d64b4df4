"""A session as a project: what of it is saved, and how that is told from whatever a file holds. It needs no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger.breakpoint import Breakpoint, BreakpointError
from rnnviz.debugger.watch import Watch
from rnnviz.engine.data import DataError, numbers
from rnnviz.equations import EquationError
from rnnviz.equations.sentence import said
from rnnviz.formats.example import TABLES, arrays_of, example_in, tables_of
from rnnviz.formats.fields import Fields
from rnnviz.formats.project import Project
from rnnviz.formats.text import FormatError
from rnnviz.models.example import Example
from rnnviz.models.generation import HOW
from rnnviz.models.initialisation import SCHEMES
from rnnviz.models.model import DTYPES, Model
from rnnviz.models.overrides import Override
from rnnviz.models.tasks import streams_of, unseen_for
from rnnviz.models.text import TextError
from rnnviz.models.typed import streams_of_typed
from rnnviz.session.compared import Compared, Mode
from rnnviz.session.draft import (
    Bookmark,
    Draft,
    KeptRun,
    Selection,
    Weight,
    in_order,
)
from rnnviz.session.generation import LONGEST, Generation
from rnnviz.session.given import Given, Kind, Origin, Trained
from rnnviz.session.job import taught_job_of
from rnnviz.session.training_plan import plan_in, plan_table

if TYPE_CHECKING:
    from rnnviz.session.session import Session
    from rnnviz.session.training_plan import TrainingPlan

Made = TypeVar("Made")
Table = dict[str, Any]
Arrays = dict[str, NDArray[Any]]

LARGEST_SIZE = 2**24
_LONGEST_EQUATIONS, _LONGEST_TITLE = 2_000_000, 10_000
_DATA, _LAST_RUN_DATA = "data", "last_run_data"
_OWN = {
    *TABLES, "model", "data", "cursor", "selection", "bookmarks", "breakpoints", "watches", "last_run_model",
    _LAST_RUN_DATA, "kept_runs", "compared", "train",
}  # fmt: skip
_KEPT, _TRAIN = "kept_runs", "train"
_MOST_UNSEEN = 10_000
_TRAINED = "model/parameters/"
_GIVEN = ("parameters", "streams", "initial")
_KINDS = tuple(kind.value for kind in Kind)


@dataclass(frozen=True)
class Saved:
    """Everything of a session that a project holds.

    `shown` is the draft of the run that is shown, where the present one cannot run. `sections` are the parts that
    others write and read, plain values by name; those that this version does not know are kept, and saved again.
    """

    draft: Draft
    shown: Draft | None = None
    position: int = 0
    selection: Selection = field(default_factory=lambda: Selection(""))
    parameter: str = ""
    whole_run: bool = True
    speed: float = 2.0
    bookmarks: tuple[Bookmark, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[Watch, ...] = ()
    sections: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    inside: int = 0
    kept: tuple[KeptRun, ...] = ()
    compared: Compared = field(default_factory=Compared)
    plan: TrainingPlan | None = None


def saved_of(session: Session, sections: Mapping[str, Any]) -> Saved:
    """A session as it is now, with the sections that others write."""
    return Saved(
        session.draft,
        session.shown_draft if session.preview is None and session.shown_draft != session.draft else None,
        session.position,
        session.selection,
        session.parameter,
        session.whole_run,
        session.speed,
        session.bookmarks.all,
        session.breakpoints.all,
        session.watches.all,
        sections,
        session.inside,
        session.comparison.kept,
        Compared(
            session.comparison.mode,
            None if session.comparison.chosen is None else session.comparison.chosen.number,
        ),
        session.training.own_plan,
    )


def project_of(saved: Saved) -> Project:
    """The document and the arrays that say all of it."""
    draft, arrays = saved.draft, Arrays()
    if draft.trained is not None and not _is_examples(draft):
        arrays |= {f"{_TRAINED}{name}": value for name, value in draft.trained.parameters.items()}
    if draft.example is not None:
        arrays |= arrays_of(draft.example)
    document: Table = {
        **({} if draft.example is None else tables_of(draft.example)),
        "model": _model_table(draft),
        "data": _data_table(draft, _DATA, arrays),
        "cursor": {
            "position": saved.position,
            "inside": saved.inside or None,
            "whole_run": saved.whole_run,
            "speed": saved.speed,
        },
        "selection": {
            "name": saved.selection.name,
            "timestep": saved.selection.timestep,
            "unit": None if saved.selection.unit is None else list(saved.selection.unit),
            "parameter": saved.parameter,
        },
        "bookmarks": [{"timestep": one.timestep, "note": one.note} for one in saved.bookmarks] or None,
        "breakpoints": [one.to_plain() for one in saved.breakpoints] or None,
        "watches": [one.to_plain() for one in saved.watches] or None,
    }
    if saved.plan is not None:
        document[_TRAIN] = plan_table(saved.plan)
    document[_KEPT] = [_kept_table(one, draft, arrays) for one in saved.kept] or None
    if saved.compared != Compared():
        document["compared"] = {"mode": saved.compared.mode.value, "with": saved.compared.number}
    if saved.shown is not None:
        document["last_run_model"] = _model_table(saved.shown)
        if _data_of(saved.shown) != _data_of(saved.draft):
            document[_LAST_RUN_DATA] = _data_table(saved.shown, _LAST_RUN_DATA, arrays)
    return Project({**document, **saved.sections}, arrays)


def saved_in(project: Project, file: str) -> Saved:
    """What a project says; `file` is what messages call it. Raises FormatError where that is no session."""
    document = Fields(project.document, "", file)
    found = example_in(project.document, project.arrays, PurePath(file).stem, file)
    draft = _draft(document.table("model"), document.table(_DATA), _DATA, project, example=found)
    draft = replace(draft, trained=_trained(document.table("model"), draft, project))
    _check_beside(draft, project.beside, file)
    shown = None
    if "last_run_model" in document:
        data = _LAST_RUN_DATA if _LAST_RUN_DATA in document else _DATA
        known = draft if data == _DATA else None
        table = document.table("last_run_model")
        shown = _draft(table, document.table(data), data, project, known, found)
        shown = replace(shown, trained=_trained(table, shown, project))
    cursor, selection = document.table("cursor"), document.table("selection")
    return Saved(
        draft,
        shown,
        cursor.whole("position", 0, least=0),
        Selection(
            selection.text("name", ""),
            selection.whole("timestep", least=0) if "timestep" in selection else None,
            selection.wholes("unit") if "unit" in selection else None,
        ),
        selection.text("parameter", ""),
        cursor.flag("whole_run", True),
        cursor.number("speed", 2.0, finite=True),
        tuple(in_order({one.whole("timestep", least=1): one.text("note", "") for one in document.tables("bookmarks")})),
        _each(document, "breakpoints", Breakpoint.from_plain),
        _each(document, "watches", Watch.from_plain),
        MappingProxyType({name: value for name, value in project.document.items() if name not in _OWN}),
        cursor.whole("inside", 0, least=0),
        tuple(_kept(one, draft, project, found) for one in document.tables(_KEPT)),
        _compared(document.table("compared")),
        plan_in(document.table(_TRAIN)) if _TRAIN in document else None,
    )


def _each(document: Fields, name: str, made: Callable[[object], Made]) -> tuple[Made, ...]:
    """The items that the tables of a list are."""
    found = []
    for table in document.tables(name):
        try:
            found.append(made(table.all()))
        except BreakpointError as error:
            raise FormatError(
                said("“{file}” cannot be used: {where}: {error}", file=document.file, where=table.where, error=error)
            ) from error
    return tuple(found)


# Runs that are kept


def _kept_table(kept: KeptRun, draft: Draft, arrays: Arrays) -> Table:
    """What a kept run was made of; of data that are those of the session itself nothing is said again."""
    where = f"{_KEPT}/{kept.number}"
    table: Table = {"number": kept.number, "loss": kept.loss, "model": _model_table(kept.draft)}
    if _data_of(kept.draft) != _data_of(draft):
        table["data"] = _data_table(kept.draft, f"{where}/data", arrays)
    trained = kept.draft.trained
    if trained is not None and trained is not draft.trained:
        arrays |= {f"{where}/{_TRAINED}{name}": value for name, value in trained.parameters.items()}
    return table


def _kept(table: Fields, draft: Draft, project: Project, example: Example | None) -> KeptRun:
    number = table.whole("number", least=1)
    where = f"{_KEPT}/{number}"
    own = {name.removeprefix(f"{where}/"): one for name, one in project.arrays.items() if name.startswith(f"{where}/")}
    inner = Project(project.document, own)
    known = None if "data" in table else draft
    found = _draft(table.table("model"), table.table("data"), _DATA, inner, known, example)
    if table.table("model").flag("trained", False):
        trained = any(name.startswith(_TRAINED) for name in own)
        found = replace(found, trained=_trained(table.table("model"), found, inner) if trained else draft.trained)
    return KeptRun(number, found, table.number("loss") if "loss" in table else None)


def _compared(table: Fields) -> Compared:
    mode = table.choice("mode", tuple(one.value for one in Mode), Mode.OFF.value)
    return Compared(Mode(mode), table.whole("with", least=1) if "with" in table else None)


# A draft


def _data_of(draft: Draft) -> tuple[object, ...]:
    return draft.title, draft.text, draft.given


def _model_table(draft: Draft) -> Table:
    return {
        "equations": draft.equations,
        "hidden": draft.hidden,
        "seed": draft.seed,
        "dtype": draft.dtype,
        "initialisation": draft.initialisation,
        "trained": draft.trained is not None or None,
        "truncate": draft.truncate,
        "sizes": {name: list(size) if isinstance(size, tuple) else size for name, size in draft.sizes.items()} or None,
        "weights": [_weight_table(one) for one in draft.weights] or None,
        "carry": draft.carry,
        "overrides": [_override_table(one) for one in draft.overrides] or None,
        "generation": None if draft.generation is None else asdict(draft.generation),
    }


def _is_examples(draft: Draft) -> bool:
    """Whether the trained parameters of a draft are those of its example."""
    return draft.trained is not None and draft.example is not None and draft.trained.parameters is draft.example.trained


def _trained(model: Fields, draft: Draft, project: Project) -> Trained | None:
    """The parameters that a file says are in force: an example's trained ones, others, or (None) those drawn."""
    own = {name.removeprefix(_TRAINED): array for name, array in project.arrays.items() if name.startswith(_TRAINED)}
    asked = model.flag("trained", False)
    if not asked:
        return None
    if own:
        return Trained(MappingProxyType(own))
    if draft.example is not None and draft.example.trained:
        return Trained(draft.example.trained)
    raise FormatError(
        said("“{file}” is incomplete: its model is trained, and no trained parameters are there.", file=model.file)
    )


def _check_beside(draft: Draft, beside: str, file: str) -> None:
    """That a file of an example's arrays has all trained parameters. A project may have fewer: its equations may have
    been changed, and what is new in them is drawn."""
    if draft.example is None or not draft.example.trained or not beside:
        return
    try:
        needed = taught_job_of(replace(draft, trained=None, weights=())).model.graph.parameters
    except (EquationError, DataError, TextError):
        return  # the run says what is wrong with it
    missing = [name for name in needed if name not in draft.example.trained]
    if missing:
        raise FormatError(
            said(
                "“{file}” is incomplete: “{beside}” lacks these trained parameters: {names}.",
                file=file,
                names=", ".join(f"`{name}`" for name in missing),
                beside=beside,
            )
        )


def _weight_table(one: Weight) -> Table:
    return {"parameter": one.parameter, "index": list(one.index), "value": one.value}


def _override_table(one: Override) -> Table:
    unit = None if one.unit is None else list(one.unit)
    return {"name": one.name, "timestep": one.timestep, "unit": unit, "value": one.value}


def _generation(table: Fields) -> Generation:
    usual = Generation()
    return Generation(
        table.whole("count", usual.count, least=1, most=LONGEST),
        table.text("typed", ""),
        table.whole("from_", usual.from_, least=2),
        table.choice("how", HOW, usual.how),
        table.number("temperature", usual.temperature, finite=True),
        table.whole("seed", usual.seed, least=0),
    )


def _data_table(draft: Draft, where: str, arrays: Arrays) -> Table:
    table: Table = {"title": draft.title, "text": draft.text}
    if draft.given is not None:
        table["given"] = _given_table(draft.given, where, arrays)
    return table


def _draft(
    model: Fields,
    data: Fields,
    where: str,
    project: Project,
    same_data: Draft | None = None,
    example: Example | None = None,
) -> Draft:
    if same_data is not None:
        title, text, given = same_data.title, same_data.text, same_data.given
    else:
        title, text = data.text("title", most=_LONGEST_TITLE), data.text("text")
        given = _given(data.table("given"), model, where, project, example) if "given" in data else None
    sizes = model.table("sizes")
    return Draft(
        equations=model.text("equations", most=_LONGEST_EQUATIONS),
        text=text,
        hidden=model.whole("hidden", least=1, most=LARGEST_SIZE),
        seed=model.whole("seed"),
        dtype=model.choice("dtype", DTYPES, "float64"),
        initialisation=model.choice("initialisation", tuple(SCHEMES), "orthogonal"),
        truncate=model.whole("truncate", least=1) if "truncate" in model else None,
        sizes=MappingProxyType({name: sizes.size(name, LARGEST_SIZE) for name in sizes}),
        weights=tuple(
            Weight(one.text("parameter"), one.wholes("index"), one.number("value")) for one in model.tables("weights")
        ),
        carry=model.flag("carry", True),
        overrides=tuple(_override(one) for one in model.tables("overrides")),
        generation=_generation(model.table("generation")) if "generation" in model else None,
        title=title,
        given=given,
        example=example,
    )


def _override(table: Fields) -> Override:
    return Override(
        table.text("name"),
        table.whole("timestep") if "timestep" in table else None,
        table.wholes("unit") if "unit" in table else None,
        table.nested("value"),
    )


# A model and data that came from elsewhere


def _given_table(given: Given, where: str, arrays: Arrays) -> Table:
    model = given.model
    named = (*model.graph.named, *model.graph.streams)
    for kind, values in zip(_GIVEN, (model.parameters, given.data, given.initial or {}), strict=True):
        for name, value in values.items():
            arrays[f"{where}/{kind}/{name}"] = numbers(name, value)
    return {
        "equations": model.text,
        "seed": model.seed,
        "dtype": model.dtype,
        "initialisation": model.initialisation,
        "timesteps": dict(model.timesteps) if isinstance(model.timesteps, Mapping) else model.timesteps,
        "gradients": any("." in name or (name[0] == "d" and name[1:] in named) for name in named),
        "sizes": {name: list(shape) for name, shape in model.sizes.items()},
        "origins": [{"of": of, "kind": one.kind.value, "name": one.name} for of, one in given.origins.items()] or None,
    }


def _given(table: Fields, model_s: Fields, where: str, project: Project, example: Example | None) -> Given:
    """What a file gives. Where it does not say a model of its own, that is `[model]`'s; and an example's data may be
    lines as a user types them, or one of the sequences that it was not trained on."""
    parts: dict[str, Arrays] = {kind: {} for kind in _GIVEN}
    for path, array in project.arrays.items():
        place, _, rest = path.partition("/")
        kind, _, name = rest.partition("/")
        if place == where and kind in parts:
            parts[kind][name] = array
    says = table if "equations" in table else model_s
    sizes = says.table("sizes")
    if isinstance(timesteps := table.value("timesteps"), Mapping):
        lengths = table.table("timesteps")
        timesteps = {name: lengths.whole(name, least=1) for name in lengths}
    elif timesteps is not None:
        timesteps = table.whole("timesteps", least=1)
    try:
        model = Model(
            says.text("equations"),
            {name: sizes.size(name, LARGEST_SIZE) for name in sizes},
            says.whole("seed", 0),
            parts["parameters"],
            says.choice("dtype", DTYPES, "float64"),
            says.choice("initialisation", tuple(SCHEMES), "orthogonal"),
            says.whole("hidden", least=1, most=LARGEST_SIZE) if says is model_s else None,
            timesteps=timesteps,
            gradients=says.flag("gradients", False),
        )
        origins = {
            one.text("of"): Origin(Kind(one.choice("kind", _KINDS, Kind.SCRIPT.value)), one.text("name", ""))
            for one in table.tables("origins")
        }
        streams = parts["streams"]
        if not streams and (streams := _example_streams(table, model, example)):
            origins = {**dict.fromkeys(streams, Origin(Kind.EXAMPLE)), **origins}
        given = Given(model, streams, parts["initial"] or None, origins)
        _ = given.timesteps
    except (EquationError, DataError, TextError) as error:
        raise FormatError(
            said("“{file}” cannot be used: its data do not fit its model. {error}", file=table.file, error=error)
        ) from error
    return given


def _example_streams(table: Fields, model: Model, example: Example | None) -> Arrays:
    """The streams that an example's text asks for, with `lines` or with `unseen`, a number from 0."""
    if example is not None and "lines" in table:
        lines = table.texts("lines")
        if len(lines) != len(example.typed):
            raise table.wrong(
                "lines", said("a list of {count} texts, one for each table `[[typed]]`", count=len(example.typed))
            )
        return streams_of(model, streams_of_typed(example, lines))
    if example is not None and "unseen" in table:
        unseen = unseen_for(model, example, table.whole("unseen", least=0, most=_MOST_UNSEEN))[-1]
        return {name: np.asarray(rows) for name, rows in unseen.items()}
    return {}
