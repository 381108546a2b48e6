"""One turn, from heard to said."""
