"""The clerk before the public ledger, in French."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "did": "Identité",
    "ledger": "Journal public",
    "what": "Quoi",
    "about": "Au sujet de",
    "made": "Fait",
    "written": "Écrit dans",
    "registered": "L'écriture de cette mairie est dans {path}. Rien n'est encore au journal.",
    "sponsor_next": "Faites-la signer par un membre autre que cette mairie (`livret issuer ledger sign`), assemblez-la, remettez-la, puis notez l'issue (`livret issuer ledger settle`).",
    "key_changed": "Le changement de clé est prêt et la nouvelle clé scellée. Elle signe dès que le journal l'a.",
    "key_dropped": "L'écriture est prête. Dès que le journal l'a, les listes de cette clé ne paraissent plus.",
    "deactivated": "La fin de cette identité est prête. Une fois au journal, rien ne la ramène.",
    "succeeded": "Prêt : une autre identité prend la suite dès que le journal l'a.",
    "refused_successor": "Prêt : cette identité refuse qu'une autre lui succède.",
    "compromised": "Prêt : à partir de cet instant, rien de ce que cette clé a signé n'est cru, sauf date prouvée autrement.",
    "committed": "Les empreintes du jour sont prêtes et publiées. Le journal les prend jusqu'à minuit UTC.",
    "settle_next": "Remettez {path}, puis notez l'issue : livret issuer ledger settle.",
    "taken": "Le journal l'a, écriture {index}.",
    "not_cosigned": "Aucun quorum ne l'a encore vu. Une preuve peut encore s'obtenir : livret ledger prove.",
    "rights_read": "Ce que le journal public permet à cette mairie de signer est noté\u202f: {count} périodes.",
    "paths": "Fichiers qui datent des justificatifs, écrits dans {path} : {count}",
    "paths_next": "Remettez chacun à la personne dont le retrait porte ce code. Il ne se montre que si la clé de cette mairie est un jour contestée.",
    "root": "Ceci dit désormais qui croire au sujet du journal (version {version}) :",
    "root_numbers": "Nombres",
    "root_voters": "Votants",
    "root_until": "Jusqu'au",
    "signed": "Signé ; la signature est dans {path}.",
    "joined": "Assemblé ; ce qui est à remettre est dans {path}.",
    "settled_taken": "Noté : le journal l'a.",
    "settled_refused": "Noté : le journal ne l'a pas pris.",
    "stand_open": "en attente",
    "stand_taken": "au journal",
    "stand_refused": "non pris",
}
