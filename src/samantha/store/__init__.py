"""The journal: one encrypted SQLite file, and every line of SQL."""
