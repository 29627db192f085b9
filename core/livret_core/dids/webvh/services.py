"""What did:webvh adds to a document: implicit services and the parallel did:web (did:webvh 1.0)."""

from livret_core.dids.webvh.identifier import WebvhDid
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput

FILES: str = "files"
WHOIS: str = "whois"


def implicit_services(did: WebvhDid) -> list[JsonObject]:
    """Write the services ``#files`` and ``#whois`` that every did:webvh DID has."""
    base = did.base_url
    return [
        {"id": f"#{FILES}", "type": "relativeRef", "serviceEndpoint": base},
        {
            "@context": "https://identity.foundation/linked-vp/contexts/v1",
            "id": f"#{WHOIS}",
            "type": "LinkedVerifiablePresentation",
            "serviceEndpoint": f"{base}whois.vp",
        },
    ]


def with_implicit_services(document: JsonObject) -> JsonObject:
    """Copy *document*, adding the implicit services that it does not define itself.

    Raises:
        MalformedInput: ``did.document`` when ``service`` is not a list, ``did.*`` when
            ``id`` is not a did:webvh.
    """
    did = WebvhDid.parse(_text(document.get("id")))
    services = document.get("service", [])
    if not isinstance(services, list):
        raise MalformedInput("did.document", "`service` is not a list")
    defined = {item.get("id") for item in services if isinstance(item, dict)}
    missing: list[JsonValue] = [
        service
        for service in implicit_services(did)
        if service["id"] not in defined and f"{did.text}{service['id']}" not in defined
    ]
    return {**document, "service": [*services, *missing]}


def web_document(document: JsonObject) -> JsonObject:
    """Write the did:web document to publish beside a did:webvh log as ``did.json``.

    Args:
        document: the resolved document of a DID in use. A deactivated one has none.

    Raises:
        MalformedInput: ``did.document`` when ``service`` or ``alsoKnownAs`` is not a
            list, ``did.*`` when ``id`` is not a did:webvh.
    """
    did = WebvhDid.parse(_text(document.get("id")))
    text = json_encoding.format(with_implicit_services(document)).decode("utf-8")
    renamed = json_encoding.parse_object(text.replace(f"did:webvh:{did.scid}:", "did:web:"))
    known_as = renamed.get("alsoKnownAs", [])
    if not isinstance(known_as, list):
        raise MalformedInput("did.document", "`alsoKnownAs` is not a list")
    names = dict.fromkeys(map(_text, [*known_as, did.text]))
    names.pop(did.web_did, None)
    return {**renamed, "alsoKnownAs": list(names)}


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise MalformedInput("did.document", "an identifier that is not text")
    return value
