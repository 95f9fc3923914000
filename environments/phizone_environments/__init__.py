"""Step 1, what we want: the models of `environments/*.yaml` and their loader."""
