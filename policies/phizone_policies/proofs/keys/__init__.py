"""Whose data a key opens, who may use it, and what its loss would strand."""
