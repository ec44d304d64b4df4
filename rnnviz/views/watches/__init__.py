"""The panel of watches: expressions of the language, looked at while the run is walked."""

from rnnviz.views.watches.panel import WatchesPanel as WatchesPanel
