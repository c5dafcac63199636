"""Keeping cards true: readers confirm a section, owners mend it."""
