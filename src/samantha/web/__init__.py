"""The page: a talk by ear and mouth in a browser, served from the person's own machine to that machine alone."""
