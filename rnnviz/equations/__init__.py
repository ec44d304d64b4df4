"""The language: its table of operations, text to graph and back, shapes, the adjoint equations."""
