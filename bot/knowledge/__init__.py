"""Reads the files of a knowledge folder, and names file and line of every fault."""
