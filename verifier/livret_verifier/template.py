"""The policy file a new desk starts from: complete, commented, and refusing everything."""

from typing import Final

from livret_verifier.policy_file import parse as parse_policy

_UNADDRESSED: Final = """\
# [desk]
# at = "https://guichet.example"
# tenant = "pool\""""
_ADDRESSED: Final = """\
[desk]
at = "{at}"
# tenant = "pool"                      # its name in addresses, where several share this one\
"""
_TEMPLATE: Final = """\
# What this desk believes, and what it may ask. docs/spec/policy.md explains each key.
version = 1
service = {service}

# Where wallets find this desk, for `livret desk serve`; without it, files alone.
{desk}

# One table a procedure. `asks` lists claims; `requires` also says which values are a
# yes. `livret types` lists types and claims.
[procedures.pool]
type = "residency"
asks = ["commune"]
status_max_age_s = 86400      # an older list of withdrawn proofs: could not check
answer_max_age_s = 3600       # how old an answer may be when it is read

[procedures.pool.purpose]
en = "resident tariff"
fr = "tarif habitant"
nl = "tarief voor inwoners"
de = "Einwohnertarif"

# Asking is not checking: without this, a proof of living anywhere is an answer.
# [procedures.pool.requires]
# commune = ["Verneuil-sur-Lys"]        # with issuers named below, each with its communes
# issuing_territory = ["fr-insee:80999"]  # on a public ledger: the code, not the name

# Whom to believe, for what. None listed: every proof is refused.
# [[issuers]]
# name = "Verneuil-sur-Lys"
# profile = "did"                       # or "x509", see docs/spec/policy.md
# did = "did:webvh:..."                 # `livret issuer show` prints it
# types = ["residency"]
# territories = ["fr-insee:80999"]
# communes = ["Verneuil-sur-Lys"]      # what its proofs may call the commune

# Or every body that a public ledger accredits for these types, each for its own territory.
# Its six words come first: `livret verify trust add`.
# [ledger]
# origin = "ledger.example/meuse"         # as `livret verify trust list` shows it
# [[issuers]]
# name = "A body of the public ledger"
# profile = "ledger"
# types = ["residency"]
"""


def policy_template(service: str, *, at: str | None = None) -> str:
    """Write the file for a service of this name.

    Args:
        service: as holders will see it.
        at: where wallets find it; None for one that takes files alone.

    Raises:
        MalformedInput: ``policy.malformed`` for a name that no request can carry.
    """
    quoted = service.replace("\\", "\\\\").replace('"', '\\"')
    desk = _UNADDRESSED if at is None else _ADDRESSED.format(at=at.rstrip("/"))
    text = _TEMPLATE.format(service=f'"{quoted}"', desk=desk)
    parse_policy(text)
    return text
