"""Parts that know Qt, and not the session."""
