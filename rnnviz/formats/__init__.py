"""What comes in and goes out without a window."""
