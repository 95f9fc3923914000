"""Step 4, what must be true: checks, regulation maps, findings and reports over the graph."""
