"""Verdicts in the words of other tools: code scanning, test reports and pull requests; one file each."""
