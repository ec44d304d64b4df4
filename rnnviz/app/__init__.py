"""The window, the actions, the theme, the settings, the command line."""
