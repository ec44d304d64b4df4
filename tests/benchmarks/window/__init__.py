"""The real window under scripted inputs, on a screen of 1280×800: how long from an input to the end of what it paints,
and from the start of the process to a window that answers."""
