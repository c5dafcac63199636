"""What people see of open rounds: the question, how they stand, and what the channel is told."""

from dataclasses import dataclass
from typing import Final

from bot.delivery.domain import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.mrkdwn import channel, escape, mention, mentions
from bot.slack.values import read_ids
from bot.surveys.open_rounds import (
    FEWEST_PEOPLE,
    MOST_MEMBERS,
    OpenRoundError,
    OpenStanding,
    OpenState,
    Proposal,
    fits,
)
from bot.teams.domain import Roster, Team

AGREE: Final = "open.agree"
DONT_AGREE: Final = "open.dont_agree"
PROPOSED: Final = "open.proposed"
ANSWERED: Final = "open.answered"

QUESTION: Final = "open"
"""How the delivery keys of questions begin."""

_TITLE: Final = "Open rounds"

_MAY_GUESS: Final = "in so small a team colleagues may guess"


def read_question_key(key: str) -> tuple[int, int]:
    """Return team and number of a question's delivery key."""
    _, team_id, _, number = key.split(":")
    return int(team_id), int(number)


@dataclass(frozen=True)
class OpenPlace:
    """What a button or form of open rounds carries back: the team, and which proposal."""

    team_id: int
    number: int

    def dump(self) -> str:
        """Return a button's value."""
        return f"{self.team_id}:{self.number}"

    @classmethod
    def load(cls, value: object) -> "OpenPlace":
        """Read a button's value.

        Raises:
            OpenRoundError: it names no team.

        """
        ids = read_ids(value, count=2)
        if ids is None:
            raise OpenRoundError("This doesn't say which team it is for, so nothing changed.")
        return cls(*ids)


def question_key(asked: Proposal | OpenPlace, user_id: str) -> str:
    """Return the delivery key of the question to somebody."""
    return f"{QUESTION}:{asked.team_id}:{user_id}:{asked.number}"


def question(standing: OpenStanding) -> Message:
    """Return the question with how somebody stands, and the buttons that change it."""
    team = standing.roster.team
    buttons: list[Block]
    if not standing.is_asked:
        buttons = []  # Whoever has left would be refused, whatever they pressed.
    elif standing.can_withdraw:
        buttons = [_button("Withdraw", DONT_AGREE, standing)]
    elif standing.state is OpenState.ASKED and standing.agrees is None:
        buttons = [
            _button("Agree", AGREE, standing),
            _button("Don't agree", DONT_AGREE, standing),
        ]
    elif standing.state is OpenState.ASKED:
        buttons = [_button("Agree after all", AGREE, standing)]
    else:
        buttons = []
    row = [blocks.actions(buttons)] if buttons else []
    title = f"Open rounds for {escape(team.name)}?"
    return Message(title, (blocks.section(words(standing)), *row))


def words(standing: OpenStanding) -> str:
    """Say how somebody stands with a team's open rounds."""
    name = _bold(standing.roster.team)
    if not standing.is_asked:
        return f"You aren't asked in {name}, so its rounds are not yours to agree to."
    match standing.state:
        case None:
            return _never_proposed(standing.roster)
        case OpenState.ASKED:
            return _asking(standing) if standing.agrees is None else _waiting(standing)
        case OpenState.AGREED:
            return (
                f"{name} has open rounds: everybody agreed. {_what_they_are(standing.roster)} You "
                "can withdraw at any time. That ends open rounds for everybody. Nobody is told "
                f"whose doing it was, but {_MAY_GUESS}."
            )
        case OpenState.ENDED:
            return _ended_for(standing)


def replaced(team: Team) -> Message:
    """Return what a question becomes once leads have asked anew."""
    text = f"This question about open rounds in {_bold(team)} is closed; there is a newer one."
    return Message(f"Open rounds for {escape(team.name)}", (blocks.section(text),))


def _asking(standing: OpenStanding) -> str:
    roster, proposal = standing.roster, standing.proposal
    asker = "A lead" if proposal is None else mention(proposal.proposed_by)
    return "\n".join(
        [
            f"*Open rounds for {escape(roster.team.name)}?* {asker} asks everybody who takes part.",
            "• With so few, no average can be shown anonymously: that takes "
            f"{roster.team.threshold} members besides the leads.",
            f"• {_what_they_are(roster)}",
            "• They begin with the next pulse, and only if everybody agrees. What was asked before "
            "stays under the usual rule.",
            "• You can withdraw at any time; what was shown by then stays shown. Nobody is told "
            f"who hasn't agreed, but {_MAY_GUESS}.",
        ]
    )


def _waiting(standing: OpenStanding) -> str:
    name = _bold(standing.roster.team)
    if standing.agrees:
        return (
            f"You agree to open rounds in {name}. They begin once everybody has agreed. Nobody is "
            f"told who has and who hasn't, but {_MAY_GUESS}."
        )
    return (
        f"You don't agree to open rounds in {name}, so its rounds stay as they are. Nobody is told "
        f"whose answer that is, but {_MAY_GUESS}."
    )


def _what_they_are(roster: Roster) -> str:
    team = roster.team
    where = (
        f"The summary comes in {channel(team.channel_id)}, where everybody in it reads it."
        if team.is_private
        else "The summary comes by direct message to each person asked."
    )
    parent = "" if team.parent_id is None else " It doesn't count in the team's parent."
    return (
        "In an open round the team and its leads see every average, of however few answers, and "
        f"can work out who said what. Nothing in it is anonymous. {where}{parent}"
    )


def _ended_for(standing: OpenStanding) -> str:
    name = _bold(standing.roster.team)
    over = (
        f"{name} has no open rounds now: its next rounds show an average once "
        f"{standing.roster.team.threshold} members have scored a statement. A lead can ask "
        "everybody again."
    )
    if not standing.is_running or standing.agrees is None:
        return over
    if standing.agrees:
        return (
            f"{over} The round of this week began as an open one. It is shown as one only if "
            "everybody asked in it still agrees when it closes; you do so far."
        )
    return f"{over} The round of this week isn't shown as an open one either: you have withdrawn."


def _never_proposed(roster: Roster) -> str:
    leads = f" Its leads can ask everybody: {mentions(roster.leads)}." if roster.leads else ""
    fitting = (
        ""
        if fits(roster)
        else f" They are for teams of at least {FEWEST_PEOPLE} people and at most {MOST_MEMBERS} "
        "members besides the leads."
    )
    return f"{_bold(roster.team)} has no open rounds.{fitting or leads}"


def propose_form(standing: OpenStanding) -> Block:
    """Return the form in which a lead has everybody asked."""
    roster = standing.roster
    text = "\n".join(
        [
            f"*Open rounds for {escape(roster.team.name)}*",
            f"• {_what_they_are(roster)}",
            f"• It takes the consent of everybody who takes part, {len(roster.participants)} "
            "people. Each is asked in their next message from the bot, you too, and can withdraw "
            "at any time.",
            "• A withdrawal ends them. So does somebody who is newly asked, a fifth member or "
            "somebody new who leads; you can then ask again.",
            f"• Nobody is told who hasn't agreed, but {_MAY_GUESS}.",
        ]
    )
    return blocks.modal(
        _TITLE,
        [blocks.section(text)],
        callback_id=PROPOSED,
        submit="Ask everybody",
        close="Cancel",
        private_metadata=_place(standing).dump(),
    )


def answer_form(standing: OpenStanding) -> Block:
    """Return how somebody stands, with the one step that they can take from there."""
    wants = not standing.can_withdraw
    shown = [blocks.section(words(standing))]
    if wants and standing.agrees is None:
        shown.append(blocks.context("To say no, close this: no answer counts as no."))
    return blocks.modal(
        _TITLE,
        shown,
        callback_id=ANSWERED,
        submit="Agree" if wants else "Withdraw",
        private_metadata=f"{_place(standing).dump()}:{'yes' if wants else 'no'}",
    )


def read_answer_form(value: object) -> tuple[OpenPlace, bool]:
    """Return the team, and whether the form is one that agrees.

    Raises:
        OpenRoundError: the form names no team.

    """
    place, _, wants = str(value).rpartition(":")
    return OpenPlace.load(place), wants == "yes"


def proposed(standing: OpenStanding) -> Block:
    """Return what a lead sees who has had everybody asked."""
    text = (
        f"Everybody who takes part in {_bold(standing.roster.team)} is asked in their next message "
        "from the bot, within their working hours; so are you. The channel is told once all have "
        "agreed."
    )
    return blocks.modal(_TITLE, [blocks.section(text)])


def answered(standing: OpenStanding) -> Block:
    """Return what somebody sees who has agreed or withdrawn in the form."""
    return blocks.modal(_TITLE, [blocks.section(words(standing))])


def told(roster: Roster, proposal: Proposal) -> Message:
    """Return what the channel is told: that open rounds have begun, or that they have ended."""
    team = roster.team
    name = _bold(team)
    if proposal.state is OpenState.AGREED:
        title = f"{escape(team.name)}: open rounds"
        begin = f"Everybody who takes part in {name} has agreed to open rounds."
        if team.is_private:
            text = (
                f"{begin} From the next pulse on, averages are shown here at any number of "
                "answers, and they aren't anonymous. Whoever takes part can withdraw at any time: "
                "`/mlops open`."
            )
        else:
            text = f"{begin} They begin with the next pulse; what they show isn't posted here."
    else:
        title = f"{escape(team.name)}: open rounds have ended"
        text = f"Open rounds in {name} have ended: the next ones are as usual."
        if team.is_private:
            text += f" An average is shown once {team.threshold} members have scored a statement."
        text += " A lead can ask everybody again with `/mlops open`."
    return Message(title, (blocks.section(text),))


def told_key(proposal: Proposal) -> str:
    """Return the delivery key of what the channel is told."""
    return f"open-told:{proposal.team_id}:{proposal.number}:{proposal.state}"


def _place(standing: OpenStanding) -> OpenPlace:
    number = 0 if standing.proposal is None else standing.proposal.number
    return OpenPlace(standing.roster.team.id, number)


def _button(text: str, action_id: str, standing: OpenStanding) -> Block:
    return blocks.button(text, action_id=action_id, value=_place(standing).dump())


def _bold(team: Team) -> str:
    return f"*{escape(team.name)}*"
