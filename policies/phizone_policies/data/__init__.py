"""Data that checks read: dated tables with their sources, and what `generate` makes."""
