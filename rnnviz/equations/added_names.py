"""The names that are added to equations by an override or by a cut; a text has none of such a form."""

from __future__ import annotations

from rnnviz.equations.graph import Operation, Read

OVERRIDDEN, OVERRIDE, COMPUTED, AT, BUT = ".overridden", ".override", ".computed", ".at", ".but"
CROSSING = ".crossing"


def is_added(name: str) -> bool:
    """Whether a stream is none of the text's own: it says where, or with what, a value is overridden or cut."""
    return name.endswith((OVERRIDDEN, OVERRIDE, CROSSING))


def serves(name: str) -> bool:
    """Whether a value or a gradient is there for an override alone, under a name that no text has."""
    return "." in name and (is_added(name) or is_usual(name) or AT in name)


def computed(name: str, segment: int = 0) -> str:
    """The name of what the equation of an overridden value says; a value has an equation in each of its segments."""
    return f"{name}{COMPUTED}{segment or ''}"


def usual_but_at(name: str, timestep: int) -> str:
    """The name of an operation as it is at all timesteps but one."""
    return f"{name}{BUT}{timestep}"


def in_force(name: str) -> str:
    """The name of the value in force, of one that only is chosen among: `h` of `h.computed`."""
    for mark in (COMPUTED, AT, BUT):
        name = name.partition(mark)[0]
    return name


def at_timestep(name: str, timestep: int) -> str:
    """The name of an operation as it is at one timestep alone."""
    return f"{name}{AT}{timestep}"


def mask_at(timestep: int) -> str:
    """The stream that is 1 at one timestep and 0 at all others."""
    return f"{timestep}{OVERRIDDEN}"


def crossing(lag: int) -> str:
    """The stream that is 1 where the border of a chunk lies between t and t + lag, and 0 elsewhere."""
    return f"{lag:+d}{CROSSING}"


def chooses(operation: Operation) -> bool:
    """Whether an operation chooses between something else and what the equation says, its last input."""
    if operation.kind != "where":
        return False
    which, _, usual = operation.inputs
    if not isinstance(which, Read) or not isinstance(usual, Read) or not is_added(which.name):
        return False
    return is_usual(usual.name) or which.name.endswith(CROSSING)


def is_usual(name: str) -> bool:
    """Whether a name is that of what an equation says where nothing is overridden."""
    return COMPUTED in name or BUT in name
