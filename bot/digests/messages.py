"""What people see of a digest in Slack: the message, its buttons, and the work behind it."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.delivery.domain import Message, Picture
from bot.digests.charts import chart
from bot.digests.domain import Digest, DigestError, Play, Row
from bot.digests.kept import AnyKept, Kept
from bot.digests.plain_text import title
from bot.digests.sections import Line, Section, compose, in_brief, left_out
from bot.digests.sections.footer import HOW_IT_WORKS, footer, named_when
from bot.digests.sections.headline import headline
from bot.digests.sections.mover import mover
from bot.digests.sections.participation import waiting
from bot.digests.sections.section import shorten
from bot.digests.sections.standing import standing
from bot.digests.sections.verdicts import VERDICTS
from bot.playbook.domain import Page
from bot.playbook.domain import Section as PageSection
from bot.playbook.messages.places import READ, dump_section
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import escape, mention, mentions
from bot.slack.values import read_id
from bot.teams.domain import Team

IMPROVE: Final = "digest.improve"
"""Its value is the team's id and the practice that is suggested, a colon between them.

What it opens is an action's.
"""
WATCH: Final = "digest.watch"
HELP: Final = "digest.help"
WORK: Final = "digest.work"

DIGEST: Final = "digest"
"""How the keys of digests begin."""

_LEAD: Final = "lead"
_TITLE: Final = "The work behind it"
_LONGEST_STEPS: Final = 1_500


def digest_key(digest_id: int, address: str, *, is_lead: bool = False) -> str:
    """Return the delivery key of a digest to a channel, a member or a lead."""
    return f"{DIGEST}:{digest_id}:{address}" + (f":{_LEAD}" if is_lead else "")


def read_digest_key(key: str) -> tuple[int, bool]:
    """Return the digest of a delivery key, and whether it is a lead's copy."""
    _, digest_id, _, *rest = key.split(":")
    return int(digest_id), rest == [_LEAD]


def read_button(value: object) -> int:
    """Return the digest that a button belongs to.

    Raises:
        DigestError: the button carries none.

    """
    digest_id = read_id(value)
    if digest_id is None:
        raise DigestError("This button doesn't say which digest it is for, so nothing changed.")
    return digest_id


def digest_message(kept: Kept, pictured: Callable[[Kept], Picture]) -> Message:
    """Return a digest as it was stored, with what a lead decided about it since.

    `pictured` says what stands in for its chart where a workspace does not take charts.
    """
    digest = kept.digest
    sections = compose(digest)
    charts, pictures = chart_of(kept, pictured)
    row = _row(kept, _leads_buttons(kept))
    shown = (*body(digest, sections), *charts, *_decided(kept), row, small_print(sections))
    text = escape(f"{title(digest)}. {_plain(sections[0].lines[0])}")
    return Message(text, shown, pictures)


def chart_of(
    kept: AnyKept, pictured: Callable[[AnyKept], Picture]
) -> tuple[tuple[Block, ...], tuple[Picture, ...]]:
    """Return a digest's chart, if it has one, and the picture that may stand in for it."""
    drawn = chart(kept.digest)
    if drawn is None:
        return (), ()
    picture = pictured(kept)
    return ({**drawn, "block_id": picture.chart},), (picture,)


def at_home(kept: Kept, *, leads: bool) -> list[Block]:
    """Return a digest as somebody's Home has it: for a lead all of it, else where the team stands.

    It has no chart, since a Home with a refused one would not be shown at all, and no *Need help*,
    which answers where messages stand.
    """
    if leads:
        sections = compose(kept.digest)
        buttons = [each for each in _leads_buttons(kept) if each["action_id"] != HELP]
    else:
        said = (headline(kept.digest), standing(kept.digest), mover(kept.digest))
        small = footer(kept.digest)
        sections, buttons = (*said, small), []
    row = _row(kept, buttons)
    return [*body(kept.digest, sections), *_decided(kept), row, small_print(sections)]


def body(digest: Digest, sections: Sequence[Section]) -> list[Block]:
    """Return the title and twelve lines in full size, each part by itself up to the figures."""
    shown = in_brief([part for part in sections if not part.is_small])
    said = [_section(part) for part in shown]
    opening = shown.index(standing(digest)) + 1
    texts = (*said[:opening], "\n".join(said[opening:]))
    return [blocks.header(title(digest)), *(blocks.section(text) for text in texts)]


def small_print(sections: Sequence[Section]) -> Block:
    """Return what stands below in small print."""
    small = " ".join(_section(part) for part in sections if part.is_small)
    return blocks.context(f"{small} “Show the work” says how it is worked out.")


def _plain(line: Line) -> str:
    return f"{line.lead}: {line.text}" if line.lead else line.text


def _section(section: Section) -> str:
    return "\n".join(_line(line) for line in section.lines)


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.url is not None:
        text += f" <{line.url}|Read it>"
    return f"*{escape(line.lead)}:* {text}" if line.lead else text


def _leads_buttons(kept: Kept) -> list[Block]:
    """Return what leads press."""
    play, pressed = kept.digest.play, str(kept.id)
    leads = [
        blocks.button("Keep watching", action_id=WATCH, value=pressed),
        blocks.button("Need help", action_id=HELP, value=pressed),
    ]
    if play is not None and play.practice is not None:
        value = f"{kept.digest.team_id}:{play.practice}"
        leads.insert(0, blocks.button("We'll improve this", action_id=IMPROVE, value=value))
    return leads


def _row(kept: Kept, buttons: Sequence[Block]) -> Block:
    """Return buttons with the one that everybody can press."""
    work = blocks.button("Show the work", action_id=WORK, value=str(kept.id))
    return blocks.actions([*buttons, work], block_id=f"{DIGEST}.{kept.id}")


def _decided(kept: Kept) -> tuple[Block, ...]:
    if (decision := kept.decision) is None:
        return ()
    day = f"{decision.decided_on.day} {decision.decided_on:%B}"
    keeps = f"{mention(decision.user_id)} keeps watching until the next digest ({day})."
    return (blocks.context(keeps),)


def for_leads(team: Team, leads: tuple[str, ...]) -> str:
    """Say kindly to somebody who doesn't lead the team who presses these buttons."""
    if not leads:
        return (
            f"These buttons are for the leads of *{escape(team.name)}*, and nobody leads it now. "
            "`/mlops lead` takes it on."
        )
    return (
        f"These buttons are for the leads of *{escape(team.name)}*: {mentions(leads)}. If you have "
        "an idea what to do about it, tell them; they see the same digest as you."
    )


def watching(kept: Kept, user_id: str) -> str:
    """Say that a decision is stored, and where it shows."""
    if kept.decision is not None and kept.decision.user_id != user_id:
        return f"{mention(kept.decision.user_id)} has said so already. The digest shows it."
    return "Stored. The digest now says that you keep watching until the next one."


def help_shown(play: Play | None, page: Page | None, keepers: tuple[str, ...]) -> list[Block]:
    """Return what helps: the play's first steps, and whom to ask. Nobody is told."""
    shown: list[Block] = []
    if play is not None and page is not None:
        steps = first_steps(page)
        read = blocks.button("Read", action_id=READ, value=dump_section(page, steps))
        shown.append(
            blocks.section(f"*{escape(page.title)} › {escape(steps.heading)}*", beside=read)
        )
        shown.append(blocks.section(escape(shorten(steps.words, _LONGEST_STEPS))))
    else:
        shown.append(blocks.section("This digest suggests no page that the playbook still has."))
    asked = (
        f"People to ask: {mentions(keepers)}, for the playbook."
        if keepers
        else "Nobody is named as keeper of the playbook here, so ask a team that has done it."
    )
    shown.append(
        blocks.context(
            f"{asked} `/mlops ask` takes your own question. Only you see this, "
            "and nobody is told that you pressed."
        )
    )
    return shown


def first_steps(page: Page) -> PageSection:
    """Return the section with which to begin: one that says so in its heading, else the first."""
    signs = ("first", "start", "monday", "begin")
    for section in page.sections:
        if any(sign in section.heading.lower().split() for sign in signs):
            return section
    return page.sections[0]


def work(kept: Kept) -> Block:
    """Return the modal that shows what a digest is made of."""
    return work_of(kept.digest)


def work_of(digest: Digest) -> Block:
    """Return the modal that shows what a team's or a parent's digest is made of."""
    shown: list[Block] = [
        blocks.section(f"*{escape(digest.team_name)}*, {_week(digest)}"),
        *_in_full(digest),
        blocks.section(f"*How it is worked out.* {HOW_IT_WORKS} {named_when(digest)}"),
    ]
    for dimension, rows in groupby(digest.practices, key=attrgetter("dimension")):
        name = next((d.name for d in digest.dimensions if d.id == dimension), dimension)
        shown.append(blocks.section("\n".join([f"*{name}*", *map(_practice, rows)])))
    if digest.time_lost is not None:
        shown.append(blocks.section(f"*Time that is lost*\n{escape(digest.time_lost)}"))
    shown.append(blocks.context(_held(digest)))
    return blocks.modal(_TITLE, shown)


def _in_full(digest: Digest) -> list[Block]:
    """Return at length what the twelve lines of a message had no room for."""
    cut = left_out([part for part in compose(digest) if not part.is_small])
    if not cut:
        return []
    return [blocks.section("\n".join(["*In full*", *(_line(line) for line in cut)]))]


def _week(digest: Digest) -> str:
    return f"as of the week of {digest.wave.day} {digest.wave:%B %Y}"


def _practice(row: Row) -> str:
    return f"• {escape(row.name)}: *{row.now.value}* ({row.now.range}), {VERDICTS[row.verdict]}"


def _held(digest: Digest) -> str:
    exact = (
        f"The range is to hold the true value nine times in ten. Estimator {escape(digest.version)}"
    )
    if digest.is_of_parent:
        return (
            f"Made of what these teams' summaries together showed, each of {digest.threshold}+ "
            f"members, and of nothing that only one team was shown. {exact}."
        )
    response = (
        f" Of those asked, {digest.participation} gave a score over the last four weeks."
        if digest.participation
        else ""
    )
    return f"{waiting(digest)}; nothing of that is in these figures.{response} {exact}."


def none_yet(teams: Sequence[Team]) -> str:
    """Say when the first digest comes to somebody whose teams have none."""
    if not teams:
        return (
            "You take part in no team, so there is no digest for you. `/mlops join` in a team's "
            "channel takes part."
        )
    names = " and ".join(f"*{escape(team.name)}*" for team in teams)
    return (
        f"{names}: no digest yet. The first comes with the first week that closes in a month and "
        "has an average to show, at the team's hour; until then the weekly summaries have it all."
    )
