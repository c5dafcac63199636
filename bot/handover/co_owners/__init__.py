"""Several owners of one model: who they are, and where they differ when asked apart."""
