"""French, where a command was not done: what was typed, files and folders, the wallet's own."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COMMAND: Final[Mapping[str, Sentence]] = {
    "home.malformed": Sentence(
        "Un fichier de ce dossier est abîmé, ou n'est pas de livret.",
        "Reprenez-le d'une sauvegarde, ou nommez un autre dossier avec --home.",
        "Un fichier de ce dossier est abîmé, ou n'est pas de livret : {file}.",
    ),
    "home.exists": Sentence(
        "Il y a déjà quelque chose ici. Rien n'a été touché.",
        "Choisissez un autre dossier, avec --home ou --to.",
    ),
    "home.lost": Sentence(
        "Un fichier de ce dossier a disparu.",
        "Remettez ce seul fichier depuis la dernière sauvegarde. Une clé perdue partout, les autres la remplacent.",
        "Un fichier de ce dossier a disparu\u202f: {file}.",
    ),
    "home.unavailable": Sentence(
        "Ce dossier n'est pas celui de cette commande, ou il ne se lit ou ne s'écrit pas.",
        "Nommez le sien avec --home. S'il n'y en a pas encore, son `init` le crée.",
        "livret n'a pas pu se servir de {home} ({reason:cause}).",
    ),
    "store.unavailable": Sentence(
        "Les données sont verrouillées, absentes ou en panne.",
        "Voyez si leur disque ou leur serveur fonctionne et qui d'autre les a ouvertes, puis recommencez.",
        "Les données ne peuvent être lues ni écrites : {reason:cause}.",
    ),
    "store.no_driver": Sentence(
        "Ce journal est tenu sur un serveur PostgreSQL, et ce qu'il faut pour lui parler n'est pas installé.",
        "Installez-le avec : pip install 'livret[postgres]'.",
    ),
    "usage.passphrase": Sentence(
        "Aucune phrase secrète : pas de terminal ici où la demander, ou la saisie s'est terminée.",
        "Donnez-la dans un fichier avec --passphrase-file, ou - pour l'entrée standard.",
    ),
    "usage.words": Sentence(
        "Il n'y a pas de terminal ici où demander les six mots.",
        "Donnez-les dans un fichier avec --words-file, ou - pour l'entrée standard.",
    ),
    "usage.not_the_same": Sentence(
        "La phrase secrète a été tapée autrement la seconde fois. Rien n'a changé.",
        "Tapez-la deux fois à l'identique, lentement.",
    ),
    "output.unavailable": Sentence(
        "Ce qui devait être dit n'a pas pu être écrit : l'endroit est plein ou fermé.",
        "Faites de la place ou choisissez un autre endroit. Ce qui est fait le reste : regardez avant de recommencer.",
    ),
    "file.unavailable": Sentence(
        "Un fichier n'a pas pu être lu ou écrit.",
        "Regardez son nom, la place libre, et qui peut écrire à cet endroit.",
        "Ce fichier n'a pas pu être lu ou écrit : {file} ({reason:cause}).",
    ),
    "usage.language": Sentence(
        "La loi laisse ici le choix de la langue officielle, et aucune n'a été nommée.",
        "Dites laquelle avec --language.",
        "La loi laisse ici le choix de la langue officielle. Nommez-en une : --language {allowed}.",
    ),
    "usage.arguments": Sentence(
        "Quelque chose de ce qui a été tapé n'a pas de sens pour cette commande.",
        "Regardez ses exemples avec --help.",
        "{option} ne s'emploie pas ainsi ici.",
    ),
    "usage.option_place": Sentence(
        "Une option se trouve avant la commande à laquelle elle appartient.",
        "Écrivez-la après le nom de la commande.",
        "{option} va après le nom de la commande : {command} COMMANDE {option}.",
    ),
    "usage.option_unknown": Sentence(
        "Il n'y a pas d'option de ce nom ici.",
        "Regardez ce qu'il y a avec --help.",
        "Il n'y a pas d'option ni de mot de ce nom ici : {option}.",
    ),
    "usage.too_many": Sentence(
        "Il y a plus de mots que cette commande n'en prend.",
        "Ôtez le dernier. Un code secret ou une phrase secrète ne se tape jamais ici : on vous le demande.",
        "Sans compter les options, le mot {place} est de trop : cette commande en prend {takes}.",
    ),
    "usage.link": Sentence(
        "Cela ressemble à un lien qui ne s'ouvre pas ici.",
        "Regardez comment il commence. Une adresse avec un code va aussi : verneuil.example/o/7KQ2-M9T9.",
        "Cela ressemble à un lien qui ne s'ouvre pas ici. Ici, un lien commence par {known}.",
    ),
    "usage.pin": Sentence(
        "Cela n'a pas la forme du code secret : rien n'a été envoyé, aucun essai n'est perdu.",
        "Tapez le code secret seul, tel qu'il a été dit au guichet.",
        "Ce n'est pas le code secret attendu ici (chiffres : {digits}). Rien n'a été envoyé, aucun essai n'est perdu.",
    ),
    "usage.proof": Sentence(
        "Aucun de vos justificatifs n'a ce numéro ou cet identifiant.",
        "`livret wallet list` les montre, chacun avec son numéro.",
        "Il n'y a pas de tel justificatif ici\u00a0: votre liste s'arrête au numéro {most}.",
    ),
    "usage.missing": Sentence(
        "Il manque quelque chose dont cette commande a besoin.",
        "Regardez ses exemples avec --help.",
        "Il manque encore : {option}.",
    ),
    "usage.no_value": Sentence(
        "Une option a été tapée sans ce qui doit la suivre.",
        "Regardez ses exemples avec --help.",
        "Il manque quelque chose après {option}.",
    ),
    "usage.transaction": Sentence(
        "Aucune demande de ce nom n'a été faite ici, ou elle est oubliée depuis.",
        "Comparez avec ce qu'a dit `livret verify request`, et --home ; ou faites une nouvelle demande.",
    ),
    "usage.choice": Sentence(
        "Une option n'accepte que certains mots, et celui-ci n'en est pas.",
        "Choisissez-en un.",
        "{option} accepte un de ces mots : {known:all}.",
    ),
    "usage.names": Sentence(
        "Trop de noms.",
        "Donnez ceux que la commune porte aujourd'hui, et les anciens seulement s'ils comptent.",
        "{option} accepte au plus {most} noms, séparés par une /.",
    ),
    "usage.range": Sentence(
        "Un nombre est trop petit, trop grand, ou n'en est pas un.",
        "Choisissez-en un dans les limites.",
        "{option} accepte un nombre entier de {least} à {most}.",
    ),
    "usage.time": Sentence(
        "Ce n'est ni un jour ni un instant.",
        "Écrivez un jour ainsi : 2026-11-20, ou un instant UTC ainsi : 2026-11-20T14:05:00Z.",
        "{option} attend un jour, ou un instant UTC.",
    ),
    "usage.address": Sentence(
        "Ce n'est pas une adresse de la forme HÔTE/CHEMIN.",
        "Écrivez par exemple ledger.example/ville ou ledger.example:8443/ville, sans https devant.",
        "{option} attend une adresse de la forme HÔTE/CHEMIN, comme ledger.example/ville.",
    ),
    "usage.address_taken": Sentence(
        "À cet endroit, chaque journal public publie ses propres fichiers.",
        "Prenez un autre nom après l'hôte, comme ledger.example/ville.",
        "{option}\u00a0: dans {path}, chaque journal public publie ses propres fichiers.",
    ),
    "usage.url": Sentence(
        "Ce n'est pas une adresse https avec un nom d'hôte.",
        "Écrivez https:// puis un nom, comme https://ledger.example/ville, et jamais de chiffres à la place du nom.",
        "{option} attend une adresse https avec un nom d'hôte, comme https://ledger.example/ville.",
    ),
    "usage.record": Sentence(
        "Aucune fiche d'un journal ne s'appelle ainsi.",
        "Donnez un numéro enregistré, l'identité d'une institution, ou un nom tel que policy.",
        "Aucune fiche d'un journal ne s'appelle ainsi. Il y a : {known:all}.",
    ),
    "usage.type_file": Sentence(
        "Ce fichier ne décrit pas cette sorte de justificatif.",
        "Donnez le fichier de description de cette sorte et de cette version.",
        "{option} attend la description de {type} et rien d'autre ; ce fichier n'en est pas une.",
    ),
    "usage.scope": Sentence(
        "Aucun droit ne peut porter sur un tel lieu.",
        "Écrivez fr-insee:80999, tous les codes commençant ainsi (fr-insee:80*), un pays (be-nis:*), ou * pour partout.",
    ),
    "usage.territory": Sentence(
        "Ce n'est pas le numéro officiel d'une commune.",
        "Écrivez fr-insee:80999, be-nis:21010 ou de-ags:05334002, avec le numéro de votre commune.",
        "{option} attend le numéro officiel d'une commune, comme fr-insee:80999 ou be-nis:21010.",
    ),
    "usage.text": Sentence(
        "Un texte est vide, trop long, ou contient des caractères que personne ne voit.",
        "Retapez-le à la main.",
        "{option} attend 1 à {most} caractères, tous visibles.",
    ),
    "vault.empty": Sentence(
        "Il n'y a encore aucun justificatif dans ce portefeuille.",
        "Demandez un retrait à la mairie\u202f; après un rétablissement, `livret wallet list` dit quoi redemander.",
    ),
    "usage.contradiction": Sentence(
        "La même chose a été tapée deux fois, différemment.",
        "Tapez-la une fois.",
        "Ce que dit {option} a été tapé deux fois, différemment.",
    ),
    "usage.itself": Sentence(
        "C'est la chose même qu'une autre doit suivre.",
        "Nommez-en une autre.",
        "{option} nomme la chose même qu'il faut suivre : {value}.",
    ),
    "usage.trust": Sentence(
        "Ce fichier ne contient pas de racines de confiance.",
        "Donnez le fichier écrit par `livret ledger trust sheet --roots-to`, tel qu'on vous l'a remis.",
        "{option} demande un fichier de racines de confiance ; celui-ci n'en est pas un.",
    ),
    "usage.log_key": Sentence(
        "Ce n'est pas une clé de journal.",
        "Donnez-la entière, comme l'écrit `livret ledger init`.",
        "{option} prend une clé de journal, comme l'écrit `livret ledger init`.",
    ),
    "store.has_hall": Sentence(
        "Le serveur de base de données a déjà les registres de cette mairie. Rien n'a été touché.",
        "Une autre machine ? Copiez-y son dossier : `init` fonde une autre mairie. Sinon, nommez une autre base.",
    ),
    "store.has_ledger": Sentence(
        "Le serveur de base de données a déjà ce journal. Rien n'a été touché.",
        "Continuez depuis son dossier\u202f; pour une copie du journal, créez une autre base et nommez-la avec --store.",
    ),
    "usage.authorities": Sentence(
        "Un fichier ne contient aucune autorité qui réponde des machines.",
        "Nommez le fichier PEM de l'autorité elle-même, pas sa clé.",
        "{file} ne contient aucune autorité, comme {option} le demande.",
    ),
    "usage.terminal": Sentence(
        "Ceci s'utilise à la main et demande un terminal\u202f; il n'y en a pas ici.",
        "Lancez-le dans un terminal, ou prenez une des commandes\u202f: `livret wallet --help`.",
    ),
    "usage.claim": Sentence(
        "On demande ce que ce genre de justificatif ne dit pas.",
        "Choisissez un des noms qu'il a : `livret types {type|TYPE}` les énumère.",
        "{claim} n'est rien de ce que dit ce genre de justificatif. Il dit\u202f: {known:all}.",
    ),
    "usage.command": Sentence(
        "Cette commande n'a rien de ce nom.",
        "Regardez ce qu'il y a avec --help.",
        "Il n'y a rien de ce nom ici, seulement : {known:all}.",
    ),
    "usage.other_key": Sentence(
        "La chaîne et la clé se lisent, et ne vont pas ensemble.",
        "Nommez la clé de cette chaîne\u202f; la partie du service y vient d'abord, puis celle de l'autorité.",
        "{file} n'est pas la clé de la première partie de {chain}.",
    ),
    "usage.key_locked": Sentence(
        "La clé est protégée par une phrase secrète, et personne n'est là pour la taper.",
        "Donnez la clé sans protection, dans un fichier que seul le service peut lire.",
        "{file} ({option}) est protégé par une phrase secrète\u202f; il la faut ouverte.",
    ),
    "usage.pem": Sentence(
        "Un fichier contient autre chose que la chaîne d'un service, ou sa clé.",
        "Nommez deux fichiers PEM\u202f: la chaîne que l'autorité a donnée, et sa clé.",
        "{file} n'est pas ce que prend {option}.",
    ),
    "claims.absent": Sentence(
        "Il manque ce dont ce genre de justificatif a besoin. Rien n'a été signé.",
        "Regardez les noms avec `livret types {type|TYPE}`, puis écrivez ce qui manque.",
        "{path} manque\u202f: {type} en a besoin. Rien n'a été signé.",
    ),
    "claims.standing": Sentence(
        "Cela contredit ce que la mairie dit elle-même dans chaque justificatif. Rien n'a été signé.",
        "Ôtez cette donnée du fichier : la mairie l'écrit elle-même.",
        "{path} contredit la mairie, qui l'écrit elle-même dans chaque justificatif. Rien n'a été signé.",
    ),
    "claims.unknown": Sentence(
        "Il y a là ce que ce genre de justificatif ne dit pas. Rien n'a été signé.",
        "Ôtez-le, ou cherchez son vrai nom avec `livret types {type|TYPE}`.",
        "{path} n'est rien de ce que dit {type}. Ôtez-le, ou corrigez son nom.",
    ),
    "usage.claims_file": Sentence(
        "Ce fichier ne contient pas ce que dit le justificatif d'une personne.",
        "Écrivez un seul objet\u202f: noms et valeurs entre accolades. Une liste va avec --from.",
        "{file} n'est pas un tel objet, ou s'arrête trop tôt\u202f: {option} prend les noms et valeurs d'une personne.",
    ),
    "usage.clerk": Sentence(
        "Qui agit se dit par le code d'une fonction, jamais par le nom d'une personne.",
        "Écrivez un code comme guichet-2\u202f: minuscules, chiffres, points et tirets, 32 au plus.",
        "{option} prend le code d'une fonction, comme guichet-2\u202f: a-z, 0-9, points et tirets.",
    ),
    "usage.other_type": Sentence(
        "Ce sont les données d'un autre genre de justificatif. Rien n'a été signé.",
        "Nommez le genre auquel elles vont, ou le fichier de ce genre-ci.",
        "{file} va avec {other}, pas avec {type}. Rien n'a été signé.",
    ),
    "usage.no_file": Sentence(
        "Il n'y a pas de fichier du nom tapé.",
        "Vérifiez le nom, et dans quel dossier vous êtes.",
        "Pas de fichier utilisable pour {option} : {file} ({reason:cause}).",
    ),
    "usage.same_passphrase": Sentence(
        "C'est la phrase secrète en place. Rien n'a changé.",
        "Pensez-en une autre, de quatre mots que personne ne dirait ensemble.",
    ),
    "usage.file_exists": Sentence(
        "Il y a déjà un fichier de ce nom. Il est resté tel quel.",
        "Nommez un autre fichier, ou déplacez d'abord celui-là.",
        "Il y a déjà un fichier : {file}. Nommez-en un autre avec {option}.",
    ),
    "usage.store": Sentence(
        "Ce n'est pas une adresse de serveur PostgreSQL.",
        "Écrivez par exemple postgresql://journal@bd.example/journal ou postgresql:///?service=journal.",
        "{option} attend une adresse comme postgresql://journal@bd.example/journal.",
    ),
    "usage.store_secret": Sentence(
        "Un mot de passe figure dans l'adresse de la base de données. Rien n'a été gardé.",
        "Mettez-le dans le fichier nommé par PGPASSFILE ou dans un fichier de services, puis changez-le.",
    ),
    "usage.folder_used": Sentence(
        "Ce dossier contient déjà d'autres fichiers. Aucun n'a été touché.",
        "Indiquez un dossier vide, ou qui n'existe pas encore.",
        "{folder} contient d'autres fichiers. Indiquez un dossier vide avec {option}.",
    ),
    "usage.no_folder": Sentence(
        "Il n'y a pas de dossier du nom tapé.",
        "Vérifiez le nom, et dans quel dossier vous êtes.",
        "Pas de dossier de ce nom : {folder}. Nommez-en un avec {option}.",
    ),
    "usage.consent": Sentence(
        "Personne n'a dit oui ou non : pas de terminal, saisie terminée, ou autres mots. Rien n'est parti.",
        "Répondez à un terminal, ou dites oui d'avance avec --yes-to.",
    ),
    "vault_damaged": Sentence(
        "Le fichier du portefeuille est abîmé, ou modifié par un autre programme que livret.",
        "Reprenez votre sauvegarde\u202f; `livret wallet doctor` dit ce qui se sauve encore. La mairie refait le reste.",
    ),
    "vault.weak_kdf": Sentence(
        "Ce fichier est moins bien verrouillé que livret ne le fait : quelqu'un l'a changé.",
        "Ne tapez plus la phrase secrète. Reprenez votre sauvegarde.",
    ),
    "vault.exists": Sentence(
        "Il y a déjà un portefeuille ici. Il n'a pas été touché.",
        "Ouvrez celui-là, ou choisissez un autre dossier avec --home.",
    ),
    "vault.passphrase": Sentence(
        "Phrase secrète fausse, ou fichier modifié. Rien ne permet de distinguer les deux.",
        "Retapez-la lentement. Si cela dure, reprenez votre sauvegarde.",
    ),
    "vault.passphrase_short": Sentence(
        "Cette phrase secrète est trop courte\u202f: qui a le fichier la devinerait vite.",
        "Prenez au moins dix caractères\u202f; plusieurs mots se retiennent bien.",
    ),
    "vault.passphrase_empty": Sentence(
        "Une phrase secrète vide ne ferme rien.",
        "Choisissez quelques mots que vous retiendrez.",
    ),
    "vault.row_unknown": Sentence(
        "Aucun justificatif ne porte ce numéro.",
        "`livret wallet list` les montre.",
    ),
    "vault.busy": Sentence(
        "Un autre livret tient ce portefeuille ouvert.",
        "Fermez l'autre fenêtre, puis recommencez.",
    ),
    "vault.locked": Sentence(
        "Le portefeuille a été verrouillé entre-temps. Rien de plus n'a été fait.",
        "Déverrouillez-le, puis recommencez.",
    ),
    "vault.memory": Sentence(
        "Cette machine a trop peu de mémoire libre pour essayer la phrase secrète.",
        "Fermez d'autres programmes, puis recommencez.",
    ),
    "vault.missing": Sentence(
        "Il n'y a pas encore de portefeuille ici.",
        "Faites-en un avec `livret wallet init`, ou nommez son dossier avec --home.",
    ),
    "vault.storage": Sentence(
        "Le fichier du portefeuille n'a pas pu être lu ou écrit.",
        "Regardez la place libre, et qui peut écrire dans ce dossier.",
    ),
}
