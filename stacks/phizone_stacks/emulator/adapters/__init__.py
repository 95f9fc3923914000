"""What is made: a file for each service, a function for each type, found by walking this folder."""
