"""What the cursor has reached: the window shows nothing before its time."""

from __future__ import annotations

from rnnviz.session.session import Session


def is_there(session: Session, name: str, timestep: int | None) -> bool:
    """Whether a value is to be shown; of a total all timesteps have to be there, what is given always is."""
    tape = session.tape
    if tape is None:
        return False
    name = name.removesuffix(".total")
    known = session.known(name)
    if timestep is None:
        return name in tape.graph.parameters or len(known) == len(tape.span(name))
    return timestep in known or (timestep not in tape.span(name) and name[:1] != "d") or len(known) == tape.timesteps
