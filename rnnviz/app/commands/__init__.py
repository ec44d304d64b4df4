"""What every action does, and how it is called: one file a menu."""
