"""Finding and comparing text; it knows words and weights, and no feature."""
