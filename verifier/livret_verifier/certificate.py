"""Whether the certificate that a service is known by can be believed by anybody. Pure.

A wallet that does not believe it says nothing to the service, so whoever keeps a desk would
not hear of it: what a wallet would refuse, whoever it trusts, is looked for here first.
"""

from livret_core.credential.profile_x509 import check_usage, leaf_hosts, leaf_key
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.keys import PublicKey
from livret_core.x509 import CertificateChain


def check_certificate(
    chain: CertificateChain | None, key: PublicKey, *, host: str | None, now_s: int
) -> None:
    """Check the chain that a service sends along with what it asks (OpenID4VP 1.0 §5.9.3).

    Which authority it leads to is not looked at: that is for each wallet to say.

    Args:
        chain: its certificate, without the anchor; None where there is none.
        key: signs its requests.
        host: where answers go, for a service that is known by its host name; None for one
            that is known by the certificate's hash, whose names no wallet compares.
        now_s: seconds since 1970.

    Raises:
        MalformedInput: ``desk.no_certificate``, ``desk.certificate_unfit``,
            ``desk.other_key``, ``desk.other_host``.
        Unavailable: ``desk.certificate_over``, ``desk.certificate_early``.
    """
    if chain is None:
        raise MalformedInput("desk.no_certificate")
    try:
        if leaf_key(chain.leaf) != key:
            raise MalformedInput("desk.other_key")
        check_usage(chain.leaf)
    except Refused as error:
        raise MalformedInput("desk.certificate_unfit", error.detail or error.code) from None
    if any(each.names_itself for each in chain.certificates):
        raise MalformedInput("desk.certificate_unfit", "an anchor in the chain")
    if host is not None and host not in leaf_hosts(chain.leaf):
        raise MalformedInput("desk.other_host", host=host)
    if now_s > chain.not_after_s:
        raise Unavailable("desk.certificate_over", ended_at_s=chain.not_after_s)
    if now_s < chain.not_before_s:
        raise Unavailable("desk.certificate_early", valid_from_s=chain.not_before_s)
