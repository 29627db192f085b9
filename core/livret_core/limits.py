"""How large a thing may be before livret stops reading it.

Each cap is a few times the largest honest value, so that a hostile one costs no
more than an honest one. Readers take their cap from here and nowhere else.
"""

from typing import Final

JSON_DEPTH: Final = 32
JSON_BYTES: Final = 1 << 20

# A time after the year 2500 is a mistake of unit, or meant to break who prints it.
LATEST_S: Final = 16_725_225_600

JWS_BYTES: Final = 1 << 20
JOSE_HEADER_BYTES: Final = 32 << 10  # an x5c chain of four certificates, with room

SD_JWT_BYTES: Final = 1 << 20  # a portrait of 500 kB fits
DISCLOSURES: Final = 512

X5C_CERTIFICATES: Final = 6
CERTIFICATE_BYTES: Final = 16 << 10
PEM_BUNDLE_BYTES: Final = 4 << 20  # every authority of a national trusted list

URI_CHARS: Final = 2_048

OFFER_BYTES: Final = 64 << 10  # a QR code holds three thousand; a link may hold more
ISSUER_METADATA_BYTES: Final = 1 << 20  # every type of a town, labelled in every language
ISSUANCE_BYTES: Final = 1 << 20  # a request of a hundred key proofs
ISSUED_BYTES: Final = 8 << 20  # a hundred copies, or ten with a portrait

TYPE_METADATA_BYTES: Final = 256 << 10
TYPE_CLAIMS: Final = 256
TYPE_CHAIN: Final = 8  # a type and what it extends

INTAKE_LINE_BYTES: Final = 64 << 10
INTAKE_ROWS: Final = 2_000_000  # a capital; ten million lines are a mistake or an attack

MAP_PROOF_KEYS: Final = 64
MAP_PROOF_BYTES: Final = 64 << 10  # so many keys in a map of ten million

DID_CHARS: Final = 2_048
DID_LOG_BYTES: Final = 32 << 20
DID_LOG_ENTRY_BYTES: Final = 256 << 10
DID_LOG_ENTRIES: Final = 20_000
WITNESS_FILE_BYTES: Final = 4 << 20

STATUS_TOKEN_BYTES: Final = 8 << 20
STATUS_LIST_BYTES: Final = 4 << 20  # inflated: 2^24 entries of 2 bits

JWE_BYTES: Final = 2 << 20

PASSPHRASE_BYTES: Final = 1_024
SEALED_FILE_BYTES: Final = 1 << 20
VAULT_ROWS: Final = 100_000
VAULT_COPIES: Final = 100  # of one proof
VAULT_ROW_BYTES: Final = 16 << 20  # ten copies of a credential with a portrait
BACKUP_BYTES: Final = 128 << 20  # twenty such proofs with their copies

LOG_SIZE: Final = (1 << 63) - 1  # what the readers of other languages hold in an int64
LOG_PROOF_HASHES: Final = 63
LOG_ENTRY_BYTES: Final = 65_535  # a length is a uint16
KEY_NAME_BYTES: Final = 1_024
ORIGIN_BYTES: Final = 1_024
NOTE_SIGNATURES: Final = (
    256  # 64 witnesses and 64 auditors (operations.md), a log, and as many unknown
)
NOTE_BYTES: Final = 1 << 20  # as many post-quantum signatures of 5 kB, nearly all
NOTE_SIGNATURE_BYTES: Final = 8 << 10
CHECKPOINT_EXTENSIONS: Final = 16
LOG_PROOF_EXTRA_BYTES: Final = 64 << 10
LOG_POLICY_BYTES: Final = 256 << 10
LOG_POLICY_NAMES: Final = 256  # of each kind: logs, witnesses, groups

OPERATION_BYTES: Final = 16 << 10  # LEDGER §2; an entry bundle could carry 64 KiB
TRUST_ROOT_BYTES: Final = 256 << 10
TRUST_ROOT_VERSIONS: Final = 256  # one a month for twenty years
EVIDENCE_BYTES: Final = 256 << 10
#: Of the list of all evidence that a ledger publishes: 35,000 institutions take 1.5 MB.
EVIDENCE_INDEX_BYTES: Final = 4 << 20
EVIDENCE_RECORDS: Final = 64
DAY_COMMIT_BYTES: Final = 64 << 10
DAY_COMMIT_DIGESTS: Final = 256
DATING_BYTES: Final = 2 << 20  # a hundred copies, and a head with all its cosignatures

SIX_WORDS_CHARS: Final = 512  # six words of eight letters, numbered, one a line, with room
