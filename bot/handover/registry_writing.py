"""Writes into a registry, where that is allowed, what leads from there to a model's card."""

from bot.handover.domain import Model, SectionText
from bot.handover.registries.domain import KEY_TAG, RegisteredModel, describe, without_own
from bot.handover.registries.mlflow import MlflowRegistry
from bot.handover.registries.service import RegistryService
from bot.handover.service import ModelService
from bot.text.masking import MASK

MOST_WRITES = 50
"""How many models one look writes to, so that it ends soon; the others come with the next."""

_LONGEST_SUMMARY = 300


class RegistryWriter:
    """Keeps our tag and a short description on a registry's models.

    Args:
        registry: where to.
        registries: what it had at the last look.
        models: the register.
        cards_base: where the exported cards can be read, ending with a slash, if anywhere.

    """

    def __init__(
        self,
        registry: MlflowRegistry,
        registries: RegistryService,
        models: ModelService,
        cards_base: str | None,
    ) -> None:
        self._registry = registry
        self._registries = registries
        self._models = models
        self._cards_base = cards_base

    def write(self) -> int:
        """Write what differs, and return to how many models.

        Raises:
            RegistryError: the registry does not take it.

        """
        models = {model.id: model for model in self._models.list_models() if not model.is_gone}
        restricted = self._models.list_restricted()
        written = 0
        for known in self._registries.list_registered(uri=self._registry.place):
            model = models.get(known.model_id)
            if model is not None and written < MOST_WRITES:
                is_open = model.team_id not in restricted
                written += self._write(model, known.registered, is_open=is_open)
        return written

    def _write(self, model: Model, registered: RegisteredModel, *, is_open: bool) -> bool:
        key = str(model.id)
        has_key = registered.find_tag(KEY_TAG) == key
        if not has_key:
            self._registry.set_tag(registered.name, KEY_TAG, key)
        description = self._describe(model, registered, is_open=is_open)
        if MASK in registered.description:  # Its own words hold a secret, and aren't all known.
            description = registered.description
        if description != registered.description:
            self._registry.describe(registered.name, description)
        return not has_key or description != registered.description

    def _describe(self, model: Model, registered: RegisteredModel, *, is_open: bool) -> str:
        """Return what people wrote, and below it a summary and where the card is.

        More people read a registry than a team has, so nothing of a restricted card is in it.
        """
        link = "" if self._cards_base is None else f"{self._cards_base}{model.name}.md"
        summary = _summary(self._models.list_accepted(model_id=model.id)) if is_open else ""
        own = " ".join(part for part in (summary, f"Card: {link}" if link else "") if part)
        return describe(without_own(registered.description), own)


def _summary(accepted: tuple[SectionText, ...]) -> str:
    """Return the beginning of what the card says the model is for, on one line."""
    text = next((text.text for text in accepted if text.section == "purpose"), "")
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_SUMMARY else f"{words[: _LONGEST_SUMMARY - 1]}…"
