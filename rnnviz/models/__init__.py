"""A model and its data: equations, sizes, parameters, sequences; the gallery."""

from rnnviz.models.model import Model as Model
from rnnviz.models.text import TextSequence as TextSequence
