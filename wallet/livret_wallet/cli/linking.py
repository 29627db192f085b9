"""Commands of links: open one, and tell this desktop that livret opens them."""

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_core.words import LANGUAGES, explain_error, printable
from livret_core.words.render import refusal_lines
from livret_edge.arguments import Argument, Asked
from livret_edge.files import make_folder, read_file, told, write_named
from livret_edge.homes import default_home
from livret_edge.program import Command
from livret_edge.saying import Voice, local_zone
from livret_wallet.cli import online, showing
from livret_wallet.cli.arguments import ASKED_ONLINE
from livret_wallet.cli.opening import check_made
from livret_wallet.words import keeping

if TYPE_CHECKING:
    from livret_wallet.links import Kind

_STATUS: Final = {"refused": 1, "malformed": 2, "unavailable": 3}
_ENTRY_BYTES: Final = 64 << 10
_LIST: Final = "mimeapps.list"
_LIST_BYTES: Final = 1 << 20
_WAIT_S: Final = 30
_BUSY: Final = "vault.busy"
_OPEN: Final = {"offer": "links.open_offer", "request": "links.open_request"}
_OPTION: Final = "register-links"


def open_link(asked: Asked) -> int:
    """Receive what a link offers, or show the sheet of what it asks. It brings no option along."""
    from livret_wallet import links

    def run() -> int:
        kind: Kind = links.kind_of(asked.link)
        place = links.place_of(asked.link)
        voice, said = asked.voice, keeping(asked.voice.lang)
        if not voice.json:
            voice.tell(said[f"link_{kind}"].format(place=printable(place)))
        try:
            return _offer(asked) if kind == "offer" else _request(asked)
        except Unavailable as error:
            if error.code != _BUSY:
                raise
            # The window that has the wallet takes the link as well.
            raise Unavailable(_OPEN[kind]) from None

    return _and_wait(asked.voice, run) if asked.wait else run()


def register(asked: Asked) -> int:
    """Have this desktop open links with livret; or no more."""
    if sys.platform == "darwin":
        return _on_macos(asked)
    if sys.platform in {"win32", "cygwin"}:
        raise Unavailable("links.system")
    return _on_xdg(asked)


def _offer(asked: Asked) -> int:
    return online.receive(asked.also(answer=asked.link, copies=None))


def _request(asked: Asked) -> int:
    # What would say yes beforehand is not there to be said.
    nothing = dict.fromkeys(("to", "consent", "yes_to", "with_dating"))
    never = dict.fromkeys(("dry_run", "yes", "again"), False)
    return showing.present(asked.also(request=asked.link, **nothing, **never))


def _and_wait(voice: Voice, run: Callable[[], int]) -> int:
    """Keep the window open until somebody has read what is in it."""
    try:
        status = run()
    except LivretError as error:
        status = _STATUS[error.branch]
        explained = explain_error(error, voice.lang, zone=local_zone)
        print("\n".join(refusal_lines(explained, voice.lang, plain=voice.plain)), file=sys.stderr)
    if sys.stdin.isatty():
        with suppress(EOFError):
            input(keeping(voice.lang)["press_enter"])
    return status


def _command(asked: Asked) -> list[str]:
    """Give what is started for a link: this very livret, on this very wallet."""
    # Without -P whatever lies in the folder of downloads could take a module's name.
    python = [sys.executable, "-P", "-m", "livret_town"]
    home = str(Path(asked.home).absolute())
    return [*python, "wallet", "open", "--home", home, "--wait", "--"]


def _on_xdg(asked: Asked) -> int:
    from livret_wallet import links

    named = {str(each): keeping(each)["links_name"] for each in LANGUAGES}
    entry = links.desktop_entry(_command(asked), named)
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if data.startswith("/") else Path.home() / ".local" / "share"
    path = base / "applications" / links.ENTRY
    commands = [*links.mime_commands(), ["update-desktop-database", str(path.parent)]]
    if asked.remove:
        return _removed(asked, path, commands[-1:])
    if asked.dry_run:
        return _shown(asked, path, entry, commands)
    check_made(asked)
    _check_ours(path)
    make_folder(path.parent)
    write_named(path, entry.encode(), _OPTION, mode=0o644, replace=True)
    return _registered(asked, path, [each for each in commands if not _ran(each)])


def _check_ours(path: Path) -> None:
    """Check that nothing of somebody else's is written over or removed."""
    from livret_wallet import links

    if os.path.lexists(path) and links.OURS.encode() not in read_file(path, _ENTRY_BYTES):
        raise MalformedInput("usage.file_exists", option=_OPTION, file=str(path))


def _removed(asked: Asked, path: Path, commands: Sequence[Sequence[str]]) -> int:
    was_there = os.path.lexists(path)
    if was_there:
        _check_ours(path)
    if was_there and not asked.dry_run:
        with told(path, "file.unavailable"):
            path.unlink()
        for each in commands:
            _ran(each)
    if not asked.dry_run:
        for listed in _lists(path.parent):
            _leave_list(listed)
    voice, said = asked.voice, keeping(asked.voice.lang)
    if voice.json:
        voice.event("links_removed", file=str(path), was_there=was_there, dry_run=asked.dry_run)
    elif asked.dry_run and was_there:
        voice.tell(said["links_would_remove"].format(path=path))
    else:
        voice.tell("✓ " + said["links_removed" if was_there else "links_none"])
    return 0


def _lists(applications: Path) -> tuple[Path, ...]:
    """Give where desktops write down who opens what: where ``xdg-mime`` does, and where it once did."""
    config = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(config) if config.startswith("/") else Path.home() / ".config"
    return (base / _LIST, applications / _LIST)


def _leave_list(path: Path) -> None:
    """Take our entry out of a list, if there is one of that kind and it is there."""
    from livret_wallet import links

    if not path.is_file():
        return
    before = read_file(path, _LIST_BYTES)
    with suppress(UnicodeDecodeError):
        after = links.without_us(before.decode()).encode()
        if after != before:
            mode = path.stat().st_mode & 0o777
            write_named(path, after, _OPTION, mode=mode, replace=True)


def _shown(asked: Asked, path: Path, content: str, commands: Sequence[Sequence[str]]) -> int:
    voice, said = asked.voice, keeping(asked.voice.lang)
    if voice.json:
        voice.event("links_preview", file=str(path), content=content, commands=list(commands))
        return 0
    voice.tell(said["links_would"].format(path=path))
    voice.lines([f"  {line}" for line in content.splitlines()])
    voice.lines([f"  $ {' '.join(each)}" for each in commands])
    return 0


def _registered(asked: Asked, path: Path, left: Sequence[Sequence[str]]) -> int:
    voice, said = asked.voice, keeping(asked.voice.lang)
    if voice.json:
        voice.event("links_registered", file=str(path), left=list(left))
        return 0
    voice.tell("✓ " + said["links_registered"].format(path=path))
    if left:
        voice.tell("! " + said["links_left"])
        voice.lines([f"  {' '.join(each)}" for each in left])
    if asked.home != default_home("wallet"):
        # A stick is carried away: this computer keeps where it was.
        voice.tell("! " + said["links_elsewhere"].format(home=asked.home))
    voice.tell(said["links_undo"])
    return 0


def _ran(command: Sequence[str]) -> bool:
    """Run a program of the desktop's, if it is there and does not hang."""
    found = shutil.which(command[0])
    if found is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603  # a program found by its name, no shell
            [found, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_WAIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _on_macos(asked: Asked) -> int:
    """Make a small program that macOS calls with a link. Written by the book, and untried."""
    from livret_wallet import links

    script = links.apple_script(_command(asked))
    path = Path.home() / "Applications" / "livret links.app"
    compiling = ["osacompile", "-o", str(path), "-e", script]
    if asked.remove:
        if path.is_dir() and not asked.dry_run:
            with told(path, "file.unavailable"):
                shutil.rmtree(path)
        return _removed(asked, path, [])
    if asked.dry_run:
        return _shown(asked, path, script, [compiling[:3]])
    check_made(asked)
    make_folder(path.parent)
    if not _ran(compiling):
        raise Unavailable("links.system", "osacompile")
    info = path / "Contents" / "Info.plist"
    keys = {**plistlib.loads(read_file(info, _ENTRY_BYTES)), **links.apple_keys()}
    write_named(info, plistlib.dumps(keys), _OPTION, mode=0o644, replace=True)
    asked.voice.complain("! " + keeping(asked.voice.lang)["links_untried"])
    return _registered(asked, path, [])


COMMANDS: Final = (
    Command(
        "open",
        open_link,
        (
            "livret wallet open 'openid-credential-offer://?credential_offer_uri=…'",
            "livret wallet open 'openid4vp://?client_id=…&request_uri=…'",
        ),
        (
            Argument("link", "link", required=True),
            Argument("--proof", "proof"),
            Argument("--tx-code-file", "file"),
            Argument("--wait", default=False),
            *ASKED_ONLINE,
        ),
    ),
    Command(
        "register-links",
        register,
        ("livret wallet register-links --dry-run", "livret wallet register-links --remove"),
        (Argument("--remove", default=False), Argument("--dry-run", default=False)),
    ),
)
