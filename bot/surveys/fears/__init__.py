"""The fear question: how it is put on sheets, held, counted, shown, and checked again."""
