"""What `/mlops privacy` says."""

from typing import Final

from bot.surveys.domain import WEEKS_OPEN
from bot.surveys.messages.commenting import FEWEST_AUTHORS
from bot.surveys.open_rounds import FEWEST_PEOPLE, MOST_MEMBERS
from bot.teams.domain import FEWEST_TO_SHOW

PRIVACY: Final = "\n".join(
    [
        "*What is stored, and who sees what*",
        "• *An answer* is a row: the statement, your choice, and a code in place of your name that "
        "nobody can read without two secrets. No name, no time.",
        "• *A comment* is another: the statement, your words, and the same code. No name, no time. "
        "Nobody is shown your words. If you tick so in its form, team and leads may come to read "
        f"them without your name, together with those of {FEWEST_AUTHORS - 1} other people or "
        "more. Style, names and places can give you away.",
        "• *You, your team and its leads* see the same averages, once "
        f"{FEWEST_TO_SHOW} members have scored a statement (leads don't count). Nobody is shown "
        "who answered. A lead sees nothing that you don't.",
        "• *When the link dies:* when an average is shown, one of the two secrets is destroyed. "
        "From then on no row tells who answered or commented, not even to whoever runs this bot.",
        "• *Later* moves your own reminder. Until the week closes, its row tells whoever runs this "
        "bot that you pressed it, so that you hadn't finished by then.",
        f"• A statement with fewer answers stays open, for {WEEKS_OPEN} weeks at most. Then its "
        "answers and comments are deleted unseen. If your team counts in a parent, the sum of "
        "the answers is kept until the parent's figure is decided: shown if "
        f"{FEWEST_TO_SHOW} members stand behind what no team showed.",
        "• Until then, whoever runs this bot could work it out: with the database and the other "
        "secret, or from the bot's own messages to you.",
        f"• *Open rounds* are not anonymous. A team of at least {FEWEST_PEOPLE} people, with at "
        f"most {MOST_MEMBERS} members besides its leads, has them only while everybody asked "
        "agrees. Every average is then shown, with the number of answers, and colleagues can work "
        "out who said what. Your sheet says so at its top. The database holds whether you agree, "
        "by name; nobody is shown it. `/mlops open` withdraws: also the round of this week, if it "
        "hasn't closed.",
        "• *Slack* keeps what passes through it, as your workspace's settings say.",
    ]
)
