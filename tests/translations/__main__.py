"""`python -m tests.translations` brings the file of translations up to date.

A new text comes into it as unfinished, to be translated there by hand or in Qt Linguist; what no source says any more
goes. What is left to translate is printed.
"""

from __future__ import annotations

import sys

from rnnviz.app.language import entries, translations_path
from tests.translations.sources import texts
from tests.translations.ts_file import brought_up_to_date


def main() -> int:
    """Writes the file; the exit status says whether everything in it is translated."""
    path = translations_path()
    path.write_text(brought_up_to_date(path, texts()), encoding="utf-8")
    missing = [source for source, _, said, finished in entries(path) if not finished or not said]
    print("\n".join([*missing, f"{len(missing)} texts are not translated"]))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
