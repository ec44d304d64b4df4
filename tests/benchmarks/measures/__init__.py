"""What is measured: races of the contenders, seeking in a tape, influence, memory."""
