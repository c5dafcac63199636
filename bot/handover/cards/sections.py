"""The sixteen sections of a handover card: what is asked, and what is enough.

Their order is the order of asking: what no artefact can tell comes first.
"""

from typing import Final

from bot.handover.cards.section import Field, Kind, Recovery, Section


def find_section(section_id: str) -> Section | None:
    """Return the section with this id."""
    return next((section for section in SECTIONS if section.id == section_id), None)


def _long(id_: str, label: str, hint: str = "") -> Field:
    return Field(id_, label, Kind.LONG, is_required=True, hint=hint)


def _text(id_: str, label: str, hint: str = "") -> Field:
    return Field(id_, label, Kind.TEXT, hint=hint)


SECTIONS: Final = (
    Section(
        "scares",
        "Scares",
        "What about this model would make you nervous on holiday? Tell the last time it went "
        "wrong.",
        "One incident with its sign, its cause and the fix, and one thing not to touch.",
        (
            _long("incident", "What went wrong, why, and what fixed it"),
            Field("when", "When was that?", Kind.DATE),
            _text("hands_off", "What should nobody touch?"),
        ),
        is_critical=True,
    ),
    Section(
        "chores",
        "Chores by hand",
        "What do you do by hand that nobody sees? Mondays, month ends, January?",
        "Each chore with when, how and what breaks without it. If there is none, write “none”.",
        (
            _long("chores", "The chores, one a line"),
            _text("when", "When is the next one due?"),
            _text("without", "What breaks if nobody does them?"),
        ),
        is_critical=True,
        fresh_days=120,
    ),
    Section(
        "retrain",
        "Retraining",
        "I have to retrain it tomorrow and you're on a plane. What do I type, how long does it "
        "take, and what tells me to stop?",
        "Commands that can be pasted, minutes, and the sign at which to stop.",
        (
            _long("commands", "Commands, in order"),
            Field("minutes", "Minutes from start to finish", Kind.NUMBER, is_required=True),
            Field("stop", "What tells me to stop?", Kind.TEXT, is_required=True),
        ),
        is_critical=True,
    ),
    Section(
        "rollback",
        "Rolling back",
        "It's 3 a.m. and the scores are garbage. What are the first three moves?",
        "The command, the version to go back to, and who may decide.",
        (
            _long("commands", "The first three moves, with commands"),
            Field("version", "Which version is safe?", Kind.TEXT, is_required=True),
            Field("decides", "Who may decide?", Kind.PEOPLE),
        ),
        is_critical=True,
        fresh_days=120,
    ),
    Section(
        "decisions",
        "Decisions",
        "What did you try that didn't work, so that I don't repeat it?",
        "Two attempts, with what came of each and why it was dropped.",
        (_long("tried", "What was tried, what came of it, why it was dropped"),),
    ),
    Section(
        "people",
        "People",
        "Who shouts when it's wrong? Who else could half-fix it?",
        "Somebody to call on each side: business, upstream data, and a second pair of hands.",
        (
            Field("shouts", "Who shouts when it's wrong?", Kind.PEOPLE, is_required=True),
            Field("backup", "Who could half-fix it?", Kind.PEOPLE),
            _text("others", "Others, outside this workspace"),
        ),
        is_critical=True,
        fresh_days=90,
    ),
    Section(
        "access",
        "Access",
        "What breaks when your account is switched off?",
        "Jobs, tokens and service accounts that hang on you, by where they are kept. No secrets.",
        (_long("breaks", "Jobs, tokens and accounts under your name, and where they are kept"),),
        fresh_days=90,
    ),
    Section(
        "purpose",
        "Purpose",
        "If it were switched off on Friday, who would notice on Monday, and what would they do?",
        "The decision it takes, who depends on it, and what a wrong one costs.",
        (_long("use", "Who uses it for what"), Field("who", "Who would notice?", Kind.PEOPLE)),
        recovery=Recovery.SOME,
    ),
    Section(
        "business-metric",
        "Business metric",
        "Which number would the business defend it with?",
        "The number, its value now, and where to read it.",
        (
            Field("metric", "Which number?", Kind.TEXT, is_required=True),
            _text("value", "What is it now?"),
            Field("where", "Where is it read?", Kind.URL),
        ),
        recovery=Recovery.SOME,
    ),
    Section(
        "data-sources",
        "Data sources",
        "What does it eat, who owns that, and when is it late?",
        "Each table or path with its owner, when it arrives, and its known fault.",
        (
            _long("sources", "Tables or paths, when each arrives, what is wrong with it"),
            Field("owners", "Who owns them?", Kind.PEOPLE),
        ),
        is_critical=True,
        recovery=Recovery.SOME,
        fresh_days=120,
    ),
    Section(
        "features",
        "Features",
        "Which feature would hurt most if it were silently null? Which differs between training "
        "and serving?",
        "The riskiest feature, where the features are defined, and any skew you know of.",
        (
            _long("risk", "The riskiest feature, and any difference between training and serving"),
            Field("where", "Where are they defined?", Kind.URL),
        ),
        recovery=Recovery.SOME,
    ),
    Section(
        "monitoring",
        "Monitoring",
        "What pages, what does it mean, and which alert do you ignore?",
        "The board, the threshold that matters, and the false alarms.",
        (
            _long("alerts", "Alerts, what each means, which to ignore"),
            Field("board", "Where is the board?", Kind.URL),
            Field("threshold", "The threshold that matters", Kind.NUMBER),
        ),
        recovery=Recovery.SOME,
        fresh_days=120,
    ),
    Section(
        "serving",
        "Serving",
        "Where does it run, what calls it, and how slow may it be?",
        "The endpoint or job, its callers, the limit, and how it is deployed.",
        (
            _long("where", "Where it runs, what calls it, how it is deployed"),
            Field("link", "Endpoint or job", Kind.URL),
            Field("limit", "Milliseconds it may take", Kind.NUMBER),
        ),
        recovery=Recovery.MUCH,
    ),
    Section(
        "training",
        "Training",
        "Which commit, image and settings made what is live now?",
        "Commit, environment, and how long the training took.",
        (
            Field("commit", "Commit and image", Kind.TEXT, is_required=True),
            Field("run", "The run that made it", Kind.URL),
            _text("settings", "Settings that aren't in the run"),
        ),
        recovery=Recovery.MUCH,
    ),
    Section(
        "evaluation",
        "Evaluation",
        "What must a new version beat, and on which slice did this one lose?",
        "The set, the metric, the bar, and the weak slice.",
        (
            Field("bar", "Metric, set and bar", Kind.TEXT, is_required=True),
            Field("value", "Its value for the live version", Kind.NUMBER),
            _text("weak", "The slice on which it is weak"),
        ),
        recovery=Recovery.MUCH,
    ),
    Section(
        "risks",
        "Risks and limits",
        "Who could be treated unfairly, and who said that it was fine?",
        "The group, the check, who approved it, and whether personal data goes in.",
        (
            _long("risk", "Who could be harmed, what checks it, whether personal data goes in"),
            Field("approved", "Who approved it?", Kind.PEOPLE),
        ),
        recovery=Recovery.SOME,
    ),
)

CRITICAL: Final = tuple(section.id for section in SECTIONS if section.is_critical)
"""The six without which nothing is handed over."""

DRILLED: Final = ("rollback", "retrain")
"""What a drill tries."""

ORDER: Final = {section.id: number for number, section in enumerate(SECTIONS)}
