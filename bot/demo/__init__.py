"""The story that the local workspace opens with, lived by the features themselves."""
