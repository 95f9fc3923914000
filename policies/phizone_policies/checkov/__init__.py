"""checkov's opinion of the same resources beside ours: what it fails, why that is so, and where the two differ."""
