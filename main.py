"""Starts rnnviz: `python main.py` from any folder."""

import sys

from rnnviz.app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
