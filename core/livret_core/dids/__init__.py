"""Decentralised identifiers: did:webvh for institutions, did:key and did:jwk for keys."""

from livret_core.dids.did import Did, DidUrl
from livret_core.dids.document import DidDocument, Relationship
from livret_core.dids.jwk import DidJwk
from livret_core.dids.key import DidKey

__all__ = ["Did", "DidDocument", "DidJwk", "DidKey", "DidUrl", "Relationship"]
