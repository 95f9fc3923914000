"""What must hold between the fields of a file and between files; one module a subject."""
