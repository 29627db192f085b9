"""The reasons of a service desk: its certificate, who works at it, what was read."""

from typing import Final

from livret_core.code import Code

DESK: Final = {
    "desk.certificate_early": Code("unavailable", "a certificate that has not begun", "RFC 5280"),
    "desk.certificate_over": Code("unavailable", "a certificate that has ended", "RFC 5280"),
    "desk.certificate_unfit": Code(
        "malformed", "no chain that signs requests, or an anchor in it", "HAIP 1.0 §5, §7"
    ),
    "desk.no_certificate": Code("malformed", "known by a certificate, and none is there"),
    "desk.other_host": Code("malformed", "a certificate for another host", "OpenID4VP 1.0 §5.9.3"),
    "desk.other_key": Code("malformed", "a certificate of another key", "OpenID4VP 1.0 §5.9.3"),
    "scan.no_picture": Code("malformed", "a file that is no picture"),
    "scan.nothing": Code("malformed", "no code is to be seen in the picture"),
    "scan.several": Code("malformed", "more than one code is to be seen in the picture"),
    "scan.too_large": Code("malformed", "a file that is larger than a desk reads"),
    "scan.unavailable": Code("unavailable", "what reads pictures is not installed"),
    "staff.closed": Code("refused", "nobody is logged in, or not any more"),
    "staff.exists": Code("refused", "an account of this name exists"),
    "staff.name": Code("malformed", "not a name for an account"),
    "staff.none": Code("refused", "no account of this name"),
    "staff.other_page": Code("refused", "a form that this desk's page did not make", "CSRF"),
    "staff.passphrase_short": Code("refused", "a passphrase of fewer than ten characters"),
    "staff.blocked": Code("refused", "too many tries to log in, one after the other"),
    "staff.busy": Code("unavailable", "as many log in at once as the desk can check"),
    "staff.unknown": Code("refused", "name, passphrase or code: one of them is not right"),
}
