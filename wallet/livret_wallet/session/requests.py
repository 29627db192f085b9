"""What an open wallet has to do with services that ask: who asks, what would leave, yes or no.

What the holder says yes to is one sheet. It is written anew when the answer is made, and one
whose digest is another is not the sheet that was agreed to: nothing leaves then.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, final

from livret_core.errors import Refused
from livret_wallet.asked import noted, standing
from livret_wallet.consent import ConsentGiven, ConsentSheet
from livret_wallet.session.opened import OpenWallet
from livret_wallet.sheet_facts import sheet_digest
from livret_wallet.vault import inbox
from livret_wallet.vault import requests as kept
from livret_wallet.waiting_record import Waiting

if TYPE_CHECKING:
    from livret_wallet.answering import Candidate
    from livret_wallet.asked.flow import Delivered
    from livret_wallet.client.answering import AskedBy
    from livret_wallet.contents import Contents


def waiting_of(asked: "AskedBy", link: str, *, now_s: int) -> Waiting:
    """Write what is kept of a request that is decided about later."""
    request, record = asked.request, asked.record
    return Waiting(
        kind="request",
        link=link.strip(),
        who=request.service,
        since_s=now_s,
        until_s=request.expires_at_s,
        did=record.did,
        hosts=record.name if record.behind == "certificate" else "",
    )


@final
class Requests:
    """One open wallet's dealings with services."""

    def __init__(self, wallet: OpenWallet) -> None:
        """Begin."""
        self._wallet: Final = wallet

    def ask(self, link: str) -> "AskedBy":
        """Get the request that a link, or an address with a code, leads to, and verify it.

        Raises:
            LivretError: as :meth:`livret_wallet.client.answering.Answering.ask`;
                ``vault.locked``.
        """
        with self._wallet.answering() as answering:
            return answering.ask(link.strip())

    def fitting(self, asked: "AskedBy") -> "tuple[Candidate, ...]":
        """Find the answers that could be given, the one to offer first in front; none for none.

        Raises:
            Unavailable: ``vault.locked``.
        """
        from livret_wallet import answering
        from livret_wallet.vault import holdings

        with self._wallet.opened_vault() as vault:
            held = holdings.batches(vault)
        return answering.candidates(asked.request.query, held, now_s=self._wallet.now_s)

    @staticmethod
    def is_awaited(asked: "AskedBy", contents: "Contents") -> bool:
        """Whether a proof that may answer was asked for on paper, and is not taken in yet."""
        from livret_wallet import answering

        return answering.is_awaited(asked.request.query, contents.asked)

    def sheet(self, asked: "AskedBy", candidate: "Candidate", language: str) -> ConsentSheet:
        """Write the sheet of one of them; pure but for the clock."""
        return standing.sheet_of(
            candidate, asked.request, asked.standing, language=language, now_s=self._wallet.now_s
        )

    def send(self, asked: "AskedBy", given: ConsentGiven, *, again: bool = False) -> "Delivered":
        """Send exactly what was agreed to.

        Args:
            asked: as :meth:`ask` gives it.
            given: the holder's yes to a sheet.
            again: whether a copy may be shown that was shown before.

        Raises:
            Refused: ``request.expired`` for a request that is over; ``consent.changed`` where
                the sheet would now be another; as
                :meth:`livret_wallet.client.answering.Answering.answer`.
            Unavailable: ``vault.locked``, ``present.undelivered``.
        """
        if self._wallet.now_s >= asked.request.expires_at_s:
            raise Refused("request.expired")
        agreed, language = sheet_digest(given.sheet), self._wallet.language
        for candidate in self.fitting(asked):
            if sheet_digest(self.sheet(asked, candidate, language)) == agreed:
                with self._wallet.answering() as answering:
                    return answering.answer(
                        candidate, asked, again=again, language=language, ask=lambda _: given
                    )
        raise Refused("consent.changed")

    def keep(self, asked: "AskedBy", link: str) -> bool:
        """Keep a request in the inbox until it is answered; whether it is there for the first time.

        From when on it is seen, so that neither a slip of the fingers nor a lock loses it; and
        with it what was signed, so that one which a lock or a crash ends is not forgotten.

        Raises:
            Unavailable: ``vault.locked``. MalformedInput: ``vault.record``.
        """
        one = waiting_of(asked, link, now_s=self._wallet.now_s)
        with self._wallet.opened_vault() as vault:
            before = [each for _, each in inbox.waiting(vault) if each.link == one.link]
            record, entry = asked.record, None
            if not before:
                entry = noted.entry_of(
                    "unanswered", asked.request, now_s=one.since_s, digest=record.digest
                )
            with vault.transaction():
                kept.note(vault, replace(record, unanswered=entry))
                inbox.put(vault, replace(one, since_s=before[0].since_s) if before else one)
        return not before

    def leave(self, asked: "AskedBy", *, is_first: bool = True) -> None:
        """Note that a request was looked at and not answered; nobody is told anything.

        Args:
            asked: as :meth:`ask` gives it.
            is_first: as :meth:`keep` said: the history has it once of each link.

        Raises:
            Unavailable: ``vault.locked``.
        """
        with self._wallet.answering() as answering:
            answering.leave(asked, is_first=is_first)

    def refuse(self, asked: "AskedBy") -> bool:
        """Say no: it is noted, and said to the service in one word; whether that heard it.

        Raises:
            Unavailable: ``vault.locked``.
        """
        with self._wallet.answering() as answering:
            return answering.say_no(asked)
