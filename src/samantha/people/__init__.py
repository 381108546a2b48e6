"""Who is in this life: names, relations, and when they last came up."""
