"""Twenty texts that somebody may have written into a proof, a form or a name, to be drawn elsewhere."""

from typing import Final

HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</textarea><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "javascript:alert(1)",
    "&lt;script&gt;&#0;&amp;",
    "[bold red]VERIFIED[/] [link=https://evil.example]here[/]",
    "\x1b[2J\x1b[1;32m✓ ACCEPTED\x1b[0m",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x9b31mREFUSED\x9b0m",
    "line\rOVERWRITTEN\nsecond\x0bthird",
    "tab\tbell\x07back\x08\x08\x08space",
    "nul\x00and\x7fdelete",
    "\u202egnp.exe\u202c",
    "\u2066hidden\u2069 \u2067right to left\u2069",
    "zero\u200bwidth\u200djoiner\ufeff",
    "Ve\u0440neuil with a Cyrillic er",
    "Z" * 5_000,
    "Z̷̡̛̮͇̝͉̫̭͈͗͑a̴̯̓l̶̝̊g̸͖͐o̴͇͝",
)
#: What no screen may be given as it is.
UNSEEN: Final = frozenset(
    [
        *map(chr, range(9)),
        *map(chr, range(11, 32)),
        *map(chr, range(0x7F, 0xA0)),
        *"\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
    ]
)
