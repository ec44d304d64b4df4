"""The inspector of the selected value: the panel, its texts, and the curve of one unit over time."""

from rnnviz.views.inspector.panel import Inspector

__all__ = ["Inspector"]
