"""The graph: what a program, a plan or an account holds, in one vocabulary and without Pulumi."""
