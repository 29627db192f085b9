"""A believed ledger as a row of the vault: the versions, since when, the newest head and whose word it is."""

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_core.ledger.head import Remembered
from livret_core.ledger.trust_root import TrustRoot
from livret_core.ledger.trusting import SHOWN_OTHERWISE, Doubt, Trusted, recall
from livret_wallet.record_form import Members, check_time, format_record


def parse(raw: bytes) -> Trusted:
    """Read a record.

    Raises:
        MalformedInput: ``vault.record`` and those of JSON, base64url and trust roots.
        Refused: as :func:`livret_core.ledger.trusting.recall`.
    """
    members = Members.parse(raw)
    versions = tuple(TrustRoot.parse(text.encode("utf-8")) for text in members.texts("versions"))
    since_s, head = members.integer("since_s"), members.optional_object("head")
    cosigners = members.absent_or_texts("cosigners")
    doubt = members.absent_or_object("doubt")
    members.check_spent()
    return recall(
        versions,
        since_s=since_s,
        head=None if head is None else _parse_head(head),
        cosigners=cosigners,
        doubt=None if doubt is None else _parse_doubt(doubt),
    )


def format(trusted: Trusted) -> bytes:
    """Write the record."""
    head, doubt = trusted.remembered, trusted.doubt
    return format_record(
        {
            "versions": [root.raw.decode("utf-8") for root in trusted.chain.roots],
            "since_s": trusted.since_s,
            "head": head
            and {
                "size": head.size,
                "root": base64url.encode(head.root),
                "time_s": head.time_s,
            },
            **({"cosigners": list(trusted.cosigners)} if trusted.cosigners else {}),
            **({} if doubt is None else {"doubt": {"code": doubt.code, "at_s": doubt.at_s}}),
        }
    )


def _parse_head(members: Members) -> Remembered:
    head = Remembered(
        members.integer("size"), base64url.decode(members.text("root")), members.integer("time_s")
    )
    members.check_spent()
    return head


def _parse_doubt(members: Members) -> Doubt:
    doubt = Doubt(members.text("code"), members.integer("at_s"))
    members.check_spent()
    check_time(doubt.at_s)
    if doubt.code not in SHOWN_OTHERWISE:
        raise MalformedInput("vault.record", "`doubt` of a code that is none")
    return doubt
