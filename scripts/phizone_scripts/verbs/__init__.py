"""The verbs: one file each, holding the function of its name; what is slow to import is imported inside it."""
