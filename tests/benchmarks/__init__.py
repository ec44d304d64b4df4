"""The project's own benchmark, `python -m tests.benchmarks`: the engine against its peers, the window against the eye.

contenders/      who runs: the engine, hand-written numpy, PyTorch in two forms, JAX
measures/        what is measured: races, seeking, influence, memory
window/          the real window under scripted inputs
"""
