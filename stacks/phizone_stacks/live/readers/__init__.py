"""What is read: a file for each service, a function for each type or few, found by walking this folder."""
