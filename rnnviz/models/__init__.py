"""A model and its data: equations, sizes, parameters, sequences; the gallery."""
