"""A ledger's machine burns; what a mirror kept, its key and its witnesses are enough to go on."""

import shutil
from pathlib import Path

import pytest

from tests.flow.test_ledger_processes import HOST, TOWNS, Ledger
from tests.passphrases import passphrases_at_once
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")


def reaching(ledger: Ledger) -> tuple[str, ...]:
    """Options by which the ledger and all who cosign it are found on this machine."""
    ports = {f"{at.split()[0]}.example:{each.port}" for at, each in ledger.cosigners.items()}
    pins = sorted({*ports, f"{HOST}:{ledger.service.port}"})
    return (
        *("--resolve", ",".join(f"{pin}=127.0.0.1" for pin in pins)),
        *("--authorities", "authority.pem"),
    )


@pytest.mark.slow
def test_a_ledger_of_processes_goes_on_from_a_mirror(tmp_path: Path, run: Run) -> None:
    ledger = Ledger(tmp_path, run)
    namur, metz, aachen, _ = ledger.scene.towns
    with ledger.machines:
        ledger.found()
        ledger.serve()
        ledger.settle(namur)
        shutil.copy(tmp_path / "home" / "trust" / "1.json", tmp_path / "trust.json")
        at = f"https://{HOST}:{ledger.service.port}/"
        mirror = ("mirror", "--home", "copy", "--once", *reaching(ledger))
        [followed] = run(*mirror, "--from", at, "--trust", "trust.json")
        assert followed["grown"] == followed["size"] > 0
        index, _ = ledger.settle(metz)

        # The machine is gone; of it there is only the key, as it was put away.
        assert ledger.service.stop() == 0
        (tmp_path / "home").rename(tmp_path / "burnt")
        recover = (
            *("recover", "--trust", "trust.json", "--key", "burnt/log.sealed", "--to", "home"),
            *(*WITH_SECRET, *reaching(ledger)),
        )
        # This copy ends before what the witnesses have seen: nothing is made of it.
        run(*recover, "--from", "copy", status=3)
        assert not (tmp_path / "home").exists()
        # Another one does not.
        run(*mirror, "--from", "burnt/public")
        [recovered] = run(*recover, "--from", "copy")
        assert recovered["size"] > index

        ledger.serve()
        assert ledger.service.told["writes"] is True
        _, proof = ledger.settle(aachen)
        asked = {f"{name}.example/witness" for name in TOWNS}
        assert len(ledger.signers(proof) & asked) >= 3
        [kept] = run("witness", "status", "--home", "liege-witness")
        assert kept["frauds"] == []
        # The mirror follows the machine that came in its place.
        at = f"https://{HOST}:{ledger.service.port}/"
        again = ("mirror", "--home", "copy", "--once", *reaching(ledger), "--from", at)
        [followed] = run(*again)
        assert followed["grown"] > 0
