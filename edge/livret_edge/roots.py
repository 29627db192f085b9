"""What a trust root says, told before somebody signs or believes it: above all, whose keys.

The same for a town hall, a keeper of a ledger and whoever looks into a file. What differs from
the version before is found by :mod:`livret_core.ledger.root_changes`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from livret_core.ledger.root_changes import (
    ROLES,
    Changed,
    Changes,
    Cosigner,
    between,
    cosigners,
    log_keys,
)
from livret_core.ledger.trust_root import Ages, TrustRoot, Voter
from livret_core.words import printable
from livret_core.words.figures import age, day
from livret_edge.saying import Voice
from livret_edge.words.roots import texts

Row = tuple[str, str]

_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})
# A key is compared letter by letter, never cut short.
_MOST: Final = 1_000


def tell_root(
    voice: Voice,
    root: TrustRoot,
    before: TrustRoot | None,
    *,
    holders: Mapping[str, str] = _NOBODY,
) -> None:
    """Say what a version says: what is new in it, or where nobody compared it, all of it.

    Args:
        voice: to whom.
        root: the version.
        before: the one that it follows; None for a first one, or where it is not at hand.
        holders: whose each witness' and auditor's key is, where the ledger was asked.
    """
    found = None if before is None else between(before, root)
    keys = _keys(voice, root, holders) if found is None else _changes(voice, found, holders)
    voice.rows([*_rows(voice, root, found), *keys])
    warn(voice, root, before)


def warn(voice: Voice, root: TrustRoot, before: TrustRoot | None) -> None:
    """Say loudly that another key signs the ledger, or that nobody compared a version."""
    said = texts(voice.lang)
    if before is None:
        if root.version > 1:
            voice.tell("! " + said["not_compared"].format(version=root.version - 1))
    elif before.log_keys != root.log_keys:
        voice.tell("! " + said["other_log_key"].format(origin=printable(root.origin)))


def root_facts(root: TrustRoot, before: TrustRoot | None) -> dict[str, object]:
    """The same for a program."""
    return {
        "log_keys": list(log_keys(root)),
        "witnesses": [{"key": each.key, "url": each.url} for each in cosigners(root, "witness")],
        "auditors": [{"key": each.key, "url": each.url} for each in cosigners(root, "auditor")],
        "voter_keys": {each.who: each.key for each in root.voters},
        "ages": {"fresh_s": root.ages.fresh_s, "refuse_s": root.ages.refuse_s},
        "changes": None if before is None else _change_facts(between(before, root)),
    }


def _change_facts(found: Changes) -> dict[str, object]:
    keys = found.log_keys
    return {
        "log_key": None if keys is None else {"before": list(keys[0]), "now": list(keys[1])},
        "cosigners": [
            {
                "role": each.role,
                "how": each.how,
                "before": None if each.before is None else each.before.key,
                "now": None if each.now is None else each.now.key,
                "url": None if each.now is None else each.now.url,
            }
            for each in found.cosigners
        ],
        "voters_new": [{"who": each.who, "key": each.key} for each in found.voters_new],
        "voters_gone": [{"who": each.who, "key": each.key} for each in found.voters_gone],
        "numbers": found.numbers is not None,
        "ages": found.ages is not None,
    }


def _rows(voice: Voice, root: TrustRoot, found: Changes | None) -> list[Row]:
    said, numbers = texts(voice.lang), root.numbers
    line = said["numbers"].format(n=numbers.n, q=numbers.q, a=numbers.a, k=numbers.k)
    if found is not None and found.numbers is not None:
        was = found.numbers
        old = said["numbers"].format(n=was.n, q=was.q, a=was.a, k=was.k)
        line = said["was"].format(now=line, before=old)
    ages = _ages(voice, root.ages)
    if found is not None and found.ages is not None:
        ages = said["was"].format(now=ages, before=_ages(voice, found.ages))
    return [
        (said["ledger"], printable(root.origin)),
        (said["version"], str(root.version)),
        (said["must_agree"], line),
        (said["harmless"], str(numbers.f)),
        (said["voters"], ", ".join(each.who for each in root.voters)),
        (said["ages"], ages),
        (said["until"], day(root.expires_s, voice.lang)),
    ]


def _keys(voice: Voice, root: TrustRoot, holders: Mapping[str, str]) -> list[Row]:
    """Write every key of a version."""
    said = texts(voice.lang)
    return [
        (said["log_key"], " ".join(log_keys(root))),
        *(
            (said[role], _cosigner(each, holders))
            for role in ROLES
            for each in cosigners(root, role)
        ),
        *((said["voter"], _voter(each)) for each in root.voters),
    ]


def _changes(voice: Voice, found: Changes, holders: Mapping[str, str]) -> list[Row]:
    said, rows = texts(voice.lang), []
    if found.log_keys is not None:
        gone, new = found.log_keys
        rows += [(said["log_key_new"], " ".join(new)), (said["log_key_gone"], " ".join(gone))]
    for each in found.cosigners:
        rows += _changed(said, each, holders)
    rows += [(said["voter_new"], _voter(each)) for each in found.voters_new]
    rows += [(said["voter_gone"], _voter(each)) for each in found.voters_gone]
    witnesses, auditors, voters = found.kept
    kept = said["kept_counts"].format(witnesses=witnesses, auditors=auditors, voters=voters)
    log = said["kept_log"] if found.log_keys is None else ""
    return [*rows, (said["kept"], f"{log}{kept}")]


def _changed(said: Mapping[str, str], each: Changed, holders: Mapping[str, str]) -> list[Row]:
    label = said[f"{each.role}_{each.how}"]
    rows = [] if each.now is None else [(label, _cosigner(each.now, holders))]
    if each.before is not None:
        rows.append((label if each.now is None else said["before"], _cosigner(each.before, {})))
    return rows


def _cosigner(each: Cosigner, holders: Mapping[str, str]) -> str:
    parts = (holders.get(each.key), each.key, each.url)
    return " ".join(printable(part, max_chars=_MOST) for part in parts if part is not None)


def _voter(each: Voter) -> str:
    return f"{each.who} {each.key}"


def _ages(voice: Voice, ages: Ages) -> str:
    return texts(voice.lang)["ages_say"].format(
        fresh=age(ages.fresh_s, voice.lang), refuse=age(ages.refuse_s, voice.lang)
    )
