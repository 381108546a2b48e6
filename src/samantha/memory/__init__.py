"""Bringing back what was said: recall, and whether it answers the question."""
