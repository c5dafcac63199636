"""What is owed to whom: written down first, claimed, sent once, and settled."""
