"""Talking by ear and mouth: when she listens, when she speaks, and what was really heard of it."""
