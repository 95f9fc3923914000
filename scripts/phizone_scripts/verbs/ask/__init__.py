"""Ask the graph who reaches what, and who may do what, without credentials."""
