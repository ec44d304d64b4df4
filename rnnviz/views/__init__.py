"""One file a view; a view asks the session and shows, and keeps nothing."""
