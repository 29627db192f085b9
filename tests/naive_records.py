"""A second reader and writer of records, made from docs/spec/records.md and from nothing else.

It has no form of a record of its own: the tables of the page say which members there are, what each
looks like and when it is left out.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_ROW = re.compile(r"\| `([a-z_]+)` \| (.+?) \| (?:`(.+?)`)? \| (.*?) \|")
_FORM = re.compile(r"\| `(.+?)` \| .*? \| (?:`(.+)`|an integer|true or false) \|")


@dataclass(frozen=True)
class Member:
    """A row of a table: the form, and the JSON of what is left out."""

    form: str
    left_out: str | None


@dataclass(frozen=True)
class Section:
    """A kind, or an object inside."""

    text: str
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def example(self) -> tuple[str, bytes]:
        """A record's name, and its octets."""
        [(name, octets)] = re.findall(r"```text\n(.+)\n(.+)\n```", self.text)
        return name, octets.encode("ascii")


class Page:
    """What the page says."""

    def __init__(self, text: str) -> None:
        self.text = text
        sections = {}
        for part in text.split("\n### ")[1:]:
            title, _, body = part.partition("\n")
            rows = {name: Member(form, out or None) for name, form, out, _ in _ROW.findall(body)}
            sections[title] = Section(body, rows)
        self.objects = {
            title.removeprefix("object: "): each
            for title, each in sections.items()
            if title.startswith("object: ")
        }
        self.kinds = {title: each for title, each in sections.items() if ":" not in title}

    @cached_property
    def forms(self) -> dict[str, str]:
        [table] = re.findall(r"## 2\. Forms\n(.*?)\n\n`X or null`", self.text, re.DOTALL)
        return dict(_FORM.findall(table))

    def read(self, octets: bytes) -> dict[str, Any]:
        """All members of a record, those left out too. ValueError for what the page has no place for."""
        found = json.loads(octets)
        filled = self._filled(self.kinds[found.pop("kind")], found)
        if self.write(json.loads(octets)["kind"], filled) != octets:
            raise ValueError("not as the page writes it")
        return filled

    def write(self, kind: str, members: dict[str, Any]) -> bytes:
        """A record's octets, of all its members."""
        value = {"kind": kind, **self._emptied(self.kinds[kind], members)}
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")

    def _filled(self, section: Section, found: dict[str, Any]) -> dict[str, Any]:
        if not found.keys() <= section.members.keys():
            raise ValueError(f"no place for {found.keys() - section.members.keys()}")
        filled = {}
        for name, member in section.members.items():
            if name not in found:
                if member.left_out is None:
                    raise ValueError(f"no {name}")
                filled[name] = json.loads(member.left_out)
            else:
                filled[name] = self._of_form(member.form, found[name], self._filled)
        return filled

    def _emptied(self, section: Section, members: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._of_form(member.form, members[name], self._emptied)
            for name, member in section.members.items()
            if member.left_out is None or json.loads(member.left_out) != members[name]
        }

    def _of_form(self, form: str, value: Any, inside: Any) -> Any:
        if form.endswith(" or null"):
            return None if value is None else self._of_form(form[:-8], value, inside)
        if form.startswith("list of "):
            return [self._of_form(form[8:], each, inside) for each in value]
        if form == "[seconds, seconds]":
            first, second = value
            return [self._of_form("seconds", each, inside) for each in (first, second)]
        if form in self.objects:
            return inside(self.objects[form], value)
        pattern = self.forms[form]
        if pattern:
            fits = isinstance(value, str) and re.fullmatch(pattern, value) is not None
        elif form == "yes or no":
            fits = isinstance(value, bool)
        else:
            fits = type(value) is int and value >= 0
        if not fits:
            raise ValueError(f"{value!r} is no {form}")
        return value
