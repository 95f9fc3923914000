"""Terraform JSON roots as a Python app for CDK Terrain (`cdktn`) or for CDK for Terraform (`cdktf`)."""
