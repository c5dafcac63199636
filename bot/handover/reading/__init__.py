"""A model's card as people read it in Slack, with what of it nobody has confirmed."""
