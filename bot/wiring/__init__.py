"""Where the features meet Slack and the clock: what they show, what they do, whom they hear."""
