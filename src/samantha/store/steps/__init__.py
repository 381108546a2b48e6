"""The journal's schema: one module a step, each with its tables and what of them stands on an episode."""
