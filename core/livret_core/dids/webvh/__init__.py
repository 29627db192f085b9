"""did:webvh 1.0: DIDs whose whole history is a signed, hash-chained log.

Verification (:func:`verify_log`) follows the method as hardened in 2026 and nothing
more; what livret asks of a municipality beyond it is :func:`check_profile`.
"""

from livret_core.dids.webvh.history import ListedKey
from livret_core.dids.webvh.identifier import PLACEHOLDER, WebvhDid, placeholder_did
from livret_core.dids.webvh.log import (
    FUTURE_TOLERANCE_S,
    Predecessor,
    VerifiedLog,
    Version,
    extend,
    verify_entry,
    verify_log,
    verify_log_prefix,
)
from livret_core.dids.webvh.parameters import Parameters, WitnessList
from livret_core.dids.webvh.profile import (
    check_profile,
    check_profile_entry,
    signed_by_recovery,
)
from livret_core.dids.webvh.resolution import Resolution, resolve, resolve_url
from livret_core.dids.webvh.services import implicit_services, web_document
from livret_core.dids.webvh.write import NewEntry, commitment, create, deactivate, update

__all__ = [
    "FUTURE_TOLERANCE_S",
    "PLACEHOLDER",
    "ListedKey",
    "NewEntry",
    "Parameters",
    "Predecessor",
    "Resolution",
    "VerifiedLog",
    "Version",
    "WebvhDid",
    "WitnessList",
    "check_profile",
    "check_profile_entry",
    "commitment",
    "create",
    "deactivate",
    "extend",
    "implicit_services",
    "placeholder_did",
    "resolve",
    "resolve_url",
    "signed_by_recovery",
    "update",
    "verify_entry",
    "verify_log",
    "verify_log_prefix",
    "web_document",
]
