"""Text for LLVM made into a function of this process, where llvmlite is installed.

llvmlite is LLVM and a thin layer over it; numba, which builds on it, computes as fast, but takes 2 s to import and
compile a scan where this takes 0.1 s.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

FUNCTIONS = ("exp", "log", "tanh")
"""What machine code calls of C's library of functions, there also in single precision with an f behind."""
MOVES = ("memcpy", "memmove", "memset")
"""What LLVM itself makes of loops that copy and clear."""

ENTRY = "scan"
Code = Callable[[int, int, int, int, int], None]
_compiling = threading.Lock()


@cache
def usable() -> bool:
    """Whether there is an llvmlite that this can work with, on a system that runs code made in memory."""
    try:
        from llvmlite import binding as llvm

        llvm.check_jit_execution()
        library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
        for name in (*FUNCTIONS, *(name + "f" for name in FUNCTIONS), *MOVES):
            llvm.add_symbol(name, ctypes.cast(getattr(library, name), ctypes.c_void_p).value)
    except (ImportError, OSError, AttributeError):
        return False  # not installed, or not for this system: numpy computes the same
    return bool(llvm.llvm_version_info >= (20,))  # llvmlite 0.45


@cache
def target() -> Any:
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple()


@lru_cache(maxsize=64)
def machine_code(text: str) -> Code:
    """The function `scan` of `text`: (count, then the addresses of a table of pointers, of one of strides, of one of
    constants, and of scratch memory) to nothing. It runs without Python's lock.

    Raises RuntimeError where the text is wrong.
    """
    from llvmlite import binding as llvm

    with _compiling:
        machine = target().create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3
        )
        module = llvm.parse_assembly(text)
        module.verify()
        passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=2))
        passes.getModulePassManager().run(module, passes)
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        address = engine.get_function_address(ENTRY)
    pointer = ctypes.c_void_p
    function: Any = ctypes.CFUNCTYPE(None, ctypes.c_int64, pointer, pointer, pointer, pointer)(address)
    function.engine = engine  # the code lives as long as the engine does
    code: Code = function
    return code
