"""Issue and verify, against the bare primitives and against PyPI `sd-jwt`, in one run."""

import hashlib
import json
import os
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

from bench.measure import ratio, seconds_each
from bench.scene import CLAIMS, NONCE, NOW_S, SHOWN, Scene, build
from livret_core.credential.presentation import Presentation
from livret_core.keys import P256PublicKey, P256Signer, jwk
from livret_core.openid4vp.client_id import client_id_of
from livret_verifier.gather import drive
from livret_verifier.memo import Memo
from livret_verifier.verdict import Verdict
from livret_verifier.verify import begin

TARGETS = {"issue": (2.5, 3.0), "verify": (1.5, 2.0)}
SCALE = (1_000, 10_000)
CLAIM_COUNTS = (1, 30, 100)  # against ten


def rows() -> list[dict[str, Any]]:
    """``issue.*`` and ``verify.*`` for both algorithms, with growth."""
    found: list[dict[str, Any]] = []
    for algorithm in ("es256", "ed25519"):
        scene = build(algorithm)
        credential = scene.issue()
        presentation = scene.present(credential)
        memo = Memo()
        if _verify(scene, presentation, memo).presentation is None:
            raise AssertionError("the scene's own presentation was refused")
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object], Callable[[], object]]]
        pairs = {
            "issue": (scene.issue, _bare_issue(scene), _their_issue(scene)),
            "verify": (
                partial(_verify, scene, presentation, memo),
                _bare_verify(presentation),
                _their_verify(scene),
            ),
        }
        for verb, (ours, bare, theirs) in pairs.items():
            most, least = TARGETS[verb]
            value, n = ratio(ours, bare)
            found.append(_row(f"{verb}.{algorithm}.vs_bare", value, most, value <= most, n))
            value, n = ratio(theirs, ours)
            found.append(_row(f"{verb}.{algorithm}.vs_sdjwt", value, least, value >= least, n))
    found += _pieces() + _growth()
    return found


def _pieces() -> list[dict[str, Any]]:
    """Where the time of one ES256 verification goes: each piece, against the bare signatures."""
    scene = build("es256")
    presentation = scene.present(scene.issue())
    parsed, memo = Presentation.parse(presentation), Memo()

    def decide() -> Verdict:
        return drive(begin(parsed, scene.question, memo), scene.gather)

    if decide().presentation is None:
        raise AssertionError("the scene's own presentation was refused")
    bare = _bare_verify(presentation)
    parsing, n_parsing = ratio(partial(Presentation.parse, presentation), bare)
    bare_s, _ = seconds_each(bare)
    # Signatures hold at no cost here: what is left is the checks, the evidence at hand
    # and the report. A key's bytes are never looked at otherwise.
    with mock.patch.object(P256PublicKey, "verify", _holds):
        checks_s, n_checks = seconds_each(decide)
    return [
        _row("verify.es256.of_which.parsing", parsing, None, None, n_parsing),
        _row("verify.es256.of_which.checks", checks_s / bare_s, None, None, n_checks),
    ]


def _holds(_key: P256PublicKey, _message: bytes, _signature: bytes) -> bool:
    return True


def _row(name: str, value: float, target: float | None, ok: bool | None, n: int) -> dict[str, Any]:
    return {"name": name, "value": round(value, 3), "unit": "x", "target": target, "ok": ok, "n": n}


def _verify(scene: Scene, presentation: str, memo: Memo) -> Verdict:
    return drive(begin(Presentation.parse(presentation), scene.question, memo), scene.gather)


def _bare_issue(scene: Scene) -> Callable[[], object]:
    """One signature, ten salts, ten digests, on the sizes of the real thing."""
    credential = scene.issue()
    token, *disclosures, _ = credential.split("~")
    octets = token.rpartition(".")[0].encode()
    texts = [text.encode() for text in disclosures]
    signer = scene.issuer_signer

    def bare() -> None:
        os.urandom(16 * len(texts))
        for text in texts:
            hashlib.sha256(text).digest()
        signer.sign(octets)

    return bare


def _bare_verify(presentation: str) -> Callable[[], object]:
    """Two signatures, the shown digests and ``sd_hash``, with keys already loaded."""
    parsed = Presentation.parse(presentation)
    binding = parsed.key_binding
    holder_key = parsed.registered.holder_key
    if binding is None or holder_key is None:
        raise AssertionError("the scene binds its credentials")
    texts = [text.encode() for text in parsed.sd_jwt.disclosures]
    bound = parsed.sd_jwt.bound_part().encode()
    # The issuer's key is not at hand here; the holder's over the same number of octets
    # costs the same, and a signature that fails costs no less than one that holds.
    token = parsed.token

    def bare() -> None:
        holder_key.verify(token.signing_input, token.signature)
        holder_key.verify(binding.jws.signing_input, binding.jws.signature)
        for text in texts:
            hashlib.sha256(text).digest()
        hashlib.sha256(bound).digest()

    return bare


def _their_issue(scene: Scene) -> Callable[[], object]:
    from jwcrypto.jwk import JWK
    from sd_jwt.common import SDObj
    from sd_jwt.issuer import SDJWTIssuer

    issuer_key = JWK.from_json(json.dumps(_private(scene.issuer_signer)))
    holder_key = JWK.from_json(json.dumps(jwk.format_public(scene.holder_signer.public_key)))
    claims = {SDObj(name): scene.claims[name] for name in CLAIMS}
    claims |= {"iss": scene.issuer.iss, "vct": scene.kind.vct, "iat": NOW_S, "exp": NOW_S + 9_999}
    algorithm = "ES256" if isinstance(scene.issuer_signer, P256Signer) else "EdDSA"

    def theirs() -> str:
        made = SDJWTIssuer(
            dict(claims),
            issuer_key,
            holder_key,
            sign_alg=algorithm,
            extra_header_parameters={"typ": "dc+sd-jwt"},
        )
        return str(made.sd_jwt_issuance)

    return theirs


def _their_verify(scene: Scene) -> Callable[[], object]:
    """The same through PyPI `sd-jwt`; its key binding is ES256 only, so the holder's is too."""
    from jwcrypto.jwk import JWK
    from sd_jwt.common import SDObj
    from sd_jwt.holder import SDJWTHolder
    from sd_jwt.issuer import SDJWTIssuer
    from sd_jwt.verifier import SDJWTVerifier

    signer = scene.issuer_signer
    algorithm = "ES256" if isinstance(signer, P256Signer) else "EdDSA"
    holder_signer = P256Signer.from_seed(os.urandom(48))
    issuer_key = JWK.from_json(json.dumps(_private(signer)))
    holder_key = JWK.from_json(json.dumps(_private(holder_signer)))
    claims = {SDObj(name): scene.claims[name] for name in CLAIMS}
    claims |= {"iss": scene.issuer.iss, "vct": scene.kind.vct, "iat": NOW_S, "exp": NOW_S + 9_999}
    audience = client_id_of(holder_signer.public_key)
    holder = SDJWTHolder(
        SDJWTIssuer(claims, issuer_key, holder_key, sign_alg=algorithm).sd_jwt_issuance
    )
    holder.create_presentation(dict.fromkeys(SHOWN, True), NONCE, audience, holder_key)
    text = holder.sd_jwt_presentation

    def theirs() -> object:
        return SDJWTVerifier(
            text, lambda _issuer, _header: issuer_key, audience, NONCE
        ).get_verified_payload()

    theirs()
    return theirs


def _private(signer: P256Signer | Any) -> dict[str, Any]:
    from livret_core.encoding import base64url

    members: dict[str, Any] = dict(jwk.format_public(signer.public_key))
    secret = signer.scalar_bytes if isinstance(signer, P256Signer) else signer.seed
    return members | {"d": base64url.encode(secret)}


def _growth() -> list[dict[str, Any]]:
    """How cost grows with claims (each way), and with what was verified before."""
    found = []
    ten = build("es256")
    shown_ten = ten.present(ten.issue(), 10)
    memo = Memo()
    for count in CLAIM_COUNTS:
        scene = build("es256", count=count, shown=count)
        text = scene.present(scene.issue(), count)
        value, n = ratio(scene.issue, ten.issue)
        found.append(_row(f"issue.es256.claims.{count}", value, None, None, n))
        value, n = ratio(
            partial(_verify, scene, text, memo), partial(_verify, ten, shown_ten, memo)
        )
        found.append(_row(f"verify.es256.claims.{count}", value, None, None, n))
    return found + _growth_with_time()


def _growth_with_time() -> list[dict[str, Any]]:
    """Cost of one verification after so many different ones, against the first hundred."""
    scene = build("es256")
    memo = Memo()
    found = []
    few = [scene.present(scene.issue()) for _ in range(100)]
    for count in SCALE:
        for _ in range(count // len(few)):
            for text in few:
                _verify(scene, text, memo)
        fresh = Memo()
        value, n = ratio(
            partial(_verify, scene, few[0], memo), partial(_verify, scene, few[0], fresh)
        )
        found.append(_row(f"verify.es256.growth.{count}", value, 1.1, value <= 1.1, n))
    return found
