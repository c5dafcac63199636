"""Handovers that run late, and what their leads can do."""
