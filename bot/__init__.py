"""A Slack bot that lets a machine-learning team see its culture, process and tools."""
