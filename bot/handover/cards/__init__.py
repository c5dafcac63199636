"""What a card says of a model: its sections, its file, and what can be asked of it."""
