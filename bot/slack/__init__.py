"""Everything that speaks to Slack in general; what a feature says stands in the feature."""
