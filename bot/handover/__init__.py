"""Models and their owners: the register, the cards, and how a model is handed over."""
