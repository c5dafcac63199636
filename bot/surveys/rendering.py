"""Says what sheets and reminders show at the moment: drawn from what is stored, never kept."""

from collections.abc import Callable
from dataclasses import replace

from bot.delivery.domain import Delivery, Message, is_person, owed
from bot.delivery.drawing import Renderer
from bot.delivery.service import DeliveryService
from bot.surveys.answer_service import AnswerService
from bot.surveys.comment_reading import CommentReader, NoReader, ReadAs
from bot.surveys.domain import RoundState, Sheet
from bot.surveys.messages import sheet as messages
from bot.surveys.messages.places import REMINDER, SHEET, SUMMARY, SheetKey
from bot.teams.service import TeamService


class SurveyRenderers:
    """Draws the messages of the pulse that change while they stand."""

    def __init__(
        self,
        answers: AnswerService,
        teams: TeamService,
        deliveries: DeliveryService,
        is_confidential: Callable[[str], bool],
        reader: CommentReader | None = None,
    ) -> None:
        self._answers = answers
        self._teams = teams
        self._deliveries = deliveries
        self._is_confidential = is_confidential
        self._reader = reader or NoReader()

    @property
    def renderers(self) -> dict[str, Renderer]:
        """The renderers by the beginning of their keys."""
        return {
            SHEET: self.render_sheet,
            REMINDER: self.render_reminder,
            SUMMARY: self.render_summary,
        }

    def render_sheet(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return somebody's sheet as it is now; none is sent that asks nothing."""
        sheet = self._find(part)
        if sheet is None:
            return None
        if sheet.round.state is not RoundState.OPEN:
            return self._closed(sheet) if is_posted else None
        if sheet.has_left:
            return messages.left_sheet(sheet) if is_posted else None
        if sheet.is_skipped:
            return messages.skipped_sheet(sheet) if is_posted else None
        return messages.sheet(sheet, read=self._read(sheet))

    def render_reminder(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return the sheet again for somebody who has not answered it; once it closes, nothing."""
        sheet = self._find(part)
        if sheet is None or sheet.round.state is not RoundState.OPEN:
            return None
        if sheet.has_left or sheet.is_skipped or self._is_said_already(part):
            return None
        if not is_posted and sheet.is_done:
            return None
        return messages.sheet(sheet, is_reminder=True, read=self._read(sheet))

    def render_summary(self, part: Delivery, *, is_posted: bool) -> Message | None:
        """Return a week's summary as it was owed; whoever has left the team since is sent none."""
        roster = self._teams.get_roster(team_id=SheetKey.load(part.key).team_id)
        present = {person.user_id for person in roster.participants}
        if is_posted or part.address in present:
            return part.message
        if is_person(part.address):
            return None
        if self._is_confidential(part.address):
            return part.message
        self._owe_to_people(part, present)
        return None

    def _read(self, sheet: Sheet) -> dict[int, ReadAs]:
        """Return what a person's own comments show, for them alone."""
        return {
            own.item.id: read
            for own in sheet.answers
            if own.comment is not None
            and (read := self._reader.read(own.comment, own.correction)) is not None
        }

    def _closed(self, sheet: Sheet) -> Message:
        """Say where the summary is: in the channel if it is owed there, otherwise with people."""
        to_channel = SheetKey(sheet.round.team_id, sheet.round.week, sheet.channel_id)
        owed_there = self._deliveries.find(to_channel.dump_summary())
        return messages.closed_sheet(sheet, is_posted_in_channel=owed_there is not None)

    def _owe_to_people(self, part: Delivery, present: set[str]) -> None:
        """Owe to each person what a channel was to read that others read, too, by now."""
        place = SheetKey.load(part.key)
        self._deliveries.owe_all(
            [
                owed(
                    replace(place, user_id=user_id).dump_summary(),
                    to=user_id,
                    at=part.due_at,
                    message=part.message,
                )
                for user_id in sorted(present)
            ]
        )

    def _find(self, part: Delivery) -> Sheet | None:
        place = SheetKey.load(part.key)
        return self._answers.find_sheet(
            team_id=place.team_id, week=place.week, user_id=part.address
        )

    def _is_said_already(self, part: Delivery) -> bool:
        """Whether the same message shows the sheet, or it has not come at all yet."""
        place = SheetKey.load(part.key)
        sheet = self._deliveries.find(place.dump())
        if sheet is None or sheet.carried_by is None:
            return True
        earlier = place.dump_reminders()[: place.dump_reminders().index(part.key)]
        shown = [sheet, *(found for key in earlier if (found := self._deliveries.find(key)))]
        return any(other.carried_by == part.carried_by for other in shown)
