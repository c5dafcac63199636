"""What `/mlops privacy` says."""

from typing import Final

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.surveys.comment_reading import FEWEST_AUTHORS
from bot.surveys.domain import WEEKS_OPEN
from bot.surveys.open_rounds import FEWEST_PEOPLE, MOST_MEMBERS
from bot.teams.domain import FEWEST_TO_SHOW, HIGHEST_THRESHOLD

_LONGEST_PART: Final = 2_900

PRIVACY: Final = "\n".join(
    [
        "*What is stored, and who sees what*",
        "• *An answer* is a row: the statement, your choice, and a code in place of your name that "
        "nobody can read without two secrets. No name, no time.",
        "• *A comment* is another: the statement, your words, and the same code. No name, no time. "
        "Whoever runs this bot can read the words in its database. Team and leads are shown none, "
        "unless you tick so in its form: then they may read yours without your name, together with "
        f"those of {FEWEST_AUTHORS - 1} other people or more who did, of the same week. Style, "
        "names and places can give you away.",
        "• *What a comment was read as* only you see. Your team and its leads see with `/mlops "
        f"antipatterns` what at least {FEWEST_TO_SHOW} members are behind, as “{FEWEST_TO_SHOW}+”, "
        "what is new in words that so many used, and how many name at least so much time as lost. "
        "For that a code of you is kept for each anti-pattern, theme or amount of time, and for a "
        "theme's keywords that you used, apart from comments, for up to twelve weeks. "
        "Until then whoever runs this bot can tell, with the database and the "
        "other secret, who is behind which, and so whose a comment is that alone was read as one "
        "or uses such words.",
        "• *You, your team and its leads* see the same averages, once "
        f"{FEWEST_TO_SHOW} members have scored a statement, or as many as your team chose before "
        f"its first pulse, {HIGHEST_THRESHOLD} at most (leads don't count, nor do “Don't know” "
        "and “Doesn't apply”). Your sheet says how many it takes. Nobody is shown who "
        "answered. A lead sees nothing that you don't.",
        "• *Where they come:* in the team's channel if that is private, where everybody in it "
        "reads them; else by direct message to each person.",
        "• *Other teams* see nothing of yours, unless yours counts in a parent, several teams "
        "shown together; your sheet then says so. Your answers also count in averages over those "
        f"teams, each of {FEWEST_TO_SHOW} members or more, which all of them and the parent's "
        "leads see, once a month as a digest, too. With only two teams, each can work out the "
        "other's average.",
        "• *When the link dies:* when an average is shown, one of the two secrets is destroyed. "
        "From then on no row tells who answered, not even to whoever runs this bot; nor who "
        "commented, but for the codes that count people.",
        f"• *With fewer scores* a statement stays open, for {WEEKS_OPEN} weeks at most. Then its "
        "answers and comments are deleted unseen. If your team counts in a parent, what the "
        "answers add up to is kept, without names, until the average over all its teams is "
        "decided.",
        "• *While a statement is open*, whoever runs this bot could work out who answered what: "
        "with the database and the other secret, or from the bot's own messages to you.",
        "• *Backups* made by this bot hold neither of the two secrets, nor the codes. A plain copy "
        "of the database's files holds what was in them that day: of what was open then, such a "
        "copy and the other secret tell who answered what, for as long as both are kept.",
        "• *Later* moves your own reminder. Until the week closes, its row tells whoever runs this "
        "bot that you pressed it, so that you hadn't finished by then.",
        f"• *Open rounds* are not anonymous. A team of at least {FEWEST_PEOPLE} people, with at "
        f"most {MOST_MEMBERS} members besides its leads, has them only while everybody asked "
        "agrees. Every average is then shown, with the number of answers, and colleagues can work "
        "out who said what. Your sheet says so at its top. The database holds whether you agree, "
        "by name; nobody is shown it. `/mlops open` withdraws: also the round of this week, if it "
        "hasn't closed.",
        "• *Actions and wins* carry names, and the team reads them.",
        "• *A question to the playbook* is stored without your name. Where you asked in direct "
        "messages, and how you voted, is forgotten after a week.",
        "• *Slack* keeps what passes through it, as your workspace's settings say.",
    ]
)


def privacy() -> list[Block]:
    """Return it in as many paragraphs as Slack takes."""
    parts = [""]
    for line in PRIVACY.splitlines():
        if len(parts[-1]) + len(line) > _LONGEST_PART:
            parts.append("")
        parts[-1] += f"{line}\n"
    return [blocks.section(part) for part in parts]
