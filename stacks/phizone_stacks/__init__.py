"""Step 3, composition: the layers as Pulumi programs, and programs captured as graphs."""
