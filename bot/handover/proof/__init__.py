"""The proof: a successor explains and drills, and the owner says whether that was right."""
