"""The checks: one file each, named by the state that must hold, with its cases in YAML beside it."""
