"""French, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "La base du journal public s'arrête avant ce qui est publié à côté. Des écritures manquent ici.",
        "N'écrivez rien. Cherchez un `ledger.db-wal`, un autre serveur. Sinon\u202f: `livret ledger recover --from DIR/public`.",
        "La base du journal a {own} {own:écriture|écritures}\u202f; ce qui est publié à côté en a {size}. Il en manque.",
    ),
    "ledger.other_store": Sentence(
        "La base de ce dossier est d'un autre journal public, ou d'une autre histoire, que les fichiers à côté.",
        "N'écrivez rien. Remettez la base de ce dossier, ou reprenez d'une copie\u202f: `livret ledger recover --help`.",
    ),
    "ledger.published_damaged": Sentence(
        "C'est un fichier publié qui est faux, non la base dont il est tiré.",
        "Arrêtez `livret ledger serve`, faites réécrire les fichiers : `livret ledger fsck --mend`, puis servez de nouveau.",
        "{count} {count:fichier publié n'est|fichiers publiés ne sont} pas ce que la base en fait : {file}. La base n'y est pour rien.",
    ),
}
