"""What goes wrong on request: the faults that Slack and networks really have."""

from dataclasses import asdict, dataclass, replace
from threading import Lock

from bot.sandbox.plain import Json, text

METHOD_KINDS = frozenset({"rate_limited", "server_error", "lost_response", "slow"})
EVENT_KINDS = frozenset({"repeat_events", "delay_events"})
SOCKET_KINDS = frozenset({"disconnect", "drop"})
CHARTS_REFUSED = "charts_refused"
"""The workspace does not take charts until faults are cleared."""
ANY_METHOD = "*"
RESPONSE_URL = "response_url"
UPLOAD_URL = "upload_url"


class FaultError(Exception):
    """The fault asked for does not exist; the text says what does."""


@dataclass(frozen=True)
class Fault:
    """One thing that will go wrong, `times` times."""

    kind: str
    method: str = ANY_METHOD
    times: int = 1
    retry_after: int = 1
    seconds: float = 0.5
    reason: str = "refresh_requested"
    leave_open: bool = False


class Faults:
    """The faults still to come; each is used up as it happens."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this go wrong next."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let nothing more go wrong."""
        with self._lock:
            self._waiting.clear()

    def list_waiting(self) -> tuple[Fault, ...]:
        """Return what is still to come."""
        with self._lock:
            return tuple(self._waiting)

    @property
    def refuses_charts(self) -> bool:
        """Whether charts are refused; unlike other faults this one is not used up."""
        return any(fault.kind == CHARTS_REFUSED for fault in self.list_waiting())

    def take_for_method(self, method: str) -> Fault | None:
        """Use up and return the next fault of a call to this method."""
        return self._take(METHOD_KINDS, {method, ANY_METHOD})

    def take_for_response(self) -> Fault | None:
        """Use up and return the next fault of an answer to a response URL; it is asked for by name.

        A fault of any method leaves these addresses alone: they are no methods.
        """
        return self._take(METHOD_KINDS, {RESPONSE_URL})

    def take_for_upload(self) -> Fault | None:
        """Use up and return the next fault of an upload's address, as of a response URL."""
        return self._take(METHOD_KINDS, {UPLOAD_URL})

    def take_for_event(self, kind: str) -> Fault | None:
        """Use up and return the next fault of this kind in delivering events."""
        return self._take(frozenset({kind}), {ANY_METHOD})

    def _take(self, kinds: frozenset[str], methods: set[str]) -> Fault | None:
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if fault.kind in kinds and fault.method in methods:
                    left = replace(fault, times=fault.times - 1)
                    self._waiting[index : index + 1] = [left] if left.times > 0 else []
                    return fault
        return None


def read_fault(asked: Json) -> Fault:
    """Return the fault that a request describes.

    Raises:
        FaultError: there is no such fault.

    """
    kind = text(asked.get("kind"))
    known = METHOD_KINDS | EVENT_KINDS | SOCKET_KINDS | {CHARTS_REFUSED}
    if kind not in known:
        raise FaultError(f"There is no fault {kind!r}; there are {', '.join(sorted(known))}.")
    return Fault(
        kind=kind,
        method=text(asked.get("method")) or ANY_METHOD,
        times=int(_number(asked.get("times"), 1)),
        retry_after=int(_number(asked.get("retry_after"), 1)),
        seconds=_number(asked.get("seconds"), 0.5),
        reason=text(asked.get("reason")) or "refresh_requested",
        leave_open=asked.get("leave_open") is True,
    )


def fault_payload(fault: Fault) -> Json:
    """Return a fault as JSON."""
    return asdict(fault)


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) else default
