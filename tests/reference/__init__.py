"""Reference values: every number of a run, computed a second time without rnnviz.

    system.py            what is run: a text, its sizes, parameters and data
    cells.py             the usual cells, and what the rulings of the language say about borders, losses, targets
    operations.py        every operation of the language, each in a small recurrence of its own
    random_systems.py    random well-formed systems of equations, seeded or drawn by hypothesis
    interpreter.py       an evaluator of a text that shares no line with rnnviz, over any array library
    torch_operations.py  that evaluator's operations in PyTorch
    step_operations.py   the same in numpy's complex numbers, for derivatives by complex step
    torch_recorder.py    PyTorch's autograd with one clone of each parameter a timestep
    torch_cells.py       the usual cells again, written by hand in PyTorch
    torch_reference.py   every number of a system by PyTorch
    complex_step.py      every number of a system by complex step
    comparison.py        every number of a system by rnnviz, and how far apart two sets of numbers are
    kept.py              the small files in values/

`python -m tests.reference` computes the kept values anew (needs PyTorch). `pytest tests/reference --live-torch`
compares rnnviz with PyTorch itself, there also on 500 random systems.
"""
