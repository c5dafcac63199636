"""A lead has the team asked about more than the core; others see what is on."""

from tests.journeys.acting import (
    A_WEEK,
    LEAD,
    MEMBERS,
    MONDAY,
    PRIVATE,
    PUBLIC,
    Actor,
    Json,
    World,
    both_ways_in,
    words,
)


def form(somebody: Actor) -> Json:
    """Open the form of packs, and return its field."""
    assert somebody.say(PRIVATE, "/mlops packs") == {"ok": True}
    # What the form before said at its end may still stand open.
    somebody.world.wait_until(lambda: (somebody.modal() or {}).get("callback_id") == "pulse.packs")
    modal = somebody.modal()
    assert modal is not None
    fields = {block["block_id"]: block.get("element", {}) for block in modal["blocks"]}
    return dict(fields["packs"])


def told(somebody: Actor, channel: str) -> str:
    """What `/mlops packs` answers in words."""
    before = len(somebody.person.messages(channel))
    assert somebody.say(channel, "/mlops packs") == {"ok": True}
    somebody.world.wait_until(lambda: len(somebody.person.messages(channel)) > before)
    return words(somebody.person.messages(channel)[-1])


def choose(world: World, *packs: str) -> str:
    lead = world.person(LEAD)
    form(lead)
    assert lead.submit(packs={"packs": list(packs)}) == {"ok": True}
    said = words(lead.modal() or {})
    lead.person.act("modal/close", view_id=(lead.modal() or {})["id"])
    return said


@both_ways_in
def test_a_lead_switches_a_pack_on_and_the_team_is_asked_one_statement_more(
    world: World,
) -> None:
    world.set_up_team()
    lead = world.person(LEAD)

    offered = form(lead)
    assert lead.submit(packs={"packs": ["security"]}) == {"ok": True}
    stored = words(lead.modal() or {})
    world.move_to(MONDAY)

    security = next(o for o in offered["options"] if o["value"] == "security")
    assert len(offered["options"]) == 5
    assert "initial_options" not in offered
    assert security["description"]["text"].startswith("Who can reach data and models")
    assert "From its next pulse on, *Fraud models* is asked one statement more a week" in stored
    sheet = world.person(MEMBERS[0]).sheet()
    assert sheet["text"] == "Fraud models: six statements, about a minute"
    assert len([b for b in sheet["blocks"] if str(b.get("block_id")).startswith("item.")]) == 6


def test_the_form_shows_what_is_on_and_takes_everything_off_again(world: World) -> None:
    world.set_up_team()
    choose(world, "security", "cost")
    lead = world.person(LEAD)

    shown = form(lead)
    lead.submit(packs={"packs": []})
    stored = words(lead.modal() or {})
    world.move_to(MONDAY)

    assert [option["value"] for option in shown["initial_options"]] == ["cost", "security"]
    assert "has no packs" in stored
    assert "five statements" in world.person(MEMBERS[0]).sheet()["text"]


def test_two_packs_take_turns(world: World) -> None:
    world.set_up_team()
    said = choose(world, "security", "cost")
    assert "Cost and Security in turn" in said
    sixths = []

    for week in range(2):
        world.move_to(MONDAY + week * A_WEEK)
        sheet = world.person(MEMBERS[0]).sheet()
        sixths.append(next(line for line in words(sheet).splitlines() if line[:4] == "*6. "))

    assert len(set(sixths)) == 2


def test_a_member_reads_which_packs_are_on_and_who_switches_them(world: World) -> None:
    world.set_up_team()
    choose(world, "security")
    member = world.person(MEMBERS[0])

    said = told(member, PRIVATE)

    assert "• *Security* (on): Who can reach data and models" in said
    assert "• *Cost* (off):" in said
    assert f"Leads switch them: <@{LEAD}>." in said
    assert member.modal() is None


def test_somebody_who_led_when_the_form_opened_and_no_longer_does_changes_nothing(
    world: World,
) -> None:
    world.set_up_team()
    lead = world.person(LEAD)
    form(lead)
    assert world.bot is not None
    # As if on another device: of this one's forms only the newest stands open.
    world.bot.services.teams.leave_team(channel_id=PRIVATE, user_id=LEAD)

    lead.submit(packs={"packs": ["security"]})

    assert "Only a lead of this team can switch its packs" in words(lead.modal() or {})
    said = told(world.person(MEMBERS[0]), PRIVATE)
    assert "(on)" not in said
    assert "nobody leads this team. `/mlops lead` takes it on." in said


def test_in_a_channel_without_a_team_there_is_nothing_to_switch(world: World) -> None:
    assert "no team yet" in told(world.person("U0000000A9"), PUBLIC)
