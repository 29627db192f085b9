"""What a query says of the type it wants, one shape for each format (OpenID4VP 1.0 Appendix B)."""

from dataclasses import dataclass
from typing import Final, Self, TypeAlias, final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.openid4vp.dcql.shape import read_array, read_object, read_text, read_texts

SD_JWT_VC: Final = "dc+sd-jwt"
MDOC: Final = "mso_mdoc"
_W3C: Final = ("jwt_vc_json", "ldp_vc")

_MAX_TYPES: Final = 32


@final
@dataclass(frozen=True, slots=True)
class SdJwtVcMeta:
    """SD-JWT VC (Appendix B.3.5): the types that will do, themselves or inherited from."""

    vct_values: tuple[str, ...]

    def format(self) -> JsonObject:
        """Write it."""
        return {"vct_values": list(self.vct_values)}


@final
@dataclass(frozen=True, slots=True)
class MdocMeta:
    """ISO mdoc (Appendix B.2.3): the one document type that will do."""

    doctype_value: str

    def format(self) -> JsonObject:
        """Write it."""
        return {"doctype_value": self.doctype_value}


@final
@dataclass(frozen=True, slots=True)
class W3cMeta:
    """W3C credentials (Appendix B.1.1): sets of types, all of one of which must be there."""

    type_values: tuple[tuple[str, ...], ...]

    def format(self) -> JsonObject:
        """Write it."""
        return {"type_values": [list(types) for types in self.type_values]}


@final
@dataclass(frozen=True, slots=True)
class OtherMeta:
    """Of a format defined elsewhere; what it says is not read, since nothing held answers it."""

    @classmethod
    def of(cls, _: JsonObject) -> Self:
        """Take nothing of it."""
        return cls()

    def format(self) -> JsonObject:
        """Write it, as much as was kept."""
        return {}


Meta: TypeAlias = SdJwtVcMeta | MdocMeta | W3cMeta | OtherMeta


def parse_meta(format_name: str, value: JsonValue, place: str) -> Meta:
    """Read ``meta`` for the format it belongs to.

    An empty one is well formed in general (§6.1) and for none of the formats that
    OpenID4VP itself defines: each has a parameter that is required.

    Raises:
        MalformedInput: ``request.malformed``.
    """
    meta = read_object(value, place)
    if format_name == SD_JWT_VC:
        at = f"{place}.vct_values"
        return SdJwtVcMeta(read_texts(meta.get("vct_values"), at, _MAX_TYPES))
    if format_name == MDOC:
        return MdocMeta(read_text(meta.get("doctype_value"), f"{place}.doctype_value"))
    if format_name in _W3C:
        at = f"{place}.type_values"
        sets = enumerate(read_array(meta.get("type_values"), at, _MAX_TYPES))
        return W3cMeta(tuple(read_texts(one, f"{at}[{index}]", _MAX_TYPES) for index, one in sets))
    return OtherMeta.of(meta)
