"""Shared views: one for each concept whose effective setting lies in more than one resource."""
