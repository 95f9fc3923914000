"""Driving Pulumi's engine over the stacks of a zone, and what may not be lost on the way."""
