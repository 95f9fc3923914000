"""What runs in AWS, read into the graph: only Describe, Get and List calls, through one auditor role an account."""
