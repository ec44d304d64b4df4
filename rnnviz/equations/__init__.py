"""The language: its table of operations, text to graph, shapes, the adjoint equations, and back to text."""

from rnnviz.equations.differentiate import adjoint as adjoint
from rnnviz.equations.errors import EquationError as EquationError
from rnnviz.equations.errors import Place as Place
from rnnviz.equations.graph import Equation as Equation
from rnnviz.equations.graph import Graph as Graph
from rnnviz.equations.graph import Operation as Operation
from rnnviz.equations.graph import Parameter as Parameter
from rnnviz.equations.graph import Read as Read
from rnnviz.equations.graph import Shape as Shape
from rnnviz.equations.graph import Stream as Stream
from rnnviz.equations.parser import parse as parse
