"""An example's tables in a project's document, read with whatever is wrong with them said, and written.

    [example]    title = {en, zh}, about, lecture, order, tags
    [[walk]]     the stops of the guided walk
    [vocabulary] the names of classes, by stream or value
    [pictures]   the values that are pictures
    [[typed]]    lines that a user types, and the streams that they become
    [task]       name, and its options
    [training]   the recipe
    [growth]     layers = […], the depths at which a deep model is trained one after another
    [[accuracy]] what the shipped parameters reach

Arrays are the trained parameters, `example/parameters/W_hh`, the losses of the first updates of their training,
`example/losses`, and an example's own sequences to train on, `example/sequences/0/x`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.data import DataError
from rnnviz.equations.sentence import said
from rnnviz.formats.arrays import Arrays
from rnnviz.formats.fields import Fields
from rnnviz.formats.text import FormatError
from rnnviz.models.example import (
    LONGEST_STOP,
    MEASURES,
    PHASES,
    QUESTIONS,
    Accuracy,
    Example,
    Picture,
    Question,
    Stop,
    TaskChoice,
    Typed,
    Words,
)
from rnnviz.models.recipe import recipe_of

TABLES = ("example", "walk", "vocabulary", "pictures", "typed", "task", "training", "growth", "accuracy")
PARAMETERS, SEQUENCES, LOSSES = "example/parameters/", "example/sequences/", "example/losses"
_MOST_LOSSES = 1000
_MOST_SEQUENCES = 100_000
_LARGEST_SIDE = 4096

Table = dict[str, Any]


def example_in(document: Mapping[str, Any], arrays: Arrays, name: str, file: str) -> Example | None:
    """The example that a document is, if it has the table `[example]`; `file` is what messages call it.

    Raises FormatError.
    """
    fields = Fields({table: document.get(table) for table in TABLES}, "", file)
    if "example" not in fields:
        return None
    head = fields.table("example")
    vocabulary, pictures = fields.table("vocabulary"), fields.table("pictures")
    found = Example(
        name,
        _words(head, "title"),
        _words(head, "about"),
        _words(head, "lecture", needed=False),
        head.whole("order", 1000),
        head.texts("tags"),
        tuple(map(_stop, fields.tables("walk"))),
        MappingProxyType({one: vocabulary.texts(one) for one in vocabulary}),
        MappingProxyType({one: _picture(pictures.table(one)) for one in pictures}),
        tuple(map(_typed, fields.tables("typed"))),
        _task(fields.table("task")) if "task" in fields else None,
        MappingProxyType(_training(fields.table("training"))),
        fields.table("growth").wholes("layers", least=1),
        _losses(arrays, file),
        tuple(map(_accuracy, fields.tables("accuracy"))),
        MappingProxyType(_below(arrays, PARAMETERS)),
        _sequences(arrays, file),
    )
    for typed in found.typed:
        if typed.vocabulary not in found.vocabulary:
            raise FormatError(
                said("“{file}” cannot be used: it has no vocabulary “{name}”, in which typed lines count.",
                     file=file, name=typed.vocabulary)
            )  # fmt: skip
        for token in filter(None, (typed.begin, typed.end)):
            if token not in found.vocabulary[typed.vocabulary]:
                raise FormatError(
                    said("“{file}” cannot be used: its vocabulary “{name}” has no “{token}”, put around lines.",
                         file=file, name=typed.vocabulary, token=token)
                )  # fmt: skip
    return found


def tables_of(example: Example) -> Table:
    """The tables of a document that say all of an example but its arrays."""
    return {
        "example": {
            "title": _both(example.title),
            "about": _both(example.about),
            "lecture": _both(example.lecture),
            "order": example.order,
            "tags": list(example.tags),
        },
        "typed": [_typed_table(one) for one in example.typed] or None,
        "task": _task_table(example.task) if example.task else None,
        "training": dict(example.training) or None,
        "growth": {"layers": list(example.growth)} if example.growth else None,
        "accuracy": [dict(vars(one)) for one in example.accuracy] or None,
        "vocabulary": {one: list(words) for one, words in example.vocabulary.items()} or None,
        "pictures": {one: {**vars(picture), "mark": picture.mark or None} for one, picture in example.pictures.items()}
        or None,
        "walk": [_stop_table(one) for one in example.walk] or None,
    }


def arrays_of(example: Example) -> dict[str, NDArray[Any]]:
    """The arrays of an example under the names that they have in a file."""
    found = {f"{PARAMETERS}{name}": array for name, array in example.trained.items()}
    for index, sequence in enumerate(example.sequences):
        found |= {f"{SEQUENCES}{index}/{name}": array for name, array in sequence.items()}
    if example.losses:
        found[LOSSES] = np.array(example.losses)
    return found


# Words


def _words(table: Fields, name: str, needed: bool = True) -> Words:
    found = _words_in(table.table(name))
    if needed and not (found.en or found.zh):
        raise table.wrong(name, said('a text in one language at least, as {{en = "…", zh = "…"}}'))
    return found


def _words_in(table: Fields) -> Words:
    return Words(table.text("en", ""), table.text("zh", ""))


def _both(words: Words) -> Table | None:
    return {"en": words.en or None, "zh": words.zh or None} if words.en or words.zh else None


# The walk


def _stop(table: Fields) -> Stop:
    text = _words(table, "text")
    if len(text.en.split()) > LONGEST_STOP or len(text.zh) > 2 * LONGEST_STOP + 20:
        raise table.wrong("text", said("at most {most} words, so that it is read at a glance", most=LONGEST_STOP))
    if (timestep := table.whole("timestep", 1)) == 0:
        raise table.wrong("timestep", said("a timestep: 1 is the first, and -1 the last"))
    return Stop(
        text,
        table.choice("phase", PHASES, "start"),
        timestep,
        table.whole("inside", 0, least=0),
        table.text("select", ""),
        table.whole("select_timestep", least=0) if "select_timestep" in table else None,
        table.wholes("unit") if "unit" in table else None,
        table.flag("trained", True) if "trained" in table else None,
        _question(table.table("question")) if "question" in table else None,
    )


def _stop_table(stop: Stop) -> Table:
    return {
        "phase": stop.phase,
        "timestep": stop.timestep if stop.phase in ("forward", "backward") else None,
        "inside": stop.inside or None,
        "select": stop.select or None,
        "select_timestep": stop.select_timestep,
        "unit": None if stop.unit is None else list(stop.unit),
        "trained": stop.trained,
        "text": _both(stop.text),
        "question": None if stop.question is None else _question_table(stop.question),
    }


def _question(table: Fields) -> Question:
    kind = table.choice("kind", QUESTIONS, "")
    choices = tuple(_words_in(one) for one in table.tables("choices"))
    if kind == "choose" and len(choices) < 2:
        raise table.wrong("choices", said("two answers at least"))
    if kind == "predict":
        table.text("name")
    return Question(
        kind,
        _words(table, "ask"),
        _words(table, "answer"),
        table.text("name", ""),
        table.whole("timestep", least=0) if "timestep" in table else None,
        table.wholes("unit") if "unit" in table else None,
        choices,
        table.whole("right", 0, least=0, most=max(0, len(choices) - 1)),
    )


def _question_table(question: Question) -> Table:
    return {
        "kind": question.kind,
        "ask": _both(question.ask),
        "name": question.name or None,
        "timestep": question.timestep,
        "unit": None if question.unit is None else list(question.unit),
        "right": question.right if question.choices else None,
        "answer": _both(question.answer),
        "choices": [_both(one) for one in question.choices] or None,
    }


# Pictures, typed lines, task, accuracy


def _picture(table: Fields) -> Picture:
    height, width = (table.whole(side, least=1, most=_LARGEST_SIDE) for side in ("height", "width"))
    channels = table.whole("channels", 1, least=1, most=3)
    if channels == 2:
        raise table.wrong("channels", said("1 (grey) or 3 (red, green and blue)"))
    low, high = table.number("low", 0.0, finite=True), table.number("high", 1.0, finite=True)
    if not low < high:
        raise table.wrong("high", said("a number above low, {low}", low=low))
    return Picture(height, width, channels, low, high, table.text("mark", ""))


def _typed(table: Fields) -> Typed:
    found = Typed(
        _words(table, "title"),
        table.text("vocabulary"),
        table.choice("split", ("words", "characters"), "words"),
        table.text("reads", ""),
        table.text("predicts", ""),
        table.text("begin", ""),
        table.text("end", ""),
        table.choice("at", ("each", "last"), "each"),
    )
    if not (found.reads or found.predicts):
        raise table.wrong("reads", said("the name of a stream; or `predicts`"))
    return found


def _typed_table(typed: Typed) -> Table:
    return {**{name: value or None for name, value in vars(typed).items()}, "title": _both(typed.title)}


def _task(table: Fields) -> TaskChoice:
    options = {name: value for name, value in table.all().items() if name not in ("name", "sequences", "seed")}
    return TaskChoice(
        table.text("name"),
        table.whole("sequences", 1000, least=1, most=_MOST_SEQUENCES),
        table.whole("seed", 0, least=0),
        MappingProxyType(options),
    )


def _training(table: Fields) -> Table:
    """The recipe, which is used when it is trained; what is wrong with it is said now."""
    found = table.all()
    try:
        recipe_of(found)
    except DataError as error:
        raise FormatError(
            said("“{file}” cannot be used: `{where}`: {error}", file=table.file, where=table.where, error=error)
        ) from error
    return found


def _task_table(task: TaskChoice) -> Table:
    return {"name": task.name, "sequences": task.sequences, "seed": task.seed, **task.options}


def _accuracy(table: Fields) -> Accuracy:
    return Accuracy(
        table.choice("measure", MEASURES, "each"),
        table.text("value"),
        table.text("target"),
        table.number("reached", finite=True),
        table.whole("sequences", 200, least=1, most=_MOST_SEQUENCES),
        table.whole("seed", 1, least=0),
    )


# Arrays


def _below(arrays: Arrays, place: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(place): array for name, array in arrays.items() if name.startswith(place)}


def _losses(arrays: Arrays, file: str) -> tuple[float, ...]:
    found = arrays.get(LOSSES)
    if found is None:
        return ()
    if found.ndim != 1 or len(found) > _MOST_LOSSES:
        raise FormatError(
            said(
                "“{file}” cannot be used: “{part}” is no list of at most {most} numbers.",
                file=file,
                part=LOSSES,
                most=_MOST_LOSSES,
            )
        )
    return tuple(map(float, found))


def _sequences(arrays: Arrays, file: str) -> tuple[Mapping[str, NDArray[Any]], ...]:
    found: dict[int, dict[str, NDArray[Any]]] = {}
    for path, array in _below(arrays, SEQUENCES).items():
        number, _, stream = path.partition("/")
        if not (number.isascii() and number.isdigit() and len(number) < 9) or not stream:
            raise FormatError(
                said(
                    "“{file}” cannot be used: “{place}{path}” is not named {place}NUMBER/STREAM.",
                    file=file,
                    place=SEQUENCES,
                    path=path,
                )
            )
        found.setdefault(int(number), {})[stream] = array
    return tuple(MappingProxyType(found[number]) for number in sorted(found))
