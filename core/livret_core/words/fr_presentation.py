"""Français, pour demander et répondre par le réseau."""

from typing import Final

from livret_core.words.language import Sentence

PRESENTATION: Final = {
    "request_elsewhere": Sentence(
        "La réponse irait ailleurs que chez le service lui-même. Rien n'est parti.",
        "N'y répondez pas. Demandez au service lui-même, à son guichet ou à son adresse.",
    ),
    "request.wallet_nonce": Sentence(
        "Cette demande est faite pour un autre portefeuille, ou ancienne. Rien n'est parti.",
        "Demandez-en une nouvelle au service, et ouvrez-la dans ce portefeuille.",
    ),
    "request_unreached": Sentence(
        "Impossible de savoir qui demande, ou quoi. Ce n'est pas un refus ; rien n'est parti.",
        "Réessayez dans quelques minutes, ou montrez un papier.",
    ),
    "answer.other_mode": Sentence(
        "La réponse n'est pas arrivée protégée comme c'était demandé.",
        "Faites une nouvelle demande ; si cela se répète, ce portefeuille ne convient pas.",
    ),
    "answer.receipt": Sentence(
        "La réponse est arrivée. Ce que le service a dit en retour est illisible.",
        "Demandez au service s'il a bien votre réponse.",
    ),
    "holder.other_transaction": Sentence(
        "La personne n'a pas donné son accord à ce qui était demandé.",
        "Faites une nouvelle demande, et dites à quoi la personne donnerait son accord.",
    ),
}
