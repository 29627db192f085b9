"""SD-JWT VC Type Metadata: what a type says about its claims, and to whom it says it.

    parse      one document, shape only
    resolve    a document and everything it extends, merged into one

Documents are handed in; nothing is fetched here. A document is bounded, read
strictly where its meaning matters, and members livret does not know are passed over.
SVG templates are noted and never rendered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, Self, TypeAlias, TypeVar, final

from livret_core import limits
from livret_core.credential.claim_path import ClaimPath, parse_path
from livret_core.credential.claim_text import is_seen
from livret_core.credential.integrity import check_integrity
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable

SdRule: TypeAlias = Literal["always", "allowed", "never"]

_LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_SVG_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
# Narrower than CSS on purpose: a colour ends up in a style sheet.
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{3,8}|[a-z]{3,24}|rgba?\([0-9 ,.%/]{5,40}\)")
_MAX_LABEL: Final = 512
_MAX_TEXT: Final = 4_096
_MAX_DISPLAYS: Final = 64

_Localised = TypeVar("_Localised", "TypeDisplay", "ClaimDisplay")


@final
@dataclass(frozen=True, slots=True)
class TypeDisplay:
    """How a type is called in one language, and its two colours.

    Attributes:
        locale: language tag (RFC 5646).
        name: for end users.
        description: for end users, or None.
        background_color, text_color: CSS colours, or None.
        has_svg: whether SVG templates are offered; livret does not render them.
    """

    locale: str
    name: str
    description: str | None = None
    background_color: str | None = None
    text_color: str | None = None
    has_svg: bool = False


@final
@dataclass(frozen=True, slots=True)
class ClaimDisplay:
    """How a claim is called in one language."""

    locale: str
    label: str
    description: str | None = None


@final
@dataclass(frozen=True, slots=True)
class ClaimMetadata:
    """What a type says about one claim. None means: not said (see the properties).

    Attributes:
        path: which claim, or claims.
        display: names of the claim, one a language.
        mandatory: must the issuer include it?
        sd: must, may or must not it be selectively disclosable?
        svg_id: its name in SVG templates.
    """

    path: ClaimPath
    display: tuple[ClaimDisplay, ...] | None = None
    mandatory: bool | None = None
    sd: SdRule | None = None
    svg_id: str | None = None

    @property
    def is_mandatory(self) -> bool:
        """False where the type says nothing."""
        return self.mandatory is True

    @property
    def sd_rule(self) -> SdRule:
        """``allowed`` where the type says nothing."""
        return self.sd or "allowed"

    def label(self, locale: str) -> str | None:
        """The name of the claim for a reader of *locale*, or None when it has none."""
        found = in_locale(self.display or (), locale)
        return found.label if found else None

    def extended_by(self, child: "ClaimMetadata") -> "ClaimMetadata":
        """Combine with what an extending type says: the child's word, but no loosening.

        Raises:
            Refused: ``type.loosened`` when *child* changes an ``always`` or ``never``,
                or makes a mandatory claim optional.
        """
        if self.sd_rule != "allowed" and child.sd not in (None, self.sd):
            raise Refused("type.loosened", "`sd` of the extended type changed")
        if self.is_mandatory and child.mandatory is False:
            raise Refused("type.loosened", "`mandatory` of the extended type withdrawn")
        return ClaimMetadata(
            self.path,
            self.display if child.display is None else child.display,
            self.mandatory if child.mandatory is None else child.mandatory,
            self.sd if child.sd is None else child.sd,
            self.svg_id if child.svg_id is None else child.svg_id,
        )


@final
@dataclass(frozen=True, slots=True)
class TypeMetadata:
    """One Type Metadata document, or a chain of them merged by :func:`resolve`.

    Attributes:
        vct: the type it describes.
        name, description: for developers.
        extends, extends_integrity: the extended type, while not yet resolved.
        display: names of the type; None when the document does not say.
        claims: what is said of each claim, no path twice.
        lineage: after resolving, the types it extends, nearest first.
    """

    vct: str
    name: str | None = None
    description: str | None = None
    extends: str | None = None
    extends_integrity: str | None = None
    display: tuple[TypeDisplay, ...] | None = None
    claims: tuple[ClaimMetadata, ...] = ()
    lineage: tuple[str, ...] = ()

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read one document.

        Raises:
            MalformedInput: ``input.too_large``, ``input.json`` and its kin, or
                ``type.malformed``.
        """
        document = json_encoding.parse_object(raw, max_bytes=limits.TYPE_METADATA_BYTES)
        vct = _text(document, "vct", _MAX_TEXT)
        if not vct:
            raise MalformedInput("type.malformed", "`vct` is required")
        extends = _text(document, "extends", _MAX_TEXT)
        integrity = _text(document, "extends#integrity", _MAX_TEXT)
        if integrity is not None and extends is None:
            raise MalformedInput("type.malformed", "`extends#integrity` without `extends`")
        display = _objects(document, "display", _MAX_DISPLAYS)
        claims = tuple(map(_claim, _objects(document, "claims", limits.TYPE_CLAIMS) or ()))
        _check_once((claim.path for claim in claims), "path")
        _check_once((claim.svg_id for claim in claims if claim.svg_id), "svg_id")
        return cls(
            vct,
            _text(document, "name", _MAX_LABEL),
            _text(document, "description", _MAX_TEXT),
            extends,
            integrity,
            None if display is None else tuple(map(_type_display, display)),
            claims,
        )

    def extended_by(self, child: "TypeMetadata") -> "TypeMetadata":
        """Merge the metadata of an extending type over this, already resolved, one.

        Raises:
            Refused: ``type.loosened``.
            MalformedInput: ``type.malformed`` when an ``svg_id`` is no longer unique.
        """
        claims = {claim.path: claim for claim in self.claims}
        for claim in child.claims:
            base = claims.get(claim.path)
            claims[claim.path] = base.extended_by(claim) if base else claim
        _check_once((claim.svg_id for claim in claims.values() if claim.svg_id), "svg_id")
        return replace(
            child,
            extends=None,
            extends_integrity=None,
            display=self.display if child.display is None else child.display,
            claims=tuple(claims.values()),
            lineage=(self.vct, *self.lineage),
        )


def resolve(
    documents: Mapping[str, bytes], vct: str, *, integrity: str | None = None
) -> TypeMetadata:
    """Read the metadata of *vct* and of everything it extends, and merge them.

    Args:
        documents: octets as retrieved, by the type they were asked for.
        vct: the type.
        integrity: ``vct#integrity`` of the credential, where it has one.

    Raises:
        Unavailable: ``type.unavailable`` when a document of the chain is not there.
        Refused: ``type.integrity``; ``type.other_vct`` when a document describes
            another type; ``type.cycle``; ``type.loosened``.
        MalformedInput: what :meth:`TypeMetadata.parse` raises; ``input.too_deep`` for
            more than :data:`livret_core.limits.TYPE_CHAIN` documents.
    """
    chain: list[TypeMetadata] = []
    wanted: str | None = vct
    while wanted is not None:
        if any(found.vct == wanted for found in chain):
            raise Refused("type.cycle")
        if len(chain) == limits.TYPE_CHAIN:
            raise MalformedInput("input.too_deep", max_depth=limits.TYPE_CHAIN)
        raw = documents.get(wanted)
        if raw is None:
            raise Unavailable("type.unavailable", "a document of the chain is missing")
        if integrity is not None:
            check_integrity(raw, integrity)
        found = TypeMetadata.parse(raw)
        if found.vct != wanted:
            raise Refused("type.other_vct")
        chain.append(found)
        wanted, integrity = found.extends, found.extends_integrity
    merged = chain.pop()
    while chain:
        merged = merged.extended_by(chain.pop())
    return merged


def in_locale(entries: Iterable[_Localised], locale: str) -> _Localised | None:
    """Choose the entry for a reader of *locale*: exact, same language, English, the first."""
    by_locale: dict[str, _Localised] = {entry.locale.lower(): entry for entry in entries}
    wanted = locale.lower()
    language = wanted.partition("-")[0]
    tags = [wanted, language]
    tags += (tag for tag in by_locale if tag.partition("-")[0] == language)
    tags += ("en", *by_locale)
    return next((by_locale[tag] for tag in tags if tag in by_locale), None)


def _claim(entry: JsonObject) -> ClaimMetadata:
    mandatory = entry.get("mandatory")
    if "mandatory" in entry and not isinstance(mandatory, bool):
        raise MalformedInput("type.malformed", "`mandatory` is not true or false")
    svg_id = _text(entry, "svg_id", _MAX_LABEL)
    if svg_id is not None and not _SVG_ID.fullmatch(svg_id):
        raise MalformedInput("type.malformed", "`svg_id` has a character it may not have")
    display = _objects(entry, "display", _MAX_DISPLAYS)
    return ClaimMetadata(
        parse_path(entry.get("path")),
        None if display is None else tuple(map(_claim_display, display)),
        mandatory if isinstance(mandatory, bool) else None,
        _sd(entry),
        svg_id,
    )


def _sd(entry: JsonObject) -> SdRule | None:
    match entry.get("sd"):
        case ("always" | "allowed" | "never") as rule:
            return rule
        case None if "sd" not in entry:
            return None
        case _:
            raise MalformedInput("type.malformed", "`sd` is not always, allowed or never")


def _claim_display(entry: JsonObject) -> ClaimDisplay:
    return ClaimDisplay(
        _locale(entry),
        _required(entry, "label"),
        _text(entry, "description", _MAX_TEXT),
    )


def _type_display(entry: JsonObject) -> TypeDisplay:
    rendering = _object(entry, "rendering")
    simple = _object(rendering, "simple")
    for image in ("logo", "background_image"):
        if image in simple:
            _check_resource(_object(simple, image))
    templates = _objects(rendering, "svg_templates", _MAX_DISPLAYS)
    for template in templates or ():
        _check_resource(template)
    return TypeDisplay(
        _locale(entry),
        _required(entry, "name"),
        _text(entry, "description", _MAX_TEXT),
        _colour(simple, "background_color"),
        _colour(simple, "text_color"),
        bool(templates),
    )


def _locale(entry: JsonObject) -> str:
    locale = _required(entry, "locale")
    if not _LOCALE.fullmatch(locale):
        raise MalformedInput("type.malformed", "`locale` is not a language tag")
    return locale


def _colour(simple: JsonObject, name: str) -> str | None:
    colour = _text(simple, name, _MAX_LABEL)
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise MalformedInput("type.malformed", f"`{name}` is not an RGB colour")
    return colour


def _check_resource(resource: JsonObject) -> None:
    uri = _text(resource, "uri", limits.TYPE_METADATA_BYTES)
    if uri is None or not uri.startswith(("https://", "data:")):
        raise MalformedInput("type.malformed", "an image that is neither https: nor data:")
    _text(resource, "uri#integrity", _MAX_TEXT)


def _required(entry: JsonObject, name: str) -> str:
    text = _text(entry, name, _MAX_LABEL)
    if not text:
        raise MalformedInput("type.malformed", f"`{name}` is required")
    return text


def _text(entry: JsonObject, name: str, max_chars: int) -> str | None:
    value = entry.get(name)
    if name not in entry:
        return None
    if not isinstance(value, str) or len(value) > max_chars:
        raise MalformedInput("type.malformed", f"`{name}` is not text, or too long")
    if not is_seen(value):
        raise MalformedInput("type.malformed", f"`{name}` holds what nobody sees")
    return value


def _object(entry: JsonObject, name: str) -> JsonObject:
    value: JsonValue = entry.get(name, {})
    if not isinstance(value, dict):
        raise MalformedInput("type.malformed", f"`{name}` is not an object")
    return value


def _objects(entry: JsonObject, name: str, at_most: int) -> list[JsonObject] | None:
    if name not in entry:
        return None
    value = entry[name]
    if not isinstance(value, list) or len(value) > at_most:
        raise MalformedInput("type.malformed", f"`{name}` is not an array, or too long")
    objects = [item for item in value if isinstance(item, dict)]
    if len(objects) != len(value):
        raise MalformedInput("type.malformed", f"`{name}` holds something not an object")
    return objects


def _check_once(values: Iterable[object], what: str) -> None:
    seen: set[object] = set()
    for value in values:
        # Python takes 0 and False, 1 and 1.0 for one key; paths hold neither bool nor float.
        if value in seen:
            raise MalformedInput("type.malformed", f"a `{what}` stands twice")
        seen.add(value)
