"""What somebody may become in a team of their own accord, or because somebody names them."""

from collections.abc import Sequence

from bot.teams.domain import Membership, Role, Roster, Standing, TeamError


def reply_to_naming(memberships: Sequence[Membership], user_id: str, role: Role) -> Membership:
    """Return the person's membership in this role, so that they can accept or decline it.

    Raises:
        TeamError: they were not named in this role.

    """
    for membership in memberships:
        if membership.user_id == user_id and membership.role is role:
            return membership
    raise TeamError("You aren't named in this team, so there is nothing to accept or decline.")


def check_still_named(membership: Membership) -> None:
    """Raise where a role can't be accepted by the button with which it was offered.

    Whoever comes back into the channel may be asked again, but nobody has named them to lead.

    Raises:
        TeamError: they were to lead, or did, before they left the channel.

    """
    if membership.role is Role.LEAD and membership.standing is Standing.LEFT:
        raise TeamError(
            "That ended when you left the channel, so nothing changed. If nobody leads the team, "
            "`/mlops lead` there takes it on; otherwise a lead can name you again."
        )


def volunteer(roster: Roster, user_id: str) -> Membership:
    """Return the lead that somebody becomes who takes on a team without one.

    Whoever was named as lead can accept in this way too.

    Raises:
        TeamError: somebody leads it, and this person was not named.

    """
    own = roster.find_standing(user_id, Role.LEAD)
    if own is Standing.ACTIVE:
        raise TeamError("You lead this team already, so nothing changed.")
    if roster.has_begun and own not in (Standing.ASKED, Standing.DECLINED):
        raise TeamError(
            "This team has a lead, so nothing changed. A lead can name another one: "
            "`/mlops lead @person`."
        )
    return Membership(roster.team.id, user_id, Role.LEAD, Standing.ACTIVE)


def name_lead(roster: Roster, user_id: str, *, named_by: str) -> Membership:
    """Return the lead that somebody is asked to become, whom a lead names.

    Raises:
        TeamError: who names does not lead, or who is named leads, was asked, or has declined.

    """
    if named_by not in roster.leads:
        raise TeamError("Only a lead of this team can name another one, so nothing changed.")
    match roster.find_standing(user_id, Role.LEAD):
        case Standing.ACTIVE:
            raise TeamError(f"<@{user_id}> leads this team already, so nothing changed.")
        case Standing.ASKED:
            raise TeamError(f"<@{user_id}> has been asked already and hasn't answered yet.")
        case Standing.DECLINED:
            raise TeamError(
                f"<@{user_id}> declined to lead, or stepped down, so they aren't asked again. If "
                "they have changed their mind, they can type `/mlops lead` here."
            )
        case _:
            return Membership(roster.team.id, user_id, Role.LEAD, Standing.ASKED)


def roles_of(memberships: Sequence[Membership], user_id: str) -> tuple[Membership, ...]:
    """Return the roles that somebody has not declined.

    Raises:
        TeamError: there are none.

    """
    held = tuple(
        membership
        for membership in memberships
        if membership.user_id == user_id and membership.standing is not Standing.DECLINED
    )
    if not held:
        raise TeamError("You aren't asked in this channel's team, so there is nothing to leave.")
    return held
