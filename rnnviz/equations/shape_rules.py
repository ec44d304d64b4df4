"""The shape of a result from the shapes of the operands, and what a known result tells of an unknown operand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rnnviz.equations.graph import Shape
from rnnviz.equations.sentence import Sentence, said

Shapes = Sequence[Shape]
Attributes = tuple[Any, ...]
ShapeRule = Callable[[Shapes, Attributes], Shape]
Partial = list[Shape | None]
Inference = Callable[[Partial, Shape | None, Attributes], tuple[Partial, Shape | None]]


class ShapeClash(ValueError):
    """Operands that do not fit: `operand` is the position of the one to blame, or None."""

    def __init__(self, message: str, operand: int | None = None) -> None:
        super().__init__(message)
        self.operand = operand


def say(shape: Shape) -> Sentence:
    if not shape:
        return said("a scalar")
    return (
        said("a vector of {size}", size=shape[0])
        if len(shape) == 1
        else said("{sizes}", sizes="×".join(map(str, shape)))
    )


def broadcast(shapes: Shapes, attributes: Attributes) -> Shape:
    result: Shape = ()
    for position, shape in enumerate(shapes):
        long, short = (result, shape) if len(result) >= len(shape) else (shape, result)
        joined = list(long)
        for i in range(1, len(short) + 1):
            if long[-i] != short[-i] and 1 not in (long[-i], short[-i]):
                raise ShapeClash(
                    said("{result} and {shape} do not fit element by element", result=say(result), shape=say(shape)),
                    position,
                )
            joined[-i] = max(long[-i], short[-i])
        result = tuple(joined)
    return result


def same(shapes: Shapes, attributes: Attributes) -> Shape:
    return shapes[0]


def rows(shapes: Shapes, attributes: Attributes) -> Shape:
    if shapes[0] == ():
        raise ShapeClash(said("it works on a vector (or on each row of a matrix), not on a scalar"), 0)
    return shapes[0]


def row_scalar(shapes: Shapes, attributes: Attributes) -> Shape:
    shape = rows(shapes, attributes)
    return () if len(shape) == 1 else (*shape[:-1], 1)


def scalar(shapes: Shapes, attributes: Attributes) -> Shape:
    return ()


def matmul(shapes: Shapes, attributes: Attributes) -> Shape:
    left, right = shapes
    if () in (left, right):
        raise ShapeClash(
            said("@ multiplies matrices and vectors, and one side is a scalar: write *"), 0 if left == () else 1
        )
    if left[-1] != right[0]:
        raise ShapeClash(
            said(
                "{left} @ {right}: the left side's last size {last} is not the right side's first {first}",
                left=say(left),
                right=say(right),
                last=left[-1],
                first=right[0],
            )
        )
    return left[:-1] + right[1:]


def dot(shapes: Shapes, attributes: Attributes) -> Shape:
    left, right = shapes
    if len(left) != 1 or left != right:
        raise ShapeClash(
            said("dot takes two vectors of one length, not {left} and {right}", left=say(left), right=say(right)), 1
        )
    return ()


def outer(shapes: Shapes, attributes: Attributes) -> Shape:
    for position, shape in enumerate(shapes):
        if len(shape) != 1:
            raise ShapeClash(said("outer takes two vectors, and this is {shape}", shape=say(shape)), position)
    return shapes[0] + shapes[1]


def transpose(shapes: Shapes, attributes: Attributes) -> Shape:
    if len(shapes[0]) != 2:
        raise ShapeClash(said(".T turns a matrix round, and this is {shape}", shape=say(shapes[0])), 0)
    return shapes[0][::-1]


def reduction(shapes: Shapes, attributes: Attributes) -> Shape:
    shape = shapes[0]
    axis, keep = attributes or (None, 0)
    if axis is None:
        return ()
    if not -len(shape) <= axis < len(shape):
        raise ShapeClash(said("axis {axis} does not exist in {shape}", axis=axis, shape=say(shape)), 0)
    axis %= len(shape)
    return shape[:axis] + ((1,) if keep else ()) + shape[axis + 1 :]


def concat(shapes: Shapes, attributes: Attributes) -> Shape:
    parts = [shape or (1,) for shape in shapes]
    for position, shape in enumerate(parts):
        if shape[1:] != parts[0][1:]:
            raise ShapeClash(
                said(
                    "{part} and {shape} cannot be joined along their first axis", part=say(parts[0]), shape=say(shape)
                ),
                position,
            )
    return (sum(shape[0] for shape in parts), *parts[0][1:])


def bounds(item: Any, size: int) -> tuple[int, int]:
    """Start and stop of an element or a slice of an axis."""
    if isinstance(item, tuple):
        start, stop, _ = slice(*item).indices(size)
        return start, max(start, stop)
    return item % size, item % size + 1


def take(shapes: Shapes, attributes: Attributes) -> Shape:
    shape = shapes[0]
    if len(attributes) > len(shape):
        raise ShapeClash(said("{count} positions are asked of {shape}", count=len(attributes), shape=say(shape)), 0)
    kept = []
    for item, size in zip(attributes, shape, strict=False):
        if isinstance(item, tuple):
            start, stop = bounds(item, size)
            if stop == start:
                raise ShapeClash(said("the slice is empty: the axis has {size} elements, counted from 0", size=size), 0)
            kept.append(stop - start)
        elif not -size <= item < size:
            raise ShapeClash(
                said(
                    "element {item} does not exist: the axis has {size} elements, counted from 0", item=item, size=size
                ),
                0,
            )
    return (*kept, *shape[len(attributes) :])


def part(shapes: Shapes, attributes: Attributes) -> Shape:
    _, count = attributes
    if shapes[0] == ():
        raise ShapeClash(said("a scalar cannot be split"), 0)
    if shapes[0][0] % count:
        raise ShapeClash(said("{shape} cannot be split into {count} equal parts", shape=say(shapes[0]), count=count), 0)
    return (shapes[0][0] // count, *shapes[0][1:])


def place(shapes: Shapes, attributes: Attributes) -> Shape:
    count = 1
    for start, stop, size in attributes:
        if not 0 <= start < stop <= size:
            raise ShapeClash(
                said("({start}, {stop}, {size}) is not a start, a stop and a size", start=start, stop=stop, size=size),
                0,
            )
        count *= stop - start
    given = 1
    for size in shapes[0]:
        given *= size
    if given != count:
        raise ShapeClash(
            said("{shape} does not fill the {count} elements it is placed at", shape=say(shapes[0]), count=count), 0
        )
    return tuple(size for _, _, size in attributes)


def spread(shapes: Shapes, attributes: Attributes) -> Shape:
    axis, *sizes = attributes
    shape = shapes[0]
    if axis is not None and len(shape) < len(sizes):
        axis %= len(sizes)
        shape = (*shape[:axis], 1, *shape[axis:])
    if broadcast([shape, tuple(sizes)], ()) != tuple(sizes):
        raise ShapeClash(said("{shape} cannot be spread to {sizes}", shape=say(shapes[0]), sizes=say(tuple(sizes))), 0)
    return tuple(sizes)


def sum_to(shapes: Shapes, attributes: Attributes) -> Shape:
    if broadcast([shapes[0], attributes], ()) != shapes[0]:
        raise ShapeClash(
            said("{shape} cannot be summed to {attributes}", shape=say(shapes[0]), attributes=say(attributes)), 0
        )
    return attributes


def index_of(shape: Shape, position: int) -> None:
    if shape != ():
        raise ShapeClash(said("a class index is a scalar, and this is {shape}", shape=say(shape)), position)


def embed(shapes: Shapes, attributes: Attributes) -> Shape:
    index_of(shapes[1], 1)
    if len(shapes[0]) != 2:
        raise ShapeClash(said("embed takes a row of a matrix, and this is {shape}", shape=say(shapes[0])), 0)
    return shapes[0][1:]


def scatter(shapes: Shapes, attributes: Attributes) -> Shape:
    index_of(shapes[1], 1)
    return (attributes[0], *shapes[0])


def onehot(shapes: Shapes, attributes: Attributes) -> Shape:
    index_of(shapes[0], 0)
    return (attributes[0],)


def argmax(shapes: Shapes, attributes: Attributes) -> Shape:
    if len(shapes[0]) != 1:
        raise ShapeClash(said("argmax takes a vector, and this is {shape}", shape=say(shapes[0])), 0)
    return ()


def layer_norm(shapes: Shapes, attributes: Attributes) -> Shape:
    shape = rows(shapes, attributes)
    for position in (1, 2):
        if shapes[position] != shape[-1:]:
            name = "gain" if position == 1 else "bias"
            raise ShapeClash(
                said(
                    "the {name} is {shape}, and the last axis has {other}",
                    name=name,
                    shape=say(shapes[position]),
                    other=shape[-1],
                ),
                position,
            )
    return shape


def cross_entropy(shapes: Shapes, attributes: Attributes) -> Shape:
    if len(shapes[0]) != 1:
        raise ShapeClash(said("cross_entropy takes a vector of logits, and this is {shape}", shape=say(shapes[0])), 0)
    if shapes[1] not in ((), shapes[0]):
        raise ShapeClash(
            said(
                "the target is {shape}, neither a class index nor {other} probabilities",
                shape=say(shapes[1]),
                other=shapes[0][0],
            ),
            1,
        )
    return ()


def paired(shapes: Shapes, attributes: Attributes) -> Shape:
    if shapes[0] != shapes[1]:
        raise ShapeClash(
            said("the prediction is {shape} and the target {other}", shape=say(shapes[0]), other=say(shapes[1])), 1
        )
    return ()


# What is known tells what is not: each takes the operands' shapes with None for unknown, the result's or None, and
# returns them with more of them known.


def infer_same(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    known = shapes[0] if shapes[0] is not None else result
    return [known, *shapes[1:]], known


def infer_pair(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    known = shapes[0] if shapes[0] is not None else shapes[1]
    return [known, known], result


def infer_matmul(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    left, right = shapes
    if result is not None and left is None and right:
        left = (*result[: len(result) - len(right) + 1], right[0])
    elif result is not None and right is None and left:
        right = (left[-1], *result[len(left) - 1 :])
    return [left, right], result


def infer_transpose(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    if shapes[0] is None and result is not None:
        return [result[::-1]], result
    return shapes, result


def infer_part(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    if shapes[0] is None and result:
        return [(result[0] * attributes[1], *result[1:])], result
    return shapes, result


def infer_concat(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    unknown = [i for i, shape in enumerate(shapes) if shape is None]
    if result and len(unknown) == 1:
        rest = result[0] - sum((shape or (1,))[0] for shape in shapes if shape is not None)
        if rest > 0:
            shapes = [shape if shape is not None else (rest, *result[1:]) for shape in shapes]
    return shapes, result


def infer_outer(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    if result is not None and len(result) == 2:
        return [shapes[0] or result[:1], shapes[1] or result[1:]], result
    return shapes, result


def infer_layer_norm(shapes: Partial, result: Shape | None, attributes: Attributes) -> tuple[Partial, Shape | None]:
    shape = shapes[0] if shapes[0] is not None else result
    last = shape[-1:] if shape else None
    return [shape, shapes[1] or last, shapes[2] or last], shape
