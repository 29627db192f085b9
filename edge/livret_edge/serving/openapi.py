"""The description of a service (OpenAPI 3.1), made of its routes as they are declared."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from livret_core.encoding.json import JsonObject, JsonValue
from livret_edge.serving.endpoint import PROBLEM, Endpoint, Place, Says

VERSION: Final = "3.1.0"

_TENANT: Final[JsonObject] = {
    "name": "tenant",
    "in": "path",
    "required": True,
    "description": "whose service it is",
    "schema": {"type": "string", "pattern": "^[a-z0-9](-?[a-z0-9])*$", "maxLength": 63},
}
_PROBLEM: Final[JsonObject] = {
    "type": "object",
    "description": "why not (RFC 9457)",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "the reason, as `livret explain CODE` has it"},
        "request": {"type": "string", "description": "the id under which the log has it"},
    },
}
#: What any route may answer, whatever it is for.
_ALWAYS: Final = (400, 404, 421, 431, 500, 503)
_WITH_BODY: Final = (408, 413, 415)


def describe(
    title: str, version: str, origin: str, served: Sequence[tuple[str, Endpoint]]
) -> JsonObject:
    """Describe a service.

    Args:
        title: its name.
        version: of the program.
        origin: its public address without a path.
        served: the template of each path, and the route there.
    """
    paths: dict[str, JsonValue] = {}
    for template, endpoint in served:
        at = paths.setdefault(template, {})
        if not isinstance(at, dict):
            raise TypeError(template)
        again = sum(endpoint is each for _, each in served) > 1 and ".well-known" in template
        is_first = template == next(path for path, each in served if each is endpoint)
        name = endpoint.name if is_first or not again else f"{endpoint.name}_before"
        at[endpoint.method.lower()] = _operation(name, template, endpoint)
    return {
        "openapi": VERSION,
        "info": {"title": title, "version": version},
        "servers": [{"url": origin}],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _operation(name: str, template: str, endpoint: Endpoint) -> JsonObject:
    places: list[JsonValue] = [_TENANT] if "{tenant}" in template else []
    for where, each in (
        ("path", endpoint.path_places),
        ("query", endpoint.query),
        ("header", endpoint.headers),
    ):
        places += [_place(where, key, place) for key, place in each.items()]
    answers: dict[str, JsonValue] = {
        str(status): _says(says) for status, says in endpoint.answers.items()
    }
    for status in (*_ALWAYS, *(_WITH_BODY if endpoint.takes is not None else ())):
        answers.setdefault(str(status), _no(status))
    described: dict[str, JsonValue] = {
        "operationId": name,
        "summary": endpoint.about,
        "parameters": places,
        "responses": answers,
    }
    if endpoint.takes is not None:
        described["requestBody"] = {
            "required": True,
            "content": _content(endpoint.takes.media),
        }
    return described


def _place(where: str, name: str, place: Place) -> JsonObject:
    return {
        "name": name,
        "in": where,
        "required": place.is_required or where == "path",
        "description": place.about,
        "schema": place.schema,
    }


def _says(says: Says) -> JsonObject:
    said: dict[str, JsonValue] = {"description": says.about}
    if says.media:
        said["content"] = _content(says.media)
    if says.headers:
        said["headers"] = {
            name: {"description": about, "schema": {"type": "string"}}
            for name, about in says.headers.items()
        }
    return said


def _no(status: int) -> JsonObject:
    schema: JsonObject = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": schema}},
    }


def _content(media: Mapping[str, JsonObject]) -> JsonObject:
    return {name: {"schema": schema} for name, schema in media.items()}
