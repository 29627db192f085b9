"""A town hall is served to wallets until it is told to stop."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import write_named
from livret_edge.saying import now_s
from livret_issuer.cli.opening import open_offices
from livret_issuer.pickup.addresses import issuer_of
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_edge.serving.listening import Plain, Tls
    from livret_issuer.service import Office
    from livret_issuer.service.online.schedule import Task

LISTS_S: Final = 3_600
_DAY_S: Final = 86_400
#: Late, so that the day is nearly whole, and in time to be handed in before it ends.
_COMMIT_AT_S: Final = 22 * 3_600
_TIDY_S: Final = 300
_WATCH_S: Final = 3_600


def serve(asked: Asked) -> int:
    """Answer wallets, publish lists, watch the town hall's name."""
    from livret_edge.serving.answering import listen
    from livret_edge.serving.lines import logged
    from livret_edge.serving.listening import INSIDE, Listening, Plain, Tls, check_free
    from livret_edge.serving.listening import serve as serve_all
    from livret_edge.serving.tls import check_pair
    from livret_issuer.service.online.halls import Halls, check_apart
    from livret_issuer.service.online.schedule import Schedule
    from livret_issuer.service.online.serving import site_of

    way = _way(asked)
    host, port = listen("--listen", asked.listen)
    inside_host, inside_port = listen(INSIDE, asked.inside)
    # Before a passphrase is asked for, and before lists are signed for nobody.
    if isinstance(way, Tls):
        check_pair(way.certificate, way.key)
    check_free(host, port)
    check_free(inside_host, inside_port, INSIDE)
    offices = open_offices(asked)
    check_apart([site_of(office.hall) for office in offices])  # before anything is begun for one
    schedules = [
        Schedule(_tasks(asked.also(home=office.home.root), office), now_s) for office in offices
    ]

    def failing() -> float:
        return sum(each.failing() for each in schedules)

    halls = Halls(
        offices,
        now_s,
        checks=[each.checks() for each in schedules],
        gauges={"tasks_failing": ("Tasks that did not go well", failing)},
    )
    announce = _Announcing(asked, [issuer_of(office.hall.url) for office in offices], way)
    with ExitStack() as served:
        served.enter_context(closing(halls))
        served.enter_context(logged(halls.routes))
        for each in schedules:
            served.enter_context(each.running())
        serve_all(
            Listening(halls.app, host, port, way, announce.of(host, "url")),
            Listening(
                halls.inside,
                inside_host,
                inside_port,
                Plain(),
                announce.of(inside_host, "inside"),
                option=INSIDE,
            ),
        )
    if not asked.voice.json:
        asked.voice.tell(texts(asked.voice.lang)["served_end"])
    return 0


def _way(asked: Asked) -> "Tls | Plain":
    """Take how connections are made: with TLS, or plain behind somebody who speaks it.

    Raises:
        MalformedInput: ``usage.missing``, ``usage.contradiction``.
    """
    from livret_edge.serving.answering import has_tls
    from livret_edge.serving.listening import Plain, Tls

    if has_tls(asked):
        if asked.behind_proxy:
            raise MalformedInput("usage.contradiction", option="--behind-proxy, --certificate")
        return Tls(str(asked.certificate), str(asked.certificate_key))
    if not asked.behind_proxy:
        raise MalformedInput("usage.missing", option="--certificate, --behind-proxy")
    return Plain()


class _Announcing:
    """Says where both listen, once both do."""

    def __init__(self, asked: Asked, issuers: Sequence[str], way: "Tls | Plain") -> None:
        from livret_edge.serving.listening import Tls

        self._asked: Final = asked
        self._issuers: Final = issuers
        self._scheme: Final = "https" if isinstance(way, Tls) else "http"
        self._found: Final[dict[str, str]] = {}

    def of(self, host: str, name: str) -> Callable[[int], None]:
        return partial(self._listens, host, name)

    def _listens(self, host: str, name: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        scheme = self._scheme if name == "url" else "http"
        self._found[name] = f"{scheme}://{shown}:{port}/"
        if len(self._found) == 2:
            self._say()

    def _say(self) -> None:
        asked, url = self._asked, self._found["url"]
        if asked.address_to is not None:
            write_named(
                asked.address_to, f"{url}\n".encode(), "--address-to", mode=0o644, replace=True
            )
        if asked.voice.json:
            asked.voice.event(
                "listening",
                url=url,
                inside=self._found["inside"],
                issuer=self._issuers[0],
                issuers=list(self._issuers),
            )
        else:
            said = texts(asked.voice.lang)
            asked.voice.tell(*("✓ " + said["served"].format(url=each) for each in self._issuers))
            asked.voice.rows(
                [(said["served_at"], url), (said["served_inside"], self._found["inside"])]
            )
        sys.stdout.flush()  # whoever waits for the line through a pipe waits no longer


def _tasks(asked: Asked, office: "Office") -> "list[Task]":
    from livret_issuer.service.online.schedule import Task

    every_s = asked.publish_every

    def lists(at_s: int) -> None:
        try:
            with closing(office.renewed()) as now:
                # Other machines do the same at the same time: one list of each period is enough.
                now.publish(now_s=at_s, since_s=at_s // every_s * every_s)
        except Refused as error:
            if error.code != "home.ended":  # the final lists stand as they are
                raise

    watch = _watch(asked, office)
    tasks = [
        Task("lists", every_s, lists),
        Task("tidy", _TIDY_S, _Tidying(office, watch)),
    ]
    if watch is not None:
        tasks.append(Task("watch", _WATCH_S, watch))
    if asked.submit is not None:
        tasks.append(Task("commit", _DAY_S, partial(_commit, asked, office), _COMMIT_AT_S))
    return tasks


class _Tidying:
    """Forgets what is over, and publishes what other machines of this town hall published.

    Where a key was noted that signs nothing before the ledger is read, it looks there meanwhile.
    """

    def __init__(self, office: "Office", watch: Callable[[int], None] | None) -> None:
        self._office: Final = office
        self._watch: Final = watch
        self._seen = 0

    def __call__(self, at_s: int) -> None:
        self._office.forget_expired(now_s=at_s)
        self._seen = self._office.catch_up(since=self._seen)
        if self._watch is not None and not self._office.home.read_hall().is_key_read:
            self._watch(at_s)


def _watch(asked: Asked, office: "Office") -> Callable[[int], None] | None:
    """Prepare to watch the town hall's name, where it stands on a ledger that is believed here."""
    if office.hall.ledger is None:
        return None
    from livret_issuer.cli.ledger.believing import confirmed
    from livret_issuer.cli.ledger.watching import folder_of, led_on, place_of, read_key
    from livret_issuer.rights import check_read
    from livret_issuer.service import known
    from livret_ledger.watch import cli as watching
    from livret_ledger.watch.cli.saying import tell
    from livret_ledger.watch.service.looking import Watch

    home, folder = office.home, folder_of(asked.home)
    way = asked.also(trust=None, source=None)
    believed = confirmed(home)
    if believed is None and not Watch.is_in(folder):
        asked.voice.complain("! " + texts(asked.voice.lang)["not_watched"])
        return None
    watching.prepare(
        way, folder, office.hall.did.text, place=place_of(office.hall), believed=believed
    )

    def look(at_s: int) -> None:
        looked = watching.look(way, folder, known(home), quiet_s=watching.QUIET_S)
        looked = led_on(way, home, looked)
        if looked.new:
            tell(way, looked)
            sys.stdout.flush()
        theft = looked.theft
        if theft is not None:
            raise Refused("watch.theft", index=theft.index or 0)
        trouble = watching.trouble_of(looked)
        if trouble is not None:
            raise trouble
        if not read_key(home.root, office.on_ledger()):
            hall = home.read_hall()
            # Tried again soon: wallets wait for it.
            check_read(hall.key_from_s, is_read=hall.is_key_read, now_s=at_s)

    return look


def _commit(asked: Asked, office: "Office", _at_s: int) -> None:
    from livret_issuer.cli.ledger.days import commit_day

    way = asked.also(to=None, of=None, trust=None, source=None)
    try:
        with closing(office.renewed()) as now:
            commit_day(way, now)
    except LivretError as error:
        if error.code == "ledger.day":
            return  # it has its commit
        asked.voice.complain_of(printable(office.hall.did.text), error)
        raise
    finally:
        sys.stdout.flush()
