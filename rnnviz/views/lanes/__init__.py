"""The lanes on the common time axis: which there are, what they read, and the view that keeps them up to date."""

from rnnviz.views.lanes.panel import Lanes

__all__ = ["Lanes"]
