"""Use cases of the installation's secrets: notice that one is lost, and give up what it hid."""

from bot.database import Database
from bot.surveys.answer_storage import TABLES, Answers
from bot.surveys.fears.storage import TABLES as FEAR_TABLES
from bot.surveys.fears.storage import Fears
from bot.surveys.figures import Tally
from bot.surveys.item_storage import Items
from bot.surveys.parent_storage import ParentItems
from bot.surveys.respondents import SecretLostError, Secrets
from bot.surveys.sealing import seal_tally
from bot.surveys.skip_storage import TABLE as SKIP_TABLE


class SecretService:
    """Looks after open items that were asked under a secret; each public method commits."""

    def __init__(self, database: Database, secrets: Secrets) -> None:
        self._database = database
        self._secrets = secrets

    def check_secrets(self) -> None:
        """Refuse to go on without a secret under which open items were asked.

        Raises:
            SecretLostError: answers to open items can no longer be told apart.

        """
        if lost := self.count_lost_items():
            raise SecretLostError(
                f"{lost} open statements were asked under another secret. Put it back "
                "(secret.key in the data folder, or MLOPS_SECRET_KEY, which takes the new secret "
                "and the old one with a space between). If it is gone for good, this deletes "
                "their answers: mlops-bot db forget-open"
            )

    def count_lost_items(self) -> int:
        """Return how many open items are without their secret."""
        return len(self._list_lost()) + len(self._list_lost_fears())

    def forget_lost_items(self) -> int:
        """Erase the open items whose secret is gone; return how many those were."""
        lost, fears = self._list_lost(), self._list_lost_fears()
        with self._database.writing() as connection:
            for item_id in lost:
                Answers(connection).erase(item_id)
                nothing = seal_tally(self._secrets, item_id, Tally(0, 0, 0))
                ParentItems(connection).keep_share(item_id, nothing)
                Items(connection).close(item_id, round_id=None, figure=None)
            for fear_id in fears:
                Fears(connection).close(fear_id, round_id=None)
        self._database.clear_deleted_bytes(*TABLES, *FEAR_TABLES, SKIP_TABLE)
        return len(lost) + len(fears)

    def _list_lost(self) -> list[int]:
        with self._database.reading() as connection:
            marks = Answers(connection).list_marks()
        return [item_id for item_id, mark in marks.items() if not self._secrets.knows(mark)]

    def _list_lost_fears(self) -> list[int]:
        with self._database.reading() as connection:
            marks = Fears(connection).list_marks()
        return [fear_id for fear_id, mark in marks.items() if not self._secrets.knows(mark)]
