"""Where things stand in the picture: geometry of the computational graph, without Qt."""

from rnnviz.layout.columns import ColumnLayout, Edge, Group, Row, Tap, arrange
from rnnviz.layout.description import Description, EquationOutline, describe
from rnnviz.layout.placement import Box, Placement, Route, place

__all__ = [
    "Box",
    "ColumnLayout",
    "Description",
    "Edge",
    "EquationOutline",
    "Group",
    "Placement",
    "Route",
    "Row",
    "Tap",
    "arrange",
    "describe",
    "place",
]
