"""Capture of Pulumi projects that this project did not write: what cannot be known is unknown and said, not refused."""
