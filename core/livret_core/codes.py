"""Every reason livret can give, once, with the branch it belongs to.

A code is a promise: scripts match on it and four languages translate it, so it is
never renamed. ``meaning`` is the developer's line; the sentences for people are in
:mod:`livret_core.words`, and a test holds both to this table.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Code:
    """One reason: its branch, what it means, and where the rule is written."""

    branch: Literal["malformed", "refused", "unavailable"]
    meaning: str
    rule: str = ""


_MALFORMED: Final = {
    "input.malformed": Code("malformed", "not the kind of thing it should be"),
    "input.too_large": Code("malformed", "larger than this reader allows"),
    "input.base64url": Code("malformed", "not canonical base64url", "RFC 7515 §2, RFC 4648 §3.5"),
    "input.json": Code("malformed", "not JSON in the I-JSON profile", "RFC 8259, RFC 7493"),
    "input.duplicate_member": Code("malformed", "a JSON member appears twice", "RFC 7493 §2.3"),
    "input.too_deep": Code("malformed", "nested deeper than this reader allows"),
    "input.multibase": Code("malformed", "not base58btc multibase or the wrong codec"),
    "input.time": Code("malformed", "not an instant, or not in UTC", "RFC 3339"),
    "input.https_uri": Code("malformed", "not an https URI with a host name", "RFC 3986, RFC 9110"),
    "key.malformed": Code("malformed", "not a usable public key", "RFC 7517, RFC 7518 §6"),
    "key.private": Code("malformed", "private key material where a public key is meant"),
    "x509.malformed": Code("malformed", "not a certificate chain", "RFC 7515 §4.1.6, RFC 5280 §4"),
    "jws.malformed": Code("malformed", "not a compact JWS", "RFC 7515 §3.1, §7.1"),
    "jws.header": Code("malformed", "a JOSE header with a missing or mistyped parameter"),
    "jwe.malformed": Code("malformed", "not a compact JWE", "RFC 7516 §3.1"),
    "jwe.header": Code("malformed", "a JWE header with a missing or mistyped parameter"),
    "sdjwt.malformed": Code("malformed", "not an SD-JWT in compact form", "RFC 9901 §4"),
    "sdjwt.disclosure_shape": Code(
        "malformed", "a disclosure with the wrong elements", "RFC 9901 §4.2"
    ),
    "holder.malformed": Code("malformed", "a key binding JWT without its claims", "RFC 9901 §4.3"),
    "credential.claim": Code(
        "malformed", "a registered claim missing or mistyped", "SD-JWT VC §2.2.2"
    ),
    "status.malformed": Code(
        "malformed", "not a status list or a reference to one", "Token Status List §4, §5, §6"
    ),
    "code.mistyped": Code("malformed", "not a code, or its check character is wrong"),
    "handover.malformed": Code("malformed", "not a hand-over file"),
    "key_proof.malformed": Code("malformed", "a key proof without its parts", "OpenID4VCI 1.0 F.1"),
    "issuance.malformed": Code("malformed", "not a credential request or response"),
    "policy.no_procedure": Code("malformed", "the policy has no such procedure"),
    "home.malformed": Code("malformed", "a file of this home is not what it should be"),
    "audit.head": Code("malformed", "not the head of an audit log as livret writes it"),
    "usage.consent": Code("malformed", "no terminal to ask for a yes at"),
    "usage.language": Code("malformed", "the law leaves a choice of language; none was named"),
    "usage.passphrase": Code("malformed", "no terminal to ask for a passphrase"),
    "request.malformed": Code("malformed", "not an authorization request", "OpenID4VP 1.0 §5"),
    "answer.malformed": Code("malformed", "not an authorization response", "OpenID4VP 1.0 §8"),
    "policy.malformed": Code("malformed", "a policy file that says something it cannot"),
    "territory.malformed": Code("malformed", "not a commune code of a scheme livret knows"),
    "date.malformed": Code("malformed", "not a year, a month or a day that was", "ISO 8601"),
    "type.malformed": Code("malformed", "not SD-JWT VC Type Metadata", "SD-JWT VC §5.2"),
    "claims.malformed": Code("malformed", "a claim is not what its type demands"),
    "claims.text": Code("malformed", "text that is not NFC, or with an invisible character"),
    "intake.encoding": Code("malformed", "a list that is not UTF-8", "RFC 3629, attack 28"),
    "intake.header": Code("malformed", "a column that is unknown, missing or there twice"),
    "intake.nobody": Code("malformed", "nobody stands on the line that was asked for"),
    "intake.row": Code("malformed", "a row with cells missing or left over, or an open quote"),
    "did.malformed": Code("malformed", "not a DID of a supported method", "DID Core §3.1"),
    "did.host": Code(
        "malformed", "a host that did:webvh forbids: an IP address, a single label", "did:webvh 1.0"
    ),
    "did.path": Code("malformed", "a path segment that climbs or hides one", "did:webvh 1.0"),
    "did.query": Code("malformed", "a DID URL query livret does not know", "DID Core §3.2"),
    "did.document": Code("malformed", "not a DID document", "DID Core §5"),
    "proof.malformed": Code("malformed", "not a Data Integrity proof", "VC Data Integrity §2.1"),
    "webvh.log": Code("malformed", "not a DID log: empty, torn, or a line that is not one"),
    "webvh.entry": Code("malformed", "not a DID log entry", "did:webvh 1.0, The DID Log File"),
    "webvh.parameters": Code("malformed", "a log parameter unknown, missing or mistyped"),
    "webvh.witness_file": Code("malformed", "not a witness proofs file", "did:webvh 1.0"),
    "note.malformed": Code("malformed", "not a signed note", "C2SP signed-note"),
    "log.checkpoint": Code("malformed", "not a checkpoint of a log", "C2SP tlog-checkpoint"),
    "log.policy": Code("malformed", "not a policy of logs and witnesses", "C2SP tlog-policy"),
    "log.proof": Code("malformed", "not a proof of inclusion in a file", "C2SP tlog-proof"),
    "log.request": Code("malformed", "not a witness's request or answer", "C2SP tlog-witness"),
    "log.tile": Code("malformed", "not a tile, a bundle or the path of one", "C2SP tlog-tiles"),
    "vault.malformed": Code("malformed", "not a sealed file or vault, or a damaged one"),
    "vault.record": Code("malformed", "a record in the vault in a form this version does not read"),
    "map.malformed": Code("malformed", "no part of a well-formed state map", "state-map.md §5"),
}

_REFUSED: Final = {
    "key.weak": Code("refused", "an Ed25519 key of small order", "RFC 8032 §5.1.7, attack 2"),
    "jws.algorithm": Code("refused", "algorithm not allowed, or not the key's own"),
    "jws.type": Code("refused", "`typ` is not the one demanded", "RFC 8725 §3.11"),
    "jws.parameter": Code("refused", "a header parameter livret never follows", "RFC 7515 §4.1"),
    "jws.signature": Code("refused", "the signature does not verify"),
    "jws.signature_length": Code("refused", "signature of the wrong length", "RFC 7518 §3.4"),
    "jwe.algorithm": Code("refused", "an encryption livret does not read", "RFC 8725 §3.1"),
    "jwe.parameter": Code("refused", "a header parameter livret never follows", "RFC 7516 §4.1"),
    "jwe.other_key": Code("refused", "encrypted to another key than the one asked for"),
    "jwe.decryption": Code("refused", "does not decrypt with this key, or was altered"),
    "sdjwt.hash_algorithm": Code("refused", "`_sd_alg` livret does not use", "RFC 9901 §4.1.1"),
    "sdjwt.digest_twice": Code("refused", "a digest or disclosure occurs twice", "RFC 9901 §7.1"),
    "sdjwt.unreferenced": Code("refused", "a disclosure no digest refers to", "RFC 9901 §7.1"),
    "sdjwt.reserved_name": Code("refused", "a claim named like a control", "RFC 9901 §4.1, §7.1"),
    "sdjwt.overwrites": Code("refused", "a disclosure for a claim that is there", "RFC 9901 §7.1"),
    "credential.concealed": Code(
        "refused", "a claim that must stay in clear is disclosable", "SD-JWT VC §2.2.2.3"
    ),
    "credential.confirmation": Code("refused", "`cnf` is not exactly one `jwk`", "RFC 7800 §3.2"),
    "validity.expired": Code("refused", "`exp` has passed", "RFC 7519 §4.1.4"),
    "validity.not_yet": Code("refused", "`nbf` or `iat` is still to come", "RFC 7519 §4.1.5"),
    "status.missing": Code("refused", "no status list, and it lives longer than a day"),
    "status.elsewhere": Code("refused", "a status list where the issuer publishes none"),
    "issuer.not_accepted": Code("refused", "the policy accepts no such issuer for this type"),
    "issuer.wrong_profile": Code("refused", "not the profile that policy fixed for this issuer"),
    "issuer.key_not_listed": Code("refused", "signed with a key that is not the issuer's"),
    "issuer.signature": Code("refused", "the issuer's signature does not verify"),
    "issuer.not_certified": Code("refused", "`iss` is not in the certificate", "HAIP 1.0"),
    "issuer.not_accredited": Code("refused", "the issuer may not sign this type"),
    "issuer.wrong_territory": Code("refused", "signed for a territory that is not the issuer's"),
    "request.unsupported": Code("refused", "a part of OpenID4VP livret does not speak yet"),
    "request.signature": Code("refused", "not signed with the key it names", "OpenID4VP 1.0 §5.9"),
    "request.expired": Code("refused", "the request's time is over", "RFC 9101 §6"),
    "request.ahead": Code("refused", "the request is dated in the future"),
    "request.unknown": Code("refused", "the answer is to a request we never made"),
    "answer.other_type": Code("refused", "a type that was not asked for", "OpenID4VP 1.0 §8.6"),
    "answer.incomplete": Code("refused", "a claim asked for is not there", "OpenID4VP 1.0 §8.6"),
    "answer.not_met": Code("refused", "genuine, and the answer is no"),
    "x509.anchor_in_chain": Code(
        "refused", "the sender includes the anchor or a self-issued certificate", "HAIP 1.0"
    ),
    "x509.untrusted": Code("refused", "leads to no configured authority", "RFC 5280 §6"),
    "x509.expired": Code("refused", "a certificate has expired", "RFC 5280 §4.1.2.5"),
    "x509.not_yet_valid": Code("refused", "a certificate is not valid yet", "RFC 5280 §4.1.2.5"),
    "x509.leaf": Code("refused", "a certificate that is not for signing", "RFC 5280 §4.2.1"),
    "x509.purpose": Code("refused", "certified for other purposes", "RFC 5280 §4.2.1.12"),
    "x509.key": Code("refused", "a certificate whose key is not P-256"),
    "x509.leaf_life": Code("refused", "a certificate that lives longer than the policy allows"),
    "x509.other_key": Code("refused", "the certificate's key is not the one on the ledger"),
    "key_proof.signature": Code("refused", "a key proof by another key", "OpenID4VCI 1.0 F.4"),
    "key_proof.other_issuer": Code(
        "refused", "a key proof for another issuer", "OpenID4VCI 1.0 F.4"
    ),
    "key_proof.other_handover": Code(
        "refused", "a key proof for another nonce", "OpenID4VCI 1.0 F.4"
    ),
    "key_proof.stale": Code(
        "refused", "a key proof too old or from the future", "OpenID4VCI 1.0 F.4"
    ),
    "key_proof.key_twice": Code("refused", "one key for two copies of a batch"),
    "handover.unknown": Code("refused", "no such hand-over here"),
    "handover.used": Code("refused", "the hand-over was used before"),
    "handover.expired": Code("refused", "the hand-over's time is over"),
    "handover.other_type": Code("refused", "another type than was handed over"),
    "handover.too_many": Code("refused", "more copies than the hand-over allows"),
    "claims.registered": Code("refused", "a record brings a claim that is the issuer's to make"),
    "handover.not_issued": Code("refused", "nothing was issued for this hand-over"),
    "status.final": Code("refused", "withdrawn is for ever", "Token Status List §7.1"),
    "status.no_suspension": Code("refused", "this type can be withdrawn, not paused"),
    "audit.altered": Code("refused", "the audit log's chain of hashes does not hold"),
    "audit.rolled_back": Code("refused", "the audit log does not go on from the head noted"),
    "home.exists": Code("refused", "there is something here already"),
    "received.count": Code("refused", "no copy came back, or more than were asked for"),
    "received.bound": Code("refused", "a copy came back with a key binding on it"),
    "received.other_type": Code("refused", "another type came back than was asked for"),
    "received.other_key": Code("refused", "a copy is bound to somebody else's key"),
    "received.differ": Code("refused", "the copies do not say the same"),
    "received.marked": Code("refused", "a copy bears what only this person's copies would"),
    "received.linkable": Code("refused", "two copies share a disclosure or a status slot"),
    "pending.unknown": Code("refused", "no open request in this wallet for that answer"),
    "present.none": Code("refused", "no proof in this wallet answers the request"),
    "present.other_proof": Code("refused", "the proof that was named does not answer the request"),
    "present.no_consent": Code("refused", "the holder did not say yes; nothing was sent"),
    "usage.not_the_same": Code("refused", "the passphrase was typed differently twice"),
    "holder.missing": Code("refused", "shown without key binding", "RFC 9901 §7.3, §9.5"),
    "holder.unbound": Code("refused", "the credential names no holder key", "SD-JWT VC §2.2.2.3"),
    "holder.signature": Code("refused", "key binding signed by another key", "RFC 9901 §7.3"),
    "holder.other_service": Code("refused", "`aud` is another service", "RFC 9901 §7.3"),
    "holder.other_request": Code("refused", "`nonce` is another request's", "RFC 9901 §7.3"),
    "holder.other_credential": Code("refused", "`sd_hash` is another text's", "RFC 9901 §4.3.1"),
    "holder.stale": Code("refused", "key binding older than the policy allows", "RFC 9901 §7.3"),
    "holder.ahead": Code("refused", "key binding from the future", "RFC 9901 §7.3"),
    "holder.replayed": Code("refused", "this request was answered before", "RFC 9901 §9.1"),
    "status.revoked": Code("refused", "withdrawn by its issuer", "Token Status List §7.1"),
    "status.suspended": Code("refused", "suspended by its issuer", "Token Status List §7.1"),
    "status.unknown": Code("refused", "a status livret gives no meaning", "Token Status List §7.1"),
    "status.mechanism": Code("refused", "a status no status list answers", "Token Status List §6"),
    "status.out_of_range": Code(
        "refused", "the list has no such index", "Token Status List §8.3, attack 40"
    ),
    "status.other_list": Code(
        "refused", "not the list the credential names", "Token Status List §8.3, attack 40"
    ),
    "status.untrusted": Code("refused", "the list is not signed with the credential's key"),
    "status.ahead": Code("refused", "a list dated in the future"),
    "status.small_list": Code(
        "refused", "a list too small to hide in", "attack 61"
    ),
    "status.exhausted": Code("refused", "no free index left in the list", "attack 24"),
    "vault.altered": Code("refused", "part of the vault is not as livret left it", "attack 59"),
    "vault.exists": Code("refused", "there is a vault already; it is never overwritten"),
    "vault.passphrase": Code("refused", "wrong passphrase, or the locked file was altered"),
    "vault.passphrase_empty": Code("refused", "an empty passphrase locks nothing"),
    "vault.row_unknown": Code("refused", "no such entry in this table of the vault"),
    "vault.weak_kdf": Code("refused", "passphrase protection below the least allowed", "attack 59"),
    "type.unknown": Code("refused", "livret has no such type"),
    "type.cycle": Code("refused", "a type that extends itself", "SD-JWT VC §7.4, attack 19"),
    "type.integrity": Code("refused", "not the document the digest was taken of", "SD-JWT VC §6"),
    "type.other_vct": Code("refused", "type metadata of another type", "SD-JWT VC §5.3"),
    "type.loosened": Code("refused", "an extending type relaxes a rule", "SD-JWT VC §5.6.5.1"),
    "claims.path": Code("refused", "a claim of another shape than its type's", "SD-JWT VC §5.6.1"),
    "claims.missing": Code("refused", "a mandatory claim was not issued", "SD-JWT VC §5.6.3"),
    "claims.disclosable": Code(
        "refused", "disclosable, and its type forbids that", "SD-JWT VC §5.6.4"
    ),
    "claims.not_disclosable": Code(
        "refused", "not disclosable, and its type demands that", "SD-JWT VC §5.6.4"
    ),
    "claims.elsewhere": Code("refused", "a claim places elsewhere what is of the territory's own"),
    "claims.future": Code("refused", "a date that is still to come, or dates in the wrong order"),
    "intake.formula": Code("refused", "a cell that a spreadsheet would run", "attack 28"),
    "intake.duplicate": Code("refused", "the same person twice in one list", "attack 28"),
    "territory.language": Code("refused", "not an official language of the territory"),
    "did.key_fragment": Code("refused", "a did:key whose fragment is another key", "did:key §3"),
    "did.deactivated": Code("refused", "the DID is no longer in use", "DID Core §7.1.3"),
    "did.version_not_found": Code("refused", "the DID has no such version", "did:webvh 1.0"),
    "proof.cryptosuite": Code("refused", "not `eddsa-jcs-2022`", "did:webvh 1.0, `method`"),
    "proof.purpose": Code("refused", "`proofPurpose` is not the one demanded"),
    "proof.context": Code("refused", "`@context` of proof and document differ", "DI EdDSA §3.3.2"),
    "proof.expired": Code("refused", "the proof had expired", "VC Data Integrity §2.1"),
    "proof.signature": Code("refused", "the Data Integrity proof does not verify"),
    "webvh.method": Code("refused", "a `method` other than did:webvh:1.0", "did:webvh 1.0"),
    "webvh.scid": Code("refused", "`scid` is not the hash of the first entry", "did:webvh 1.0"),
    "webvh.scid_changed": Code("refused", "a document `id` with another SCID", "did:webvh 1.0"),
    "webvh.version_number": Code("refused", "version numbers leave a gap", "did:webvh 1.0"),
    "webvh.entry_hash": Code("refused", "an entry hash that does not match", "did:webvh 1.0"),
    "webvh.time_order": Code("refused", "`versionTime` not after the one before", "did:webvh 1.0"),
    "webvh.time_future": Code("refused", "`versionTime` in the future", "did:webvh 1.0"),
    "webvh.unauthorized_key": Code("refused", "signed by a key that may not update the DID"),
    "webvh.key_type": Code("refused", "an update or witness key that is not Ed25519"),
    "webvh.prerotation": Code("refused", "pre-rotation bypassed by omission", "did:webvh 1.0"),
    "webvh.key_not_committed": Code("refused", "an update key that was not committed to before"),
    "webvh.portability": Code("refused", "moved, or made movable, where that is not allowed"),
    "webvh.after_deactivation": Code("refused", "an entry after the DID was deactivated"),
    "webvh.other_did": Code("refused", "the log is another DID's", "did:webvh 1.0"),
    "webvh.witness_list": Code("refused", "witnesses or threshold that cannot be", "did:webvh 1.0"),
    "webvh.witness_threshold": Code("refused", "fewer witnesses approved than were demanded"),
    "profile.portable": Code("refused", "an institution's DID says `portable: false`"),
    "profile.single_key": Code("refused", "an institution's entry reveals exactly one key"),
    "profile.prerotation": Code("refused", "an institution's DID always commits to its next key"),
    "profile.recovery_hashes": Code("refused", "fewer than two recovery keys, or one used up"),
    "profile.recovery_key": Code("refused", "only a recovery key may do this"),
    "note.key_type": Code("refused", "a key of a type livret does not verify, or for another role"),
    "note.signature": Code("refused", "a known key's signature does not verify, attack 48"),
    "log.consistency": Code("refused", "a head that does not continue an earlier one, attack 44"),
    "log.fork": Code("refused", "two roots for one size, attack 44", "RFC 9162 §2.1"),
    "log.inclusion": Code("refused", "an inclusion proof does not verify", "RFC 9162 §2.1.3"),
    "log.key_twice": Code("refused", "two keys of a policy that are one, or look it", "attack 48"),
    "log.quorum": Code("refused", "too few witnesses cosigned", "C2SP tlog-policy, attack 48"),
    "log.unknown": Code("refused", "a checkpoint of a log that is not accepted here"),
    "log.unsigned": Code("refused", "a checkpoint without its log's signature"),
    "map.other_root": Code("refused", "a proof of another state of the ledger", "state-map.md §6"),
    "map.other_keys": Code("refused", "a proof of more, or of less, than was asked for"),
    "map.other_record": Code("refused", "not the record that the state of the ledger holds"),
}

_UNAVAILABLE: Final[dict[str, Code]] = {
    "file.unavailable": Code("unavailable", "a file could not be read or written"),
    "output.unavailable": Code("unavailable", "stdout or stderr is closed, or takes no more"),
    "home.unavailable": Code("unavailable", "no such home, or it cannot be read or written"),
    "store.unavailable": Code("unavailable", "the store is locked, missing or failing"),
    "map.unavailable": Code("unavailable", "a node of the state map is missing or damaged"),
    "issuer.unavailable": Code("unavailable", "the issuer's DID log could not be had or read"),
    "type.unavailable": Code("unavailable", "type metadata could not be had", "SD-JWT VC §5.7"),
    "status.unavailable": Code("unavailable", "the status list could not be had or read"),
    "status.stale": Code("unavailable", "only a list too old to answer could be had"),
    "log.witness_unavailable": Code("unavailable", "a witness gave no answer that it could give"),
    "vault.busy": Code("unavailable", "another livret process has the vault open"),
    "vault.memory": Code("unavailable", "not enough memory to try a passphrase"),
    "vault.missing": Code("unavailable", "no vault at this place"),
    "vault.storage": Code("unavailable", "the vault's file cannot be read or written"),
    "webvh.witness_file_missing": Code(
        "unavailable", "the log has witnesses, their file is not here"
    ),
}

CODES: Final = MappingProxyType({**_MALFORMED, **_REFUSED, **_UNAVAILABLE})
