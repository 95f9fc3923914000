"""Step 2, building blocks: one Pulumi component a file, and pure functions for names, tags and policy documents."""
