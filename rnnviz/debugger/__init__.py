"""Stepping, narration, substitution: functions of a tape, without a window."""
