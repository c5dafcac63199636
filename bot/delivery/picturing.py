"""Sends a message with its charts, else with pictures of them, else without: its words say it all.

A refusal is certain, so what follows one can't double anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.domain import Picture
from bot.logs import get_logger, new_reference
from bot.scheduler import Fault, attempt
from bot.slack.refusals import is_refused_for_blocks, is_refused_for_file
from bot.slack.uploads import upload_picture

_log = get_logger(__name__)

_CHART: Final = "data_visualization"

Block = Mapping[str, Any]
Result = TypeVar("Result")


class PictureNotReadyError(Exception):
    """Slack is still working on a picture; the message was refused, and can be sent in a moment."""


class LeaseLostError(Exception):
    """The message is another process's by now."""


def send_as_taken(
    client: WebClient,
    call: Callable[..., Result],
    *,
    blocks: Sequence[Block],
    pictures: Sequence[Picture],
    waits: bool = False,
    may_go_on: Callable[[], bool] = lambda: True,
    **others: Any,
) -> Result:
    """Send a message in the fullest form that the workspace takes.

    Args:
        client: Slack.
        call: the request.
        blocks: what is shown; charts among them may be refused, since the block is new.
        pictures: what stands in for charts.
        waits: whether to give up for now where Slack is still working on a picture; else the
            message goes without it.
        may_go_on: asked before each further request.
        others: the request's other arguments.

    Raises:
        PictureNotReadyError: see `waits`.
        LeaseLostError: `may_go_on` said no.
        SlackApiError: the message is refused for another reason, or Slack asks to wait.

    """
    try:
        return call(blocks=list(blocks), **others)
    except SlackApiError as error:
        if not (is_refused_for_blocks(error) and any(map(_is_chart, blocks))):
            raise
    _log.info("chart_refused")
    known = dict(_uploaded(client, pictures))
    pictured = list(_with_pictures(blocks, pictures, known))
    _require(may_go_on)
    if known:
        try:
            return call(blocks=pictured, **others)
        except SlackApiError as error:
            if not is_refused_for_blocks(error):
                raise
            _note_refusal(error, pictures, known, waits=waits)
        _require(may_go_on)
    return call(blocks=[block for block in blocks if not _is_chart(block)], **others)


def _uploaded(client: WebClient, pictures: Sequence[Picture]) -> Iterator[tuple[str, str]]:
    """Yield each chart with the file of its picture, uploading what is not known yet."""
    for picture in pictures:
        file_id = picture.upload.file_id if picture.upload is not None else None
        if file_id is None:
            file_id = _upload(client, picture)
        if file_id is not None:
            yield picture.chart, file_id


def _upload(client: WebClient, picture: Picture) -> str | None:
    """Return the new file of a picture; without one, the words of a message do."""
    drawn = attempt(picture.draw)
    if isinstance(drawn, Fault):
        _log.error(
            "picture_not_drawn", name=picture.name, ref=new_reference(), exc_info=drawn.error
        )
        return None
    file_id = upload_picture(
        client, name=picture.name, title=picture.title, alt_text=picture.alt_text, content=drawn
    )
    if file_id is not None:
        picture.keep(file_id)
    return file_id


def _with_pictures(
    blocks: Sequence[Block], pictures: Sequence[Picture], known: Mapping[str, str]
) -> Iterator[Block]:
    by_chart = {picture.chart: picture for picture in pictures if picture.chart in known}
    for block in blocks:
        picture = by_chart.get(block.get("block_id", ""))
        if not _is_chart(block):
            yield block
        elif picture is not None:
            yield {
                "type": "image",
                "slack_file": {"id": known[picture.chart]},
                "title": {"type": "plain_text", "text": picture.title},
                "alt_text": picture.alt_text,
            }


def _note_refusal(
    error: SlackApiError, pictures: Sequence[Picture], known: Mapping[str, str], *, waits: bool
) -> None:
    """Wait for a picture that is new; forget those that Slack should have known."""
    if not is_refused_for_file(error):
        return
    new = [p for p in pictures if p.chart in known and (p.upload is None or p.upload.is_fresh)]
    if new and waits:
        raise PictureNotReadyError
    for picture in pictures:
        if picture.upload is not None and picture not in new:
            _log.info("picture_gone", name=picture.name)
            picture.keep(None)


def _require(may_go_on: Callable[[], bool]) -> None:
    if not may_go_on():
        raise LeaseLostError


def _is_chart(block: Block) -> bool:
    return block.get("type") == _CHART
