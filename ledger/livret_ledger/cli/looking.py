"""How a ledger stands, what an entry means, what a bundle of evidence shows."""

from collections.abc import Mapping

import msgspec

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.ledger import bodies, explaining, head
from livret_core.ledger import evidence as bundles
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.explaining import EntryKey
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import Record
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.tlog import cosignature
from livret_core.words import printable
from livret_core.words.entries import entries, sentence_of
from livret_edge.arguments import Asked
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.saying import now_s
from livret_edge.trust_file import trusted
from livret_ledger import histories, proving, showing, standing
from livret_ledger.cli import attendances, halts
from livret_ledger.cli.believing import Confirmed, confirmed_facts, confirmed_rows, ended
from livret_ledger.cli.copies import Copy, open_copy
from livret_ledger.histories import Lost
from livret_ledger.saying import say
from livret_ledger.words import Span, span, texts

_BACK = 4_096


def prove(asked: Asked) -> int:
    """Write a bundle of evidence."""
    check_free(asked.to, "--to")
    with open_copy(asked) as copy:
        state, map_nodes = copy.state()
        [last] = copy.entries(copy.signed.checkpoint.size - 1, copy.signed.checkpoint.size)
        bundle = proving.evidence(
            copy.signed, last, state, asked.name, nodes=copy.nodes, map_nodes=map_nodes
        )
    raw = bundle.format()
    write_named(asked.to, raw, "--to", mode=0o644)
    absent = [name for name, value in bundle.values.items() if value is None]
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event(
            "proved",
            records=len(bundle.values),
            absent=len(absent),
            bytes=len(raw),
            size=bundle.signed.checkpoint.size,
            to=str(asked.to),
        )
        return 0
    voice.tell("✓ " + said["proved"].format(count=len(bundle.values), path=asked.to))
    voice.rows([(said["bytes"], str(len(raw))), (said["absent"], str(len(absent)))])
    return 0


def verify(asked: Asked) -> int:
    """Check a bundle, and say what it shows, as of when, and owed to whom."""
    chain = trusted(asked)
    with named_by(asked.named("file")):
        bundle = Evidence.parse(read_file(asked.file, limits.EVIDENCE_BYTES))
    proven = bundles.verify(bundle, chain)
    newest = chain.newest
    state = bundles.accept(proven, chain, ages=newest.ages, now_s=now_s(), remembered=None)
    voice, said, head_ = asked.voice, texts(asked.voice.lang), proven.head
    found = {name: proven.find(name, Record) for name in proven.names}
    if voice.json:
        voice.event(
            "shown",
            origin=newest.origin,
            size=head_.size,
            time_s=head_.time_s,
            ledger_time_s=proven.at_s,
            freshness=state.head.freshness,
            witnesses=head_.witnesses,
            auditors=head_.auditors,
            records={name: _kind(found[name]) for name in proven.names},
            facts={name: msgspec.to_builtins(record) for name, record in found.items()},
        )
        return 0
    voice.tell("✓ " + said["shown"].format(origin=printable(newest.origin)))
    voice.rows(
        [
            (said[f"kind_{each.kind}"], say(each.sentences, voice.lang, voice.moment))
            for each in showing.shown(proven, at_s=head_.time_s)
        ]
        + [
            (said["as_of"], voice.moment(head_.time_s)),
            (said["age"], f"{_ago(asked, head_.time_s)} ({said[state.head.freshness]})"),
            (said["entries"], str(head_.size)),
        ]
    )
    voice.tell(
        said["owed"].format(witnesses=head_.witnesses, auditors=head_.auditors, f=newest.numbers.f),
        said["not_now"],
    )
    return 0


def status(asked: Asked) -> int:
    """Say who stands behind the newest head, how old it is, and what that does not promise."""
    with open_copy(asked) as copy:
        chain = chain_of(asked, copy)
        cosigned = head.verify(copy.signed, chain)
        behind = Confirmed.of(cosigned, chain)
        keys = cosignature.verify(copy.signed, cosigned.trust.policy.witness_keys)
        state, _ = copy.state()
        found = standing.behind(state, keys, cosigned.trust.policy, at_s=cosigned.time_s)
        lost = _lost(copy)
        attendance = copy.attendance()
    voice, said, numbers = asked.voice, texts(asked.voice.lang), cosigned.trust.numbers
    if voice.json:
        voice.event(
            "status",
            origin=chain.newest.origin,
            size=cosigned.size,
            entries=copy.size_now,
            time_s=cosigned.time_s,
            age_s=now_s() - cosigned.time_s,
            witnesses=cosigned.witnesses,
            auditors=cosigned.auditors,
            operators=list(found.operators),
            independent=found.independent,
            at_one_host={each.host: list(each.operators) for each in found.together},
            members=list(found.members),
            harmless_liars=numbers.f,
            attendance=attendance.format(),
            **behind.facts,
            **halts.fields(copy.halt, lost),
        )
        return halts.ended(copy.halt) or ended(behind) or attendances.ended(attendance)
    name = "behind_one" if found.independent == 1 else "behind"
    voice.tell(said[name].format(count=found.independent, who=", ".join(found.operators)))
    for each in found.together:
        who = ", ".join(each.operators)
        voice.tell("! " + said["at_one_host"].format(host=printable(each.host), who=who))
    voice.rows(
        [
            (said["ledger"], printable(chain.newest.origin)),
            (said["entries"], str(cosigned.size)),
            *_unpublished(said, copy),
            (said["as_of"], voice.moment(cosigned.time_s)),
            (said["age"], _ago(asked, cosigned.time_s)),
            (said["witnesses"], said["of"].format(some=cosigned.witnesses, all=numbers.n)),
            (said["auditors"], said["needed"].format(some=cosigned.auditors, all=numbers.a)),
            *behind.rows(asked),
        ]
    )
    guard = said["no_guard" if asked.source is None else "no_guard_there"]
    voice.tell(said["promise"].format(f=numbers.f), "! " + said["no_promise"], "! " + guard)
    attendances.tell(voice, attendance, asked.home if asked.source is None else None)
    halts.tell_lost(voice, lost)
    return halts.ended(copy.halt) or ended(behind) or attendances.ended(attendance)


def explain(asked: Asked) -> int:
    """Say what one entry means, and who confirmed that it stands there."""
    with open_copy(asked) as copy:
        behind = confirmed(asked, copy)
        last = copy.signed.checkpoint.size - 1
        if asked.index > last:
            raise MalformedInput("usage.range", option=asked.named("index"), least=0, most=last)
        operation = Operation.parse(copy.entry(asked.index))
        after_s = _time_before(copy, asked.index)
        key = explaining.entry_key(operation, _entry_before(copy, asked.index, operation))
    told = explaining.tell(operation)
    rule = "recovery_key" if key is not None and key.use == "recovery" else told.rule
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event(
            "entry",
            index=asked.index,
            type=operation.type,
            subject=operation.subject,
            signers=list(told.signers),
            entry_key=None if key is None else {"key": key.multikey, "use": key.use},
            issued_at_s=told.issued_at_s,
            after_s=after_s,
            rule=rule,
            id=operation.id,
            **confirmed_facts(behind),
        )
        return ended(behind)
    voice.tell(sentence_of(told.sentence, told.facts, voice.lang))
    signers = map(printable, told.signers)
    rows = [
        (said["entry"], str(asked.index)),
        (said["signed_by"], ", ".join([*_key_words(said, operation, key), *signers])),
        (said["dated"], voice.moment(told.issued_at_s)),
    ]
    if after_s is not None:
        rows.append((said["after"], voice.moment(after_s)))
    rows += [(said["rule"], entries(voice.lang)[f"rule_{rule}"]), (said["id"], operation.id)]
    voice.rows([*rows, *confirmed_rows(asked, behind)])
    return ended(behind)


def chain_of(asked: Asked, copy: Copy) -> TrustChain:
    """Read the trust roots that a copy is to be held against: handed over, or the home's own.

    Newer versions that lie beside the copy count where those handed over lead to them: who
    confirms a ledger today is not said by a version that has been replaced.

    Raises:
        MalformedInput: ``usage.missing``, ``usage.no_file``. Otherwise as
            :func:`walk` and :meth:`TrustChain.extend`.
    """
    if asked.trust is not None:
        return trusted(asked).extend(copy.trust_roots(), now_s=now_s())
    # Trust roots that lie beside a copy are the word of whoever made the copy.
    roots = tuple(copy.trust_roots()) if asked.source is None else ()
    if not roots:
        raise MalformedInput("usage.missing", option="--trust")
    return walk(roots)


def _unpublished(said: Mapping[str, str], copy: Copy) -> list[tuple[str, str]]:
    """Say how many entries wait, where that can be seen: a copy has those under its head only."""
    if copy.size_now is None:
        return []
    return [(said["unpublished"], str(copy.size_now - copy.signed.checkpoint.size))]


def confirmed(asked: Asked, copy: Copy) -> Confirmed | None:
    """Hold a copy's head against whom the reader believes; None where nobody was named.

    A home vouches for its own head. A copy from elsewhere is read without ``--trust`` all the
    same: who shows what it says also says that nobody confirmed it.

    Raises:
        As :func:`chain_of` and :func:`livret_core.ledger.head.verify`.
    """
    if asked.source is not None and asked.trust is None:
        return None
    chain = chain_of(asked, copy)
    return Confirmed.of(head.verify(copy.signed, chain), chain)


def _lost(copy: Copy) -> tuple[Lost, ...]:
    """Give what was answered and not confirmed, where nothing is written any more."""
    size = copy.signed.checkpoint.size
    if copy.halt is None or copy.size_now is None:
        return ()
    return histories.lost(enumerate(copy.entries(size, copy.size_now), start=size))


def _kind(record: Record | None) -> str:
    return showing.ABSENT if record is None else showing.kind_of(record)


def _entry_before(copy: Copy, index: int, operation: Operation) -> Operation | None:
    """Find what brought the entry before that of a ``did.update``: only that says which key is which."""
    if operation.type != "did.update":
        return None
    subject = operation.subject.encode("ascii")
    for end in range(index, 0, -_BACK):
        begin = max(0, end - _BACK)
        for at, leaf in reversed(list(enumerate(copy.entries(begin, end), start=begin))):
            if subject not in leaf:
                continue
            found = Operation.parse(copy.proved(at, leaf))
            if found.subject == operation.subject and found.type in ("did.create", "did.update"):
                return found
    return None


def _key_words(said: Mapping[str, str], operation: Operation, key: EntryKey | None) -> list[str]:
    if key is None:
        return []
    words = said[f"by_{key.use or 'own'}_key"]
    return [words.format(did=printable(operation.subject), key=printable(key.multikey))]


def _time_before(copy: Copy, index: int) -> int | None:
    """Find the ledger's time at an entry: what the last entry before it says that tells one."""
    begin = max(0, index - _BACK)
    found = list(enumerate(copy.entries(begin, index + 1), start=begin))
    for at, leaf in reversed(found):
        # Each, so that none is made up and no nearer one hidden by whoever made the copy.
        operation = Operation.parse(copy.proved(at, leaf))
        if operation.type == "state.commit":
            return bodies.read(operation.body, bodies.StateCommit).at
        if operation.type == "ledger.genesis":
            return bodies.read(operation.body, bodies.Genesis).at
    return None


def _ago(asked: Asked, time_s: int) -> str:
    age_s = now_s() - time_s
    past: Span = span(abs(age_s))
    said = texts(asked.voice.lang)
    age = said[f"ago_{past.unit}"].format(count=past.count)
    return age if age_s >= 0 else said["ago_ahead"].format(age=age)
