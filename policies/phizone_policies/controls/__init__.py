"""Regulation maps: which rules support which safeguard, as data."""
