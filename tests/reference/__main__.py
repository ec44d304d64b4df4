"""`python -m tests.reference`: computes the kept reference values with PyTorch (`pip install torch`)."""

from __future__ import annotations

import sys


def main() -> int:
    try:
        import torch
    except ImportError:
        print("Reference values are computed with PyTorch, which is not installed: pip install torch", file=sys.stderr)
        return 1
    from tests.reference import kept, optimisers
    from tests.reference.torch_reference import reference

    print(f"PyTorch {torch.__version__}")
    for group, systems in kept.groups().items():
        path = kept.write(group, {system.name: reference(system) for system in systems})
        print(f"{path}: {len(systems)} systems, {path.stat().st_size / 1024:.0f} KiB")
    optimisers.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
