"""What an application is told of an answer: yes with what was asked for, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Fact
from livret_core.words import LANGUAGES, explain, language_of
from livret_verifier.handed import check_kind
from livret_verifier.rendering import verdict_object
from livret_verifier.report import Outcome
from livret_verifier.verdict import Verdict
from livret_verifier.words import texts

_NOTHING: Final[Mapping[str, JsonValue]] = MappingProxyType({})
_NO_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a request.

    Attributes:
        outcome: accepted, refused, malformed, or nobody could find out.
        code: why not, as ``livret explain CODE`` has it; None for one that is accepted.
        claims: what was asked for and nothing else, by name (``address.locality``); empty
            unless accepted. Keep no more of it than the procedure needs.
        issuer: who signed, as the policy names it; empty unless accepted.
        report: every check and how it ended, without any value.
        facts: for the sentence of :meth:`says`.
    """

    outcome: Outcome
    code: str | None = None
    claims: Mapping[str, JsonValue] = field(default_factory=lambda: _NOTHING)
    issuer: str = ""
    report: JsonObject | None = None
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """Tell a verdict."""
        report, presentation = verdict.report, verdict.presentation
        if presentation is None:
            reason = report.reason
            if reason is None:
                raise ValueError("not accepted, and for no reason")
            facts = {**report.facts, **reason.facts}
            return cls(report.outcome, reason.code, report=verdict_object(verdict), facts=facts)
        claims = {format_path(path): value for path, value in presentation.claims.items()}
        return cls(
            report.outcome,
            None,
            MappingProxyType(claims),
            presentation.issuer.name,
            verdict_object(verdict),
        )

    @property
    def accepted(self) -> bool:
        """Whether it is a yes. Whatever could not be found out is none."""
        return self.outcome is Outcome.ACCEPTED

    @property
    def may_be_asked_again(self) -> bool:
        """Whether nobody could find out, so that the same request may be answered once more.

        Whoever keeps the requests counts: after :data:`livret_verifier.deciding.TRIES` answers
        of which nothing could be found out, it is time for a new one.
        """
        return self.outcome is Outcome.UNAVAILABLE

    def says(self, language: str = "en") -> str:
        """Say to whoever stands at the counter that it is a yes, or why not and what to do.

        Args:
            language: one of :data:`livret_core.words.LANGUAGES`; ``fr-BE`` is ``fr``.

        Raises:
            MalformedInput: ``input.malformed``: no language that livret speaks.
            TypeError: for what is no text.
        """
        check_kind(language, str, f"a language is one of {', '.join(LANGUAGES)}")
        spoken = language_of(language)
        if self.code is None:
            return f"{texts(spoken).accepted.capitalize()}."
        said = explain(self.code, spoken, self.facts)
        return f"{said.what} {said.step}"
