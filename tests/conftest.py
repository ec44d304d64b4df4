"""What every test shares: no display, and deadlines that do not depend on how busy the machine is."""

import os

from hypothesis import settings

# Before anything imports Qt. A platform that the developer has chosen is kept.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("rnnviz", settings(), deadline=None)
settings.load_profile("rnnviz")
