import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.domain import Membership, Role, Roster, Standing
from bot.teams.following import Followed, Kind, Place, Sight, follow
from tests.teams.test_domain import a_plan, a_roster

A_TEAM = a_roster(a_plan()).team  # L leads; A and B take part.
PEOPLE = "LABCDE"


def a_team_of(*memberships: tuple[str, Role, Standing]) -> Roster:
    return Roster(A_TEAM, tuple(Membership(A_TEAM.id, *given) for given in memberships))


def a_sight(present: str | None, **kinds: Kind) -> Sight:
    known = dict.fromkeys(PEOPLE, Kind.COLLEAGUE) | kinds
    there = None if present is None else frozenset(present)
    return Sight(Place.INSIDE, is_for_members_only=True, present=there, kinds=known)


def seen(before: str | None, now: str | None, roster: Roster | None = None, **kinds: Kind) -> str:
    """Who leaves, who is invited: "-A+C"; without `before` it is the first look."""
    sight, there = a_sight(now, **kinds), frozenset(before or "")
    changes = follow(roster or a_roster(a_plan()), there, sight, is_first=before is None)
    leaves, joins = "".join(sorted(changes.leavers)), "".join(sorted(changes.joiners))
    return f"-{leaves}+{joins}"


def test_who_was_in_the_channel_and_is_not_any_more_has_left() -> None:
    assert seen("LAB", "LB") == "-A+"
    assert seen("LAB", "AB") == "-L+"
    assert seen("LAB", "LAB") == "-+"


def test_who_was_named_and_never_was_in_the_channel_stays() -> None:
    assert seen("LA", "LA") == "-+"
    assert seen(None, "LA") == "-+"


def test_who_was_there_at_set_up_and_is_not_at_the_first_look_has_left() -> None:
    changes = follow(a_roster(a_plan()), frozenset("LAB"), a_sight("LB"), is_first=True)

    assert changes.leavers == {"A"}


def test_who_comes_after_the_first_look_is_invited() -> None:
    assert seen(None, "LABCD") == "-+"
    assert seen("LAB", "LABC") == "-+C"


def test_who_was_named_and_comes_is_not_invited() -> None:
    assert seen("LA", "LAB") == "-+"


@pytest.mark.parametrize("kind", [Kind.GUEST, Kind.OUTSIDER, Kind.GONE])
def test_guests_outsiders_and_the_deactivated_are_not_invited(kind: Kind) -> None:
    assert seen("LAB", "LABC", C=kind) == "-+"


def test_the_deactivated_have_left_whether_they_were_seen_or_not() -> None:
    assert seen("LAB", "LAB", A=Kind.GONE) == "-A+"
    assert seen("L", "L", A=Kind.GONE) == "-A+"
    assert seen("LAB", None, A=Kind.GONE) == "-A+"
    assert seen(None, "LAB", A=Kind.GONE) == "-A+"


def test_the_deactivated_count_as_gone_though_slack_lists_them() -> None:
    sight = a_sight("LABC", A=Kind.GONE, C=Kind.GONE)

    changes = follow(a_roster(a_plan()), frozenset("LAB"), sight, is_first=False)

    assert (changes.came, changes.went) == (frozenset(), frozenset("A"))


def test_whoever_belongs_to_another_workspace_by_now_has_left() -> None:
    assert seen("LAB", "LAB", A=Kind.OUTSIDER) == "-A+"
    assert seen("LAB", None, A=Kind.OUTSIDER) == "-A+"
    assert seen("LAB", "LAB", A=Kind.GUEST) == "-+"


def test_without_a_whole_list_nobody_leaves_and_nobody_comes() -> None:
    changes = follow(a_roster(a_plan()), frozenset("LAB"), a_sight(None), is_first=False)

    assert (changes.came, changes.went) == (frozenset(), frozenset())
    assert seen("LAB", None) == "-+"


def test_somebody_of_whom_slack_has_not_told_anything_waits_for_the_next_look() -> None:
    sight = Sight(Place.INSIDE, is_for_members_only=True, present=frozenset("LABC"), kinds={})

    changes = follow(a_roster(a_plan()), frozenset("LAB"), sight, is_first=False)

    assert changes.came == changes.joiners == frozenset()


@pytest.mark.parametrize(
    ("as_lead", "as_member", "is_invited"),
    [
        (None, None, True),
        (None, Standing.LEFT, True),
        (None, Standing.DECLINED, False),
        (None, Standing.ASKED, False),
        (None, Standing.ACTIVE, False),
        (Standing.LEFT, None, True),
        (Standing.LEFT, Standing.LEFT, True),
        (Standing.DECLINED, None, False),
        (Standing.DECLINED, Standing.LEFT, True),
        (Standing.LEFT, Standing.DECLINED, False),
        (Standing.ACTIVE, Standing.LEFT, False),
        (Standing.ASKED, None, False),
    ],
)
def test_who_comes_back_is_invited_unless_they_said_no_or_have_a_role(
    as_lead: Standing | None, as_member: Standing | None, is_invited: bool
) -> None:
    roles = [(Role.LEAD, as_lead), (Role.MEMBER, as_member)]
    roster = a_team_of(*(("C", role, standing) for role, standing in roles if standing))

    assert seen("L", "LC", roster) == ("-+C" if is_invited else "-+")


@given(
    st.frozensets(st.sampled_from(PEOPLE)),
    st.frozensets(st.sampled_from(PEOPLE)),
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(Kind)),
    st.booleans(),
)
def test_looking_again_at_the_same_channel_changes_nothing(
    before: frozenset[str], present: frozenset[str], kinds: dict[str, Kind], is_first: bool
) -> None:
    sight = a_sight("".join(present), **kinds)
    roster = a_roster(a_plan())

    changes = follow(roster, before, sight, is_first=is_first)
    after = (before | changes.came) - changes.went
    again = follow(roster, after, sight, is_first=False)

    assert again.came == again.went == again.joiners == frozenset()
    assert not changes.joiners & changes.leavers


def test_slack_is_asked_about_those_with_a_role_and_those_who_came() -> None:
    roster = a_team_of(
        ("L", Role.LEAD, Standing.ACTIVE),
        ("A", Role.MEMBER, Standing.ASKED),
        ("B", Role.MEMBER, Standing.DECLINED),
    )

    later = Followed(roster, frozenset("LABD"), is_first=False, turn=2)
    first = Followed(roster, frozenset("L"), is_first=True, turn=1)

    assert later.whom_to_ask_about(frozenset("LABCD")) == frozenset("LAC")
    assert first.whom_to_ask_about(frozenset("LABCD")) == frozenset("LA")
    assert later.whom_to_ask_about(None) == frozenset("LA")


def test_those_who_left_are_no_participants() -> None:
    roster = a_team_of(
        ("L", Role.LEAD, Standing.LEFT),
        ("L", Role.MEMBER, Standing.LEFT),
        ("A", Role.MEMBER, Standing.LEFT),
        ("B", Role.MEMBER, Standing.ASKED),
        ("C", Role.MEMBER, Standing.ACTIVE),
    )

    assert [participant.user_id for participant in roster.participants] == ["C"]
    assert not roster.has_begun
