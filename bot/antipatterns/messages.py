"""What people see of anti-patterns: what is heard of a team, and the form to correct a kind."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.antipatterns.counting import WEEKS
from bot.antipatterns.domain import Heard, HeardKind
from bot.antipatterns.kinds import KindPage
from bot.antipatterns.service import AntipatternError, Board
from bot.playbook.messages.places import READ, Links, dump_section, linked_name, shorten
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape
from bot.slack.values import read_fields, read_id
from bot.surveys.comment_reading import FEWEST_AUTHORS
from bot.teams.domain import Roster

CORRECT: Final = "antipattern.correct"
CORRECTED: Final = "antipattern.corrected"
WORDS: Final = "antipattern.words"

NO_TEAM: Final = (
    "You are in no team that has a pulse, so there is nothing to show. `/mlops setup` sets one up "
    "in a channel."
)

_NOT_THIS: Final = "-"
_MOST_KINDS: Final = 12
_LONGEST_SUMMARY: Final = 250
_LONGEST_NAMES: Final = 900
_MOST_ASIDE: Final = 3
_LONGEST_OPTION: Final = 75
_LONGEST_SAID: Final = 500
_LONGEST_PART: Final = 2_900
_LONGEST_WORDS: Final = 9_000
"""A message whose blocks hold more than about 9,500 characters together may be refused."""
_WHAT_IT_DOES: Final = (
    "*Not this*: this team, leads and members alike, isn't shown the kind any more, until somebody "
    "takes that back; people go on being counted. *Rather*: what is read as this kind from now on "
    "counts for the other one; what is shown already stays. Nobody sees a comment for it, and what "
    "authors say of their own goes before it."
)


def board(
    shown: Board, kinds: Mapping[str, KindPage], links: Links, *, may_correct: bool
) -> list[Block]:
    """Return what is heard of a team, the same for leads and members.

    Args:
        shown: what is heard.
        kinds: the anti-patterns with their pages.
        links: where pages can be read.
        may_correct: whether whoever asked may correct kinds.

    """
    team = shown.roster.team
    said = [blocks.header(f"{team.name}: what comments are about"), blocks.context(_how(shown))]
    if not shown.heard:
        said.append(blocks.section(_nothing(team.threshold)))
    for heard in shown.heard[:_MOST_KINDS]:
        if heard.kind is HeardKind.THEME:
            said.append(_about_theme(heard, team.threshold))
        else:
            correcting_in = team.id if may_correct else None
            said += _about(heard, kinds[heard.id], links, correcting_in, team.threshold)
    if shown.time_lost is not None:
        said.append(blocks.section(f"*Time that is lost*: {escape(shown.time_lost)}"))
    said += _others(shown.heard[_MOST_KINDS:])
    said += _earlier(shown.earlier)
    said += _aside(shown, may_correct=may_correct)
    if shown.words:
        button = blocks.button("Show words", action_id=WORDS, value=str(team.id))
        said.append(blocks.actions([button], block_id=f"words.{team.id}"))
    return said


def _nothing(threshold: int) -> str:
    return (
        f"Nothing yet: no kind has {threshold} people behind it in these {WEEKS} weeks. Few "
        "comments are no sign that all is well."
    )


def _how(shown: Board) -> str:
    threshold = shown.roster.team.threshold
    return (
        f"Read from the comments that were released since {_day(shown.begins_on)}. The {WEEKS} "
        f"weeks end on {_day(shown.ends_on)}, and counting begins anew. A kind is shown once "
        f"{threshold} people besides the leads are behind it, each counted once, and its "
        f"number moves when {threshold} more are. Fewer than {threshold} are never "
        "shown. The bot misses and mistakes some. Which comment was read as what, only its author "
        "is shown."
    )


def _about_theme(heard: Heard, threshold: int) -> Block:
    """Say of a theme how many people used its words; it has no page, and nobody is quoted."""
    number = heard.id.rpartition(":")[2]
    return blocks.section(
        f"*New, theme {number}: {escape(shorten(heard.name, _LONGEST_SAID))}*: {heard.band}+ "
        f"people, {_compared(heard, threshold)}\nNo anti-pattern fits these comments. Words that "
        f"at least {threshold} people used: {escape(shorten(heard.summary, _LONGEST_SAID))}"
    )


def _about(
    heard: Heard, kind: KindPage, links: Links, correcting_in: int | None, threshold: int
) -> Iterator[Block]:
    first = linked_name(kind.page, kind.first, links)
    text = (
        f"*{escape(heard.name)}*: {heard.band}+ people, {_compared(heard, threshold)}\n"
        f"{escape(shorten(heard.summary, _LONGEST_SUMMARY))}\nWhat to do first: {first}"
    )
    yield blocks.section(text)
    buttons = []
    value = dump_section(kind.page, kind.first)
    if links.find_url(kind.page, kind.first) is None:
        buttons.append(blocks.button("Read", action_id=READ, value=value))
    if correcting_in is not None:
        buttons.append(_correct_button(correcting_in, heard.id))
    if buttons:
        yield blocks.actions(buttons, block_id=f"kind.{heard.id}")


def _correct_button(team_id: int, label: str) -> Block:
    return blocks.button("Not this, or rather…", action_id=CORRECT, value=f"{team_id}:{label}")


def _compared(heard: Heard, threshold: int) -> str:
    if not heard.before:
        return f"fewer than {threshold} in the {WEEKS} weeks before"
    if heard.band == heard.before:
        return f"the same in the {WEEKS} weeks before"
    word = "more than" if heard.band > heard.before else "so far fewer than"
    return f"{word} the {heard.before}+ of the {WEEKS} weeks before"


def _others(heard: Sequence[Heard]) -> Iterator[Block]:
    if heard:
        names = "; ".join(f"{escape(each.name)} ({each.band}+)" for each in heard)
        yield blocks.context(f"Heard of too: {shorten(names, _LONGEST_NAMES)}")


def _earlier(earlier: Sequence[Heard]) -> Iterator[Block]:
    if earlier:
        names = "; ".join(f"{escape(each.name)} ({each.before}+)" for each in earlier[:_MOST_KINDS])
        names = shorten(names, _LONGEST_NAMES)
        yield blocks.context(f"In the {WEEKS} weeks before, and so far not in these: {names}")


def _aside(shown: Board, *, may_correct: bool) -> Iterator[Block]:
    if not shown.set_aside:
        return
    said = [
        f"{escape(kind.name)} ({'not this' if other is None else f'rather {escape(other.name)}'})"
        for kind, other in shown.set_aside
    ]
    names = shorten("; ".join(said), _LONGEST_NAMES)
    yield blocks.context(f"Corrected by a lead or keeper: {names}")
    if may_correct:
        team_id = shown.roster.team.id
        yield blocks.actions(
            [
                blocks.button(
                    shorten(f"Change {kind.name}", _LONGEST_OPTION),
                    action_id=f"{CORRECT}.{number}",
                    value=f"{team_id}:{kind.id}",
                )
                for number, (kind, _) in enumerate(shown.set_aside[:_MOST_ASIDE])
            ],
            block_id="aside",
        )


def read_kind_button(value: object) -> tuple[int, str]:
    """Return team and kind that a button names.

    Raises:
        AntipatternError: it names none.

    """
    team, _, label = value.partition(":") if isinstance(value, str) else ("", "", "")
    team_id = read_id(team)
    if team_id is None or not label:
        raise AntipatternError("This button doesn't say what it is for, so nothing changed.")
    return team_id, label


def correcting_form(roster: Roster, kind: KindPage, kinds: Mapping[str, KindPage]) -> Block:
    """Return the form in which a lead says what a kind of label counts for in their team."""
    options = [
        blocks.option("As it is read", kind.id),
        blocks.option("Not this: don't show it to this team", _NOT_THIS),
        *(
            blocks.option(shorten(f"Rather: {other.name}", _LONGEST_OPTION), other.id)
            for other in kinds.values()
            if other.id != kind.id
        ),
    ]
    return blocks.modal(
        "Correct a kind",
        [
            blocks.section(f"*{escape(kind.name)}* in *{escape(roster.team.name)}*"),
            blocks.field(
                "What comments that are read as this count for",
                blocks.choice("instead", options, placeholder="Choose"),
                block_id="instead",
            ),
            blocks.context(_WHAT_IT_DOES),
        ],
        callback_id=CORRECTED,
        submit="Store this",
        close="Cancel",
        private_metadata=f'[{roster.team.id}, "{kind.id}"]',
    )


def read_correcting_form(view: Mapping[str, Any]) -> tuple[int, str, str | None]:
    """Return team, kind, and what it counts for instead.

    Raises:
        AntipatternError: the form names none, or nothing was chosen.

    """
    fields = read_fields(view["private_metadata"], int, str)
    chosen = view["state"]["values"]["instead"]["instead"].get("selected_option") or {}
    instead = chosen.get("value")
    if fields is None or not isinstance(instead, str):
        raise AntipatternError("This form doesn't say which kind it is for, so nothing changed.")
    team_id, label = fields
    return team_id, label, None if instead == _NOT_THIS else instead


def corrected(roster: Roster, kind: KindPage, instead: KindPage | None) -> Block:
    """Return the modal that says what is stored."""
    name, team = escape(kind.name), escape(roster.team.name)
    if instead is None:
        text = f"Stored. *{team}* isn't shown *{name}* any more, until that is taken back."
    elif instead.id == kind.id:
        text = f"Stored. In *{team}* what is read as *{name}* counts for that."
    else:
        text = (
            f"Stored. In *{team}* what is read as *{name}* counts for *{escape(instead.name)}*, "
            "from the next release on."
        )
    return blocks.modal("Correct a kind", [blocks.section(text)])


def words(said: Sequence[str]) -> list[Block]:
    """Return the words of one week's authors who allow it, shuffled and without their labels."""
    if not said:
        return [blocks.section("There are no words to show any more.")]
    shown = [
        blocks.context(
            f"Of one week, from {FEWEST_AUTHORS} people or more who allow it, in random order, "
            "whatever they were read as."
        )
    ]
    lines = [f"• {escape(shorten(each, _LONGEST_SAID))}\n" for each in said]
    parts, total, count = [""], 0, 0
    for line in lines:
        if total + len(line) > _LONGEST_WORDS:
            break
        if len(parts[-1]) + len(line) > _LONGEST_PART:
            parts.append("")
        parts[-1] += line
        total, count = total + len(line), count + 1
    shown += [blocks.section(part) for part in parts]
    if count < len(lines):
        shown.append(blocks.context(f"{len(lines) - count} more are not shown here."))
    return shown


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
