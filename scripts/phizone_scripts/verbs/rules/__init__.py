"""List the rules, try them on their own cases, and show which requirement each supports."""
