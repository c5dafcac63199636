"""Pauses that owners announced, as drills for whoever stood in."""
