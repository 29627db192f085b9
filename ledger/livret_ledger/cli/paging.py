"""The public pages, written into a folder."""

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger import head
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import make_folder, named_by, read_file
from livret_ledger.cli.copies import open_copy
from livret_ledger.cli.looking import chain_of
from livret_ledger.pages.rendering import SIGNED, render
from livret_ledger.pages.survey import survey
from livret_ledger.service.web_root import WebRoot
from livret_ledger.words import texts


def pages(asked: Asked) -> int:
    """Write the pages of a ledger as of the head that is published."""
    with named_by("--to"):
        make_folder(asked.to, mode=0o755)
    with open_copy(asked) as copy:
        _check_own(asked, copy.signed.checkpoint.origin)
        chain = chain_of(asked, copy)
        head.verify(copy.signed, chain)  # before all of a copy is read and applied again
        state, _ = copy.state()
        found = survey(state, copy.signed, chain, copy.heads())
    changed = WebRoot(asked.to).write_pages(render(found))
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event(
            "pages",
            origin=found.origin,
            size=found.size,
            time_s=found.time_s,
            changed=changed,
            to=str(asked.to),
        )
        return 0
    voice.tell("✓ " + said["pages"].format(path=printable(str(asked.to))))
    voice.rows([(said["as_of"], voice.moment(found.time_s)), (said["changed"], str(changed))])
    return 0


def _check_own(asked: Asked, origin: str) -> None:
    """Check that nobody's files lie where the pages are to be, but earlier pages of the same ledger.

    Pages bring the head that they show along, signed: that tells whose a folder is.

    Raises:
        MalformedInput: ``usage.folder_used``.
    """
    try:
        if not any(asked.to.iterdir()):
            return
        shown = SignedCheckpoint.parse(read_file(asked.to / SIGNED, limits.NOTE_BYTES))
        if shown.checkpoint.origin == origin:
            return
    except (OSError, LivretError):
        pass
    raise MalformedInput("usage.folder_used", option="--to", folder=str(asked.to))
