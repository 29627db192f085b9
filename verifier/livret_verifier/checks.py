"""The checks a presentation goes through: named, numbered, each with its rule."""

from typing import Final

from livret_verifier.report import Check

TYPE = Check(1, "the type that was asked for", "OpenID4VP 1.0 §8.6")
ISSUER = Check(2, "an issuer this service accepts for it", "policy")
PROFILE = Check(3, "identified the way fixed for this issuer", "ADR 0004")
KEY = Check(4, "the issuer's own key", "SD-JWT VC §2.5")
SIGNATURE = Check(5, "the issuer's signature", "RFC 9901 §7.1")
DISCLOSURES = Check(6, "each claim is one the issuer signed", "RFC 9901 §7.1")
VALIDITY = Check(7, "begun and not ended", "RFC 7519 §4.1.4")
TERRITORY = Check(8, "within the issuer's territory", "policy")
DESCRIBED = Check(9, "no other description of the type published", "evidence.md §3")
CONTENT = Check(10, "what the type demands", "SD-JWT VC §4")
HOLDER = Check(11, "shown by the one it was issued to", "RFC 9901 §7.3")
REQUEST = Check(12, "made for this service and request, just now", "RFC 9901 §7.3")
ONCE = Check(13, "not shown here before", "RFC 9901 §9.1")
ANSWER = Check(14, "answers what was asked", "OpenID4VP 1.0 §8.6")
STATUS = Check(15, "neither withdrawn nor paused", "Token Status List §8.3")

CHECKS: Final = (
    TYPE,
    ISSUER,
    PROFILE,
    KEY,
    SIGNATURE,
    DISCLOSURES,
    VALIDITY,
    TERRITORY,
    DESCRIBED,
    CONTENT,
    HOLDER,
    REQUEST,
    ONCE,
    ANSWER,
    STATUS,
)
