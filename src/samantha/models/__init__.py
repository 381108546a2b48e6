"""Adapters to language and embedding models, and the files they are made of."""
