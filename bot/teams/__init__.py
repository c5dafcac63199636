"""Teams: who leads, who takes part, and when their week begins."""
