"""Graphs as Terraform plans, and Terraform plans as graphs."""
