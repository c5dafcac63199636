"""What comments say is wrong: the anti-patterns they show, and themes that are new."""
