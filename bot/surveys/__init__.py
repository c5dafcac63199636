"""The weekly pulse: rounds, items, answers and their release."""
