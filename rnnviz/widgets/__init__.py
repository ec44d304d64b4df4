"""Parts that know Qt and pyqtgraph, and not the session."""
