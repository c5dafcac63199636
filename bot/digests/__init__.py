"""What the answers come to: the digest, and what leads do about it."""
