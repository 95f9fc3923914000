"""Stacks as Terraform JSON: a root module for each layer and stack, for Terraform 1.11 and OpenTofu 1.10 and later."""
