"""The errors whose words are meant for the person who meets them."""


class UserFacingError(Exception):
    """Something foreseen went wrong, and its text tells the person what and what to do.

    Everything that reaches a person catches this in one place: `bot.slack.bolt` for Slack and
    `bot.cli` for the command line. Anything else is a fault of ours and is logged with a reference.
    """


class OurFaultError(UserFacingError):
    """The person did nothing wrong: logged, and shown with a reference to quote."""
