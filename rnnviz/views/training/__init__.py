"""The views of a training: its settings, curves and slider, and one update."""

from rnnviz.views.training.panel import TrainingPanel
from rnnviz.views.training.update_panel import UpdatePanel

__all__ = ["TrainingPanel", "UpdatePanel"]
