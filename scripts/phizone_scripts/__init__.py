"""Step 5, what people and CI run: the command line, one file a verb."""
