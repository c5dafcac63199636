"""A workspace whose bot has a playbook of the tests' own, about things no other page is about."""

import os
from pathlib import Path

from bot.settings import Settings
from tests.journeys.acting import LEAD, MEMBERS, Actor, Json, World, words

KEEPER, ADMIN = MEMBERS[6], MEMBERS[7]
ASKER, OTHER = LEAD, MEMBERS[0]

SLUICE = """---
title: Dredging the sluice
summary: How often a sluice needs dredging.
covers: []
practices: []
questions:
  - how often should we dredge the sluice
  - when does a sluice need dredging
  - what does dredging a sluice cost
related:
  - weir.md
---

# Dredging the sluice

Dredge the sluice every ninth week, before the herons nest.

## What dredging costs

A dredging of the sluice costs two otters and a Tuesday. See [the weir](weir.md#painting-the-weir).

## Signs that the sluice is silted

| sign | means |
|---|---|
| a quiet heron | silt |
"""

WEIR = """---
title: Painting the weir
summary: Which colour a weir is painted.
covers: []
practices: []
questions:
  - which colour do we paint the weir
  - when is the weir repainted
  - who paints a weir
related:
  - sluice.md
---

# Painting the weir

Paint the weir ochre: herons land on anything else.

```yaml
weir: {colour: ochre}
```
"""

FERRY = """---
title: Mooring the ferry
summary: With which knot a ferry is moored.
covers: []
practices: []
questions:
  - which knot moors the ferry
  - how do we moor a ferry
  - what mooring does a ferry need
related:
  - weir.md
---

# Mooring the ferry

Moor the ferry with a bowline, on the side of the reeds.
"""

HOW_OFTEN = "how often should we dredge the sluice?"
ABOUT_THE_FERRY = "which knot moors the ferry?"


class AskWorld(World):
    """A workspace with a bot that has a playbook folder, keepers and an admin."""

    url: str | None = None

    @property
    def pages(self) -> Path:
        """The folder of the installation's own pages."""
        return self.data / "knowledge" / "playbook" / "general"

    @property
    def settings(self) -> Settings:
        """The settings of a bot in this workspace."""
        return super().settings.model_copy(
            update={
                "knowledge_dir": self.data / "knowledge",
                "keepers": KEEPER,
                "admins": ADMIN,
                "playbook_url": self.url,
            }
        )

    def write_page(self, name: str, text: str) -> None:
        """Write a page as an editor does, so that it certainly counts as changed."""
        self.pages.mkdir(parents=True, exist_ok=True)
        file = self.pages / name
        moment = file.stat().st_mtime_ns + 1_000_000_000 if file.exists() else None
        file.write_text(text, "utf-8")
        if moment is not None:
            os.utime(file, ns=(moment, moment))

    def ask(self, user_id: str, channel: str, question: str) -> Json:
        """Have somebody type `/mlops ask`, and return what they are shown."""
        actor = self.person(user_id)
        before = len(actor.person.messages(channel))
        assert actor.say(channel, f"/mlops ask {question}") == {"ok": True}
        return self.wait_for_message(actor, channel, after=before)

    def write(self, user_id: str, channel: str, text: str, **more: object) -> Json:
        """Have somebody write a message that the bot answers, and return its answer."""
        actor = self.person(user_id)
        before = len(actor.person.messages(channel))
        said = actor.person.act("message", conversation=channel, text=text, **more)
        assert said["ok"] is True
        return self.wait_for_message(actor, channel, after=before + 1)

    def dm_of(self, user_id: str) -> str:
        """Open somebody's direct message with the bot."""
        opened = self.person(user_id).person.act("open-dm", **{"with": self.bot_user_id})
        return str(opened["conversation"])

    @property
    def bot_user_id(self) -> str:
        """The bot's own id."""
        return "U0BOT00001"

    def press(self, user_id: str, channel: str, message: Json, label: str) -> Json:
        """Have somebody press a button of a message."""
        block, element = button(message, label)
        return self.person(user_id).person.act(
            "press",
            conversation=channel,
            ts=message["ts"],
            block_id=block["block_id"],
            action_id=element["action_id"],
        )

    def press_and_read(self, user_id: str, channel: str, message: Json, label: str) -> Json:
        """Have somebody press a button, and return what they are shown then."""
        actor = self.person(user_id)
        before = len(actor.person.messages(channel))
        assert self.press(user_id, channel, message, label) == {"ok": True}
        return self.wait_for_message(actor, channel, after=before)

    def wait_for_message(self, actor: Actor, channel: str, *, after: int) -> Json:
        """Return the newest message once there are more than `after`."""
        self.wait_until(lambda: len(actor.person.messages(channel)) > after)
        return actor.person.messages(channel)[-1]


def button(message: Json, label: str) -> tuple[Json, Json]:
    """Return a message's first button of this label, and its block."""
    for block in message.get("blocks", []):
        elements = [*block.get("elements", []), block.get("accessory") or {}]
        for element in elements:
            if element.get("type") == "button" and element["text"]["text"] == label:
                return block, element
    raise AssertionError(f"There is no button {label!r}.")


def labels(message: Json) -> list[str]:
    """The labels of a message's row of buttons."""
    return [
        element["text"]["text"]
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]


def markdown(message: Json) -> str:
    """All that a message says in markdown."""
    return "\n".join(b["text"] for b in message.get("blocks", []) if b["type"] == "markdown")


def everything(message: Json) -> str:
    """All that a message says, in markdown or not."""
    said = [
        block["text"] if isinstance(block.get("text"), str) else ""
        for block in message.get("blocks", [])
    ]
    plain = [
        {**b, "text": {}} if isinstance(b.get("text"), str) else b
        for b in message.get("blocks", [])
    ]
    return "\n".join([words({"blocks": plain}), *said])
