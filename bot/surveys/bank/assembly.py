"""Makes a statement bank of what the folders came to, and checks what shows only then."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.files import Finding
from bot.surveys.bank.domain import (
    FEWEST_IN_PACK,
    MAX_PACKS,
    TRUST,
    Dimension,
    Pack,
    PackPractice,
    Practice,
    Scale,
    Statement,
    StatementBank,
    wording_advice,
    wording_faults,
)
from bot.surveys.bank.drafts import Drafts, PackDraft, Place, PracticeDraft
from bot.surveys.bank.question_files import StatementEntry


@dataclass(frozen=True)
class Mention:
    """A place in a file where a statement says that it covers a point.

    What packs cover does not count: a team may have switched off every pack.
    """

    point_id: str
    file: Path
    line: int
    is_core: bool


class Assembly:
    """Makes the bank; a practice or pack of which all was retired is left out of it.

    Args:
        drafts: the folders laid over one another.
        scales: the scales of all folders.
        are_scales_whole: whether every file of scales could be read. One fault in them must not be
            told again for every statement that uses one.

    """

    def __init__(
        self, drafts: Drafts, scales: Mapping[str, Scale], *, are_scales_whole: bool
    ) -> None:
        self.findings: list[Finding] = []
        self.advice: list[Finding] = []
        self.mentions: list[Mention] = []
        self._drafts = drafts
        self._scales = scales
        self._are_scales_whole = are_scales_whole

    def bank(self, *, trust: tuple[StatementEntry, Place] | None = None) -> StatementBank:
        """Return the bank; call it once, and read the findings after."""
        practices = tuple(
            self._practice(draft, dimension)
            for dimension in Dimension
            for draft in self._list_left(str(dimension))
        )
        last = self._drafts.retired_last
        if not practices and last is not None:
            message = "With this every practice is retired: nothing is left to ask; keep one."
            self.findings.append(last.finding(message))
        asked = None if trust is None else self._statement(TRUST, *trust)
        if trust is not None and TRUST in self._drafts.practices:
            message = f"A practice has the id `{TRUST}`; rename the practice."
            self.findings.append(trust[1].finding(message))
        return StatementBank(practices, self._packs(), asked)

    def _list_left(self, home: str) -> tuple[PracticeDraft, ...]:
        drafts = self._drafts.practices.values()
        return tuple(draft for draft in drafts if draft.home == home and not draft.is_emptied)

    def _packs(self) -> tuple[Pack, ...]:
        packs: list[Pack] = []
        for draft in self._drafts.packs.values():
            left = self._list_left(f"packs/{draft.entry.id}")
            if draft.was_cut and not left:
                continue
            if len(packs) == MAX_PACKS:
                message = f"This is pack {MAX_PACKS + 1}; a form shows {MAX_PACKS}: retire one."
                self.findings.append(draft.place.finding(message))
            packs.append(self._pack(draft, left))
        return tuple(packs)

    def _pack(self, draft: PackDraft, left: tuple[PracticeDraft, ...]) -> Pack:
        entry = draft.entry
        count = sum(len(practice.statements) for practice in left)
        if count < FEWEST_IN_PACK:
            message = (
                f"The pack `{entry.id}` has {count} statements, and needs {FEWEST_IN_PACK} so that "
                "none comes back while it may still be open; add some, or retire the whole pack."
            )
            self.findings.append(draft.place.finding(message))
        return Pack(
            id=entry.id,
            name=entry.name or "",
            meaning=entry.meaning or "",
            practices=tuple(self._pack_practice(practice) for practice in left),
        )

    def _practice(self, draft: PracticeDraft, dimension: Dimension) -> Practice:
        entry = draft.entry
        return Practice(
            id=entry.id,
            dimension=dimension,
            name=entry.name or "",
            meaning=entry.meaning or "",
            anchors=entry.anchors or (),
            page=entry.page or "",
            statements=self._statements(draft, is_core=True),
        )

    def _pack_practice(self, draft: PracticeDraft) -> PackPractice:
        entry = draft.entry
        return PackPractice(
            id=entry.id,
            name=entry.name or "",
            meaning=entry.meaning or "",
            anchors=entry.anchors or (),
            page=entry.page,
            statements=self._statements(draft, is_core=False),
        )

    def _statements(self, draft: PracticeDraft, *, is_core: bool) -> tuple[Statement, ...]:
        practice_id = draft.entry.id
        if not draft.statements:
            message = f"The practice `{practice_id}` has no statements; add one, or take it out."
            self.findings.append(draft.place.finding(message))
        made = []
        for entry, place in draft.statements.values():
            self._note_points(entry, place, is_core=is_core)
            made.append(self._statement(practice_id, entry, place))
        return tuple(statement for statement in made if statement is not None)

    def _note_points(self, entry: StatementEntry, place: Place, *, is_core: bool) -> None:
        for number, point_id in enumerate(entry.covers):
            at = place.within("covers", number)
            self.mentions.append(Mention(point_id, at.document.file, at.line, is_core))

    def _statement(self, practice_id: str, entry: StatementEntry, place: Place) -> Statement | None:
        wording = place.within("text")
        self.findings.extend(wording.finding(fault) for fault in wording_faults(entry.text))
        self.advice.extend(wording.finding(advice) for advice in wording_advice(entry.text))
        if not entry.id.startswith(f"{practice_id}."):
            message = f"The id `{entry.id}` should begin with its practice: `{practice_id}.`"
            self.findings.append(place.within("id").finding(message))
        scale = self._scales.get(entry.scale)
        if scale is None:
            if self._are_scales_whole:
                known = ", ".join(self._scales) or "none yet: add scales.yaml"
                message = f"There is no scale `{entry.scale}`; known scales: {known}."
                self.findings.append(place.within("scale").finding(message))
            return None
        return Statement(entry.id, practice_id, entry.text, scale, entry.covers)
