"""The names that an override adds to equations; a text has none of such a form."""

from __future__ import annotations

from rnnviz.equations.graph import Operation, Read

OVERRIDDEN, OVERRIDE, COMPUTED, AT, BUT = ".overridden", ".override", ".computed", ".at", ".but"


def is_added(name: str) -> bool:
    """Whether a stream is none of the text's own: it says where, or with what, a value is overridden."""
    return name.endswith((OVERRIDDEN, OVERRIDE))


def serves(name: str) -> bool:
    """Whether a value or a gradient is there for an override alone, under a name that no text has."""
    return "." in name and (is_added(name) or is_usual(name) or AT in name)


def computed(name: str) -> str:
    """The name of what the equation of an overridden value says."""
    return name + COMPUTED


def usual_but_at(name: str, timestep: int) -> str:
    """The name of an operation as it is at all timesteps but one."""
    return f"{name}{BUT}{timestep}"


def at_timestep(name: str, timestep: int) -> str:
    """The name of an operation as it is at one timestep alone."""
    return f"{name}{AT}{timestep}"


def mask_at(timestep: int) -> str:
    """The stream that is 1 at one timestep and 0 at all others."""
    return f"{timestep}{OVERRIDDEN}"


def chooses(operation: Operation) -> bool:
    """Whether an operation chooses between what is overridden and what the equation says, its last input."""
    if operation.kind != "where":
        return False
    which, _, usual = operation.inputs
    return isinstance(which, Read) and isinstance(usual, Read) and is_added(which.name) and is_usual(usual.name)


def is_usual(name: str) -> bool:
    """Whether a name is that of what an equation says where nothing is overridden."""
    return name.endswith(COMPUTED) or BUT in name
