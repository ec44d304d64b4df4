"""What is left of English in a Chinese text, besides names, paths and code."""

from __future__ import annotations

import re

from rnnviz.equations.operations import FUNCTIONS

# Quoted, code, a tuple, a word with a point in it (a path), a tag, a name with a line in it.
_NOT_WORDS = re.compile(r"“[^”]*”|`[^`]*`|'[^']*'|\([^()]*\)|[\w*/-]*\.\w+|<[^>]*>|\w*_\w*")
_NAMES = {
    "rnnviz", "Python", "PyTorch", "TorchScript", "numpy", "Keras", "Flax", "ONNX", "HDF", "JSON", "PDF", "TOML", "UTF",
    "Office", "logits", "RNN", "GRU", "LSTM", "NaN", "zip", "pickle",
}  # fmt: skip


def english_in(text: str) -> list[str]:
    """The English words of a text; the names of the language's functions are none."""
    words = re.findall(r"[A-Za-z]{3,}", _NOT_WORDS.sub("|", text))
    return [word for word in words if word not in _NAMES and word not in FUNCTIONS]
