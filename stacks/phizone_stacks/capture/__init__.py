"""Capture: a Pulumi program run in process, without credentials, and kept as a graph."""
