"""Samantha: a personal operating system that you talk to, on your own machine."""

__version__ = "0.1.0"
