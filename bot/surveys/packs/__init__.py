"""Packs: a sixth statement a week that leads choose."""
