"""Everything there is to ask, read from `knowledge/questions`."""
