"""Where things stand in the picture: geometry of the computational graph, without Qt."""

from rnnviz.layout.columns import ColumnLayout, Edge, Group, Row, Tap, arrange
from rnnviz.layout.description import Description, EquationOutline, Feed, describe
from rnnviz.layout.operations import OperationNode, OperationOutline, OperationsLayout, open_operations
from rnnviz.layout.placement import Box, Placement, Route, place

__all__ = [
    "Box",
    "ColumnLayout",
    "Description",
    "Edge",
    "EquationOutline",
    "Feed",
    "Group",
    "OperationNode",
    "OperationOutline",
    "OperationsLayout",
    "Placement",
    "Route",
    "Row",
    "Tap",
    "arrange",
    "describe",
    "open_operations",
    "place",
]
