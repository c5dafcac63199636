"""A small, strict Slack for one machine: the real Bolt and SDK talk to it over real sockets."""
