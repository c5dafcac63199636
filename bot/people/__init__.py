"""When each person works, and so when the bot may write to them unasked."""
