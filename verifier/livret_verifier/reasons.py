"""Why an answer is not accepted: every code that a verdict can end with, and no other."""

from typing import Final

_BY_FAMILY: Final = {
    "answer": "declined incomplete missing not_asked not_met other_type several",
    "claims": "disclosable elsewhere future malformed missing not_disclosable path text",
    "commit": "lists_missing malformed other_root",
    "credential": "claim concealed confirmation other_audience",
    "date": "malformed",
    "did": "deactivated document key_fragment malformed version_not_found",
    "holder": """
        ahead malformed missing other_credential other_request other_service other_transaction
        replayed signature stale unbound""",
    "input": "base64url duplicate_member form json malformed time too_deep too_large",
    "issuer": """
        key_compromised key_ended key_not_listed not_accepted not_accredited signature suspended
        unavailable undated unknown void wrong_profile wrong_territory""",
    "jws": "algorithm header malformed parameter signature signature_length type",
    "key": "malformed private weak",
    "ledger": """
        evidence not_shown older_head older_than_proof origin retired_keys rights_not_shown stale
        type_not_shown unavailable""",
    "log": "checkpoint consistency fork inclusion policy proof quorum unsigned",
    "map": "malformed other_keys other_record other_root unavailable",
    "note": "key_type malformed signature",
    "proof": "context cryptosuite expired malformed purpose signature",
    "request": "expired",
    "sdjwt": """
        digest_twice disclosure_shape hash_algorithm malformed overwrites reserved_name
        unreferenced""",
    "status": """
        ahead elsewhere equivocated malformed mechanism missing other_audience other_list
        out_of_range revoked rolled_back stale suspended unavailable uncommitted unknown
        untrusted""",
    "territory": "language malformed",
    "trust": "expired unconfirmed",
    "type": "not_as_published other_vct retired unavailable unknown",
    "validity": "expired not_yet",
    "webvh": """
        after_deactivation entry entry_hash key_not_committed key_type log method other_did
        parameters portability prerotation scid scid_changed time_future time_order
        unauthorized_key version_number witness_file witness_file_missing witness_list
        witness_threshold""",
    "x509": """
        anchor_in_chain expired key leaf leaf_life malformed not_yet_valid purpose untrusted""",
}

#: In the order of their names, none twice.
REASONS: Final[tuple[str, ...]] = tuple(
    f"{family}.{name}" for family, names in sorted(_BY_FAMILY.items()) for name in names.split()
)
