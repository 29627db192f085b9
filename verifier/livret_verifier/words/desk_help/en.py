"""The help of `livret desk` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "ask wallets over the network, and take their answers",
    "serve": "answer wallets until told to stop",
    "count": "what happened at this desk, by day and without names",
    "staff": "who may see the desk's page",
    "--days": "so many days (default 7)",
    "--home": "this desk's folder",
    "--listen": "where to listen (default 127.0.0.1:8644)",
    "--certificate": "chain of its certificate (PEM)",
    "--certificate-key": "key of the certificate (PEM)",
    "--behind-proxy": "speak plain HTTP to a proxy that has the certificate",
    "--inside": "where health and figures are (default: any free port here)",
    "--address-to": "write where it listens to this file",
    "--resolve": "addresses of names, divided by commas",
    "--authorities": "whose word on hosts counts (PEM)",
}
