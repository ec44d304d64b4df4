"""Lines of text for LLVM: loads, stores, loops and values, over vectors of a fixed length."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import numpy as np


class Lines:
    """The body of a function, written line by line. A value is its name in the text; `block` is the label of the part
    that is being written. Numbers are of `dtype`, float32 or float64."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.size = dtype.itemsize
        self.number, self.suffix = ("double", "f64") if self.size == 8 else ("float", "f32")
        self.declared: set[str] = set()
        self.lines: list[str] = []
        self.block = ""
        self.count = 0

    def put(self, line: str) -> None:
        self.lines.append("  " + line)

    def new(self, what: str) -> str:
        self.count += 1
        self.put(f"%v{self.count} = {what}")
        return f"%v{self.count}"

    def label(self, name: str) -> None:
        self.lines.append(f"{name}:")
        self.block = name

    # Types and numbers

    def vector(self, width: int) -> str:
        return self.number if width == 1 else f"<{width} x {self.number}>"

    def flags(self, width: int) -> str:
        return "i1" if width == 1 else f"<{width} x i1>"

    def literal(self, value: float, width: int) -> str:
        exact = float(np.float32(value)) if self.size == 4 else float(value)
        digits = f"0x{struct.unpack('<Q', struct.pack('<d', exact))[0]:016X}"  # bit for bit, NaN and infinity too
        return digits if width == 1 else "<" + ", ".join([f"{self.number} {digits}"] * width) + ">"

    def spread(self, value: str, width: int) -> str:
        """A vector of one number."""
        if width == 1:
            return value
        kind = self.vector(width)
        first = self.new(f"insertelement {kind} poison, {self.number} {value}, i32 0")
        return self.new(f"shufflevector {kind} {first}, {kind} poison, <{width} x i32> zeroinitializer")

    # Memory; an index is a value, or digits

    def times(self, index: str, factor: int) -> str:
        return self.new(f"mul i64 {index}, {factor}") if index.startswith("%") else str(int(index) * factor)

    def plus(self, index: str, other: str) -> str:
        if index == "0" or other == "0":
            return other if index == "0" else index
        return self.new(f"add i64 {index}, {other}")

    def at(self, pointer: str, index: str) -> str:
        return pointer if index == "0" else self.new(f"getelementptr {self.number}, ptr {pointer}, i64 {index}")

    def load(self, pointer: str, index: str, width: int) -> str:
        return self.new(f"load {self.vector(width)}, ptr {self.at(pointer, index)}, align {self.size}")

    def store(self, value: str, pointer: str, index: str, width: int) -> None:
        self.put(f"store {self.vector(width)} {value}, ptr {self.at(pointer, index)}, align {self.size}")

    # Calls and loops

    def call(self, function: str, value: str, width: int) -> str:
        kind = self.vector(width)
        name = f"@llvm.{function}.{'' if width == 1 else f'v{width}'}{self.suffix}"
        self.declared.add(f"declare {kind} {name}({kind})")
        return self.new(f"call {kind} {name}({kind} {value})")

    def repeat(self, count: int, body: Callable[[str], None]) -> None:
        """`body` for each index below `count`."""
        if count == 1:
            body("0")
        if count < 2:
            return
        self.count += 1
        own, before = self.count, self.block
        self.put(f"br label %loop{own}")
        self.label(f"loop{own}")
        here = len(self.lines)
        body(f"%i{own}")
        self.lines.insert(here, f"  %i{own} = phi i64 [0, %{before}], [%j{own}, %{self.block}]")
        self.put(f"%j{own} = add i64 %i{own}, 1")
        self.put(f"%d{own} = icmp eq i64 %j{own}, {count}")
        self.put(f"br i1 %d{own}, label %end{own}, label %loop{own}")
        self.label(f"end{own}")

    def sum_of_products(self, factors: str, matrix: str | None, columns: int, width: int, apart: int) -> str:
        """The sum over so many columns of a matrix, each `width` numbers and `apart` from the one before, of a factor
        times the column; without a matrix the sum of the factors."""
        self.count += 1
        own, before, kind = self.count, self.block, self.vector(width)
        # "contract" lets a product and a sum be one instruction, rounded once; "reassoc" lets a single sum be many.
        freely = "contract" if width > 1 else "reassoc contract"
        self.put(f"br label %columns{own}")
        self.label(f"columns{own}")
        self.put(f"%k{own} = phi i64 [0, %{before}], [%l{own}, %columns{own}]")
        self.put(f"%a{own} = phi {kind} [{self.literal(0.0, width)}, %{before}], [%b{own}, %columns{own}]")
        term = self.spread(self.load(factors, f"%k{own}", 1), width)
        if matrix is not None:
            column = self.load(matrix, self.times(f"%k{own}", apart), width)
            term = self.new(f"fmul contract {kind} {term}, {column}")
        self.put(f"%b{own} = fadd {freely} {kind} {term}, %a{own}")
        self.put(f"%l{own} = add i64 %k{own}, 1")
        self.put(f"%d{own} = icmp eq i64 %l{own}, {columns}")
        self.put(f"br i1 %d{own}, label %sum{own}, label %columns{own}")
        self.label(f"sum{own}")
        return f"%b{own}"
