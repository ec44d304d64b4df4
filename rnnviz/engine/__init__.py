"""From graphs to numbers: the schedule, execution, the tape, contributions, influence, gradient check."""
