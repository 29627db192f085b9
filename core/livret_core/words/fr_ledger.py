"""French, for who writes a public ledger, keeps one, or is on it: what was handed in, and who signed it."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

LEDGER: Final[Mapping[str, Sentence]] = {
    "entry_unreadable": Sentence(
        "Ce qui a été remis au journal public est abîmé, ou dit ce qu'il ne peut pas dire.",
        "Refaites-le avec `livret ledger`, puis remettez-le.",
        "Ce qui a été remis au journal public est mal formé, à {member}.",
    ),
    "entry_number_wrong": Sentence(
        "Un numéro donné pour un organisme ou son territoire n'existe pas sous cette forme.",
        "Vérifiez-le, puis retapez-le chiffre par chiffre.",
    ),
    "ledger.origin": Sentence(
        "Ceci a été fait pour un autre journal public.",
        "Remettez-le là-bas, ou refaites-le pour celui-ci.",
    ),
    "entry_out_of_turn": Sentence(
        "Ceci vient trop tard ou trop tôt, après une autre écriture ou une signature trop ancienne.",
        "Relisez le journal tel qu'il est, refaites-le et faites-le signer à nouveau.",
    ),
    "entry_has_words": Sentence(
        "Il contient des mots à lui. Le journal public ne prend que des numéros et des adresses.",
        "Refaites-le avec `livret ledger`, sans rien ajouter.",
    ),
    "entry_there_already": Sentence(
        "Ceci est déjà dans le journal public. Rien n'a été changé.",
        "Regardez ce qui s'y trouve. Une autre version est une autre écriture.",
    ),
    "ledger.claim": Sentence(
        "Un service est inscrit pour un champ que cette sorte de justificatif n'a pas.",
        "Choisissez parmi les champs de la description publiée.",
        "Un service est inscrit pour un champ qu'aucune version publiée de {type} n'a.",
    ),
    "ledger.unknown": Sentence(
        "Il renvoie à quelque chose que le journal public n'a pas.",
        "Regardez ce qu'il nomme, et faites d'abord écrire cela.",
    ),
    "entry_signer_wrong": Sentence(
        "Il est signé par quelqu'un qui ne le peut pas, ou avec une clé qui ne compte pas.",
        "Regardez qui signe maintenant pour votre commune, puis signez à nouveau.",
    ),
    "ledger.threshold": Sentence(
        "Il n'est pas signé par ceux qu'il faut.",
        "Demandez aux autres de signer. Une commune ne compte pas dans sa propre affaire.",
        "Il faut {needed} signatures qui comptent. Il en a {found}.",
    ),
    "ledger.own_matter": Sentence(
        "Nul ne compte dans sa propre affaire, ni par celui qui fait tourner ses machines.",
        "Demandez-le à une autre commune qui veille sur le journal.",
    ),
    "ledger.suspended": Sentence(
        "Ce membre est suspendu. Il ne peut ni signer ni se porter garant.",
        "Attendez la fin de la suspension, ou demandez aux autres membres d'y mettre fin.",
    ),
    "entry_no_longer": Sentence(
        "Ce sur quoi cela repose a pris fin ou a été remplacé.",
        "Relisez le journal tel qu'il est maintenant.",
    ),
    "ledger.holds_role": Sentence(
        "Ce membre veille sur le journal, ou va le faire. Les autres comptent sur lui.",
        "Décidez d'abord qui prend sa place, puis recommencez.",
    ),
    "roles_unfit": Sentence(
        "Ces membres, clés ou nombres ne garderaient pas le journal honnête.",
        "Prenez des membres sans machines communes, une clé par rôle et des nombres plus grands.",
    ),
    "ledger.numbers": Sentence(
        "Les nombres n, q, a et k du journal ne vont pas entre eux, ou avec ses membres ou les nombres d'avant.",
        "Changez-les : q au-delà de n/2, a et k au moins 2q − n ; et autant de membres que disent n et a.",
        "n={n}, q={q}, a={a}, k={k} ne vont pas : q de {least_q} à {n} ; avec q={fit}, a dès {least}, k de {least} à {n}.",
    ),
    "ledger.rules_version": Sentence(
        "Le journal suit des règles que ce livret ne connaît pas.",
        "Installez une version plus récente de livret, puis réessayez.",
    ),
    "ledger.quota": Sentence(
        "Cette commune s'est portée garante aujourd'hui autant de fois qu'elle le peut en un jour.",
        "Réessayez demain, ou demandez à une autre commune.",
    ),
    "ledger.too_often": Sentence(
        "Cela a déjà été fait aujourd'hui aussi souvent que possible.",
        "Réessayez demain. Une clé de secours est comptée à part.",
    ),
    "ledger.day": Sentence(
        "L'écriture du jour de cet organisme est déjà là, ou elle nomme un autre jour.",
        "Il y en a une par jour. Pas encore notée à la mairie : `livret issuer ledger settle --from COPIE`.",
    ),
    "entry_dates_wrong": Sentence(
        "Ces dates ne vont pas, trop tôt, trop tard, trop longues ou par-dessus d'autres.",
        "Choisissez d'autres dates, et regardez ce que dit le journal.",
    ),
    "ledger.scope": Sentence(
        "Nul ne transmet plus qu'il n'a, ni autre type, ni plus grand territoire, ni plus longue durée.",
        "Demandez moins, ou adressez-vous à un organisme qui a ce droit.",
    ),
    "ledger.full": Sentence(
        "Cette fiche contient autant de périodes qu'elle le peut.",
        "Prolongez la dernière au lieu d'en ajouter une.",
    ),
    "entry_keys_unfit": Sentence(
        "Une clé sert une seconde fois, ou à ce à quoi elle ne peut servir.",
        "Créez une nouvelle clé pour chaque usage.",
    ),
    "ledger.frozen": Sentence(
        "Ce journal public est clos. Plus rien n'y est écrit.",
        "Demandez à ceux qui le tenaient quel journal prend la suite.",
    ),
    "ledger_time_wrong": Sentence(
        "L'heure du journal public n'avance pas, ou dépasse celle d'ici.",
        "Vérifiez l'heure d'ici. Si elle est juste, appelez ceux qui tiennent le journal.",
    ),
    "ledger_miscounted": Sentence(
        "Le journal public dit autre chose que la somme de ses écritures.",
        "Ne vous y fiez pas. Gardez le fichier et appelez une commune qui veille sur le journal.",
    ),
    "ledger.damaged": Sentence(
        "Cette copie du journal public est abîmée.",
        "N'y écrivez rien. Refaites-la depuis la copie d'une autre commune : `livret ledger recover --help`.",
        "Cette copie du journal public est abîmée à l'écriture {index} : ce n'est pas ce que donnent les écritures.",
    ),
    "ledger.busy": Sentence(
        "Un autre livret écrit dans ce journal.",
        "Attendez qu'il ait fini, ou fermez-le, puis réessayez.",
    ),
    "ledger.behind": Sentence(
        "Cette copie du journal public s'arrête avant ce que d'autres communes ont confirmé. Rien n'est écrit ici.",
        "Ne forcez rien. D'une copie plus récente : `livret ledger recover --help`. Sinon, un autre a la clé : --key-lost.",
        "Cette copie du journal public a {own} {own:écriture|écritures} ; {by} en a confirmé {size}. Rien n'est écrit ici.",
    ),
    "ledger.taken_over": Sentence(
        "Ce journal continue déjà sous sa nouvelle clé. Rien n'a été écrit.",
        "Il n'y a plus rien à faire ici. Servez-le\u202f: `livret ledger serve`, avec son dossier pour --home.",
    ),
    "ledger.overtaken": Sentence(
        "Tant de témoins ont confirmé plus que ce qui est ici qu'il en reste trop peu pour continuer.",
        "Demandez une copie plus récente à chaque miroir. Si nul n'en a, ce journal est fini : ses membres en fondent un autre.",
        "{found} témoins sur {of} ont confirmé plus qu'ici ({own}), et aucun quorum la même chose. Il en reste trop peu.",
    ),
    "ledger.claimed": Sentence(
        "Quelqu'un dit avoir confirmé plus que ce qui est ici, et ne montre rien. Rien n'est encore écrit.",
        "Cette copie n'a besoin de rien : elle continue quand assez d'autres répondent. Appelez qui le dit, et qui se tait.",
        "{by} dit, sans rien montrer, avoir confirmé {size} ; ici, la fin est à {own}. {found} sur {needed} le nient.",
    ),
    "ledger.forked": Sentence(
        "D'autres communes ont confirmé une autre histoire de ce journal public. Plus rien n'est écrit ici.",
        "Laissez écrire l'autre machine. Si elle n'est plus : `livret ledger recover --help`. Perdu ici : `livret ledger status`.",
        "{by} tient une autre histoire de ce journal public, de {size} {size:écriture|écritures}, que celle signée ici. Rien n'est écrit ici.",
    ),
    "ledger.few_witnesses": Sentence(
        "Trop peu de témoins ont répondu pour savoir si cette copie est la plus récente. Rien n'est encore écrit.",
        "Redemandez. Si cela dure, voyez --authorities et --resolve, ou appelez leurs communes.",
    ),
    "ledger.founding": Sentence(
        "Ce n'est ni un plan, ni un projet, ni une signature pour fonder un journal public.",
        "Redemandez-le, tel qu'il a été fait.",
    ),
    "ledger.opening": Sentence(
        "Les clés d'un fondateur manquent, ou ne sont pas celles fixées avant que quiconque en montre.",
        "Demandez à chaque fondateur sa propre ouverture. Si l'un a d'autres clés, tous recommencent.",
    ),
    "ledger.agreement": Sentence(
        "Ce projet découle d'un autre accord que celui que vous avez gardé.",
        "Ne signez pas. Comparez l'accord avec les autres fondateurs.",
    ),
    "trust.unchanged": Sentence(
        "La liste des membres dit déjà ce que le journal dit maintenant.",
        "Un changement vaut après sept jours. Une clé qui signe aussitôt se nomme au dossier du journal (--home).",
    ),
    "trust.not_voted": Sentence(
        "Cette liste de membres n'est pas celle que les membres du journal public ont votée.",
        "Ne la signez pas. Interrogez qui l'a envoyée ; livret ledger trust next fait la bonne.",
    ),
    "trust.address": Sentence(
        "L'un de ceux qui doivent confirmer n'a pas d'adresse ici.",
        "Ajoutez-la : --address NOM=https://…, avec des virgules.",
        "{name} doit confirmer, et n'a pas d'adresse ici.",
    ),
    "ledger.key_changed": Sentence(
        "Les membres font signer le journal public par une autre clé. Sous celle-ci, plus rien n'est écrit.",
        "Faites la liste suivante des membres (`livret ledger trust next`), puis prenez la clé : `livret ledger log take-up`.",
    ),
    "ledger.log_key": Sentence(
        "La clé de ce dossier n'est pas celle qui signe ce journal public.",
        "Prenez le dossier dont les fondateurs ont signé la clé, ou faites-leur signer celle-ci.",
    ),
    "ledger.store_lost": Sentence(
        "Ce journal a commencé, et sa base de données a disparu.",
        "Ne le recommencez pas. Reprenez-le depuis la copie d'un miroir\u202f: livret ledger recover --from COPIE.",
    ),
    "ledger.no_genesis": Sentence(
        "La clé est là, mais le journal n'a pas commencé.",
        "Donnez la clé aux fondateurs, puis : livret ledger init --genesis FICHIER.",
    ),
    "ledger.no_head": Sentence(
        "Trop peu de communes ont confirmé un état de ce journal public jusqu'ici.",
        "Lancez-le avec `livret ledger serve`, et veillez à ce que témoins et auditeurs répondent.",
    ),
    "ledger.halted": Sentence(
        "Le journal ne prend rien en ce moment\u202f: quelque chose ne va pas sur sa propre machine.",
        "Ici, tout va bien. Remettez-le plus tard\u202f; si cela dure, prévenez qui tient le journal.",
        "{host} ne prend rien en ce moment\u202f: quelque chose ne va pas sur sa propre machine ({reason}).",
    ),
    "ledger.source": Sentence(
        "On ne peut pas se fier à ce qui y est publié\u202f: abîmé, coupé, ou d'autres que ceux qui tiennent le journal.",
        "Lisez une autre copie (--from). Si toutes disent de même, appelez ceux qui tiennent le journal.",
        "On ne peut pas se fier à ce qui y est publié ({reason})\u202f: abîmé, coupé, ou d'autres que ceux qui le tiennent.",
    ),
    "ledger.stopped": Sentence(
        "Le journal public est en train de s'arrêter et ne prend plus rien.",
        "Réessayez dans une minute. Ce qui est envoyé deux fois est inscrit une fois.",
    ),
    "net.address": Sentence(
        "Ce nom mène dans un réseau privé. Personne n'a été contacté.",
        "Si c'est voulu, fixez le nom : --resolve HÔTE:PORT=ADRESSE.",
        "{host} mène dans un réseau privé. Personne n'a été contacté.",
    ),
    "net.certificate_time": Sentence(
        "Ce qu'une machine montre pour prouver qui elle est ne vaut pas à l'heure d'ici. Rien ne lui a été demandé.",
        "Regardez l'horloge de cet appareil. Si elle est juste, dites-le à qui tient cette machine, ou au guichet.",
        "{host} ne peut prouver qui c'est\u202f: ce qu'il montre ne vaut pas à l'heure d'ici. Rien ne lui a été demandé.",
    ),
    "net.certificate": Sentence(
        "Une autre machine ne peut prouver ici qu'elle est celle qu'on cherche. Rien ne lui a été demandé.",
        "Si l'autorité est la vôtre, nommez-la avec --authorities\u202f; sinon quelqu'un est peut-être entre les deux.",
        "{host} ne peut prouver ici que c'est bien cette machine. Rien ne lui a été demandé.",
    ),
    "net.unavailable": Sentence(
        "Une autre machine n'a pas répondu.",
        "Regardez le nom et la connexion, puis réessayez.",
        "{host} n'a pas répondu.",
    ),
    "ledger.draft": Sentence(
        "C'est un projet\u202f: personne ne l'a signé.",
        "Signez-le, `livret issuer ledger sign`, réunissez-le à ses signatures, `livret ledger join`, et remettez cela.",
    ),
    "ledger.other_draft": Sentence(
        "Cette signature est sous un autre projet. Elle ne dit rien de celui-ci.",
        "Retirez le fichier du dossier, ou faites signer ce projet\u202f: `livret issuer ledger sign`.",
    ),
    "ledger.joined": Sentence(
        "Ce fichier est entier, mais n'est plus un projet : il est réuni à ses signatures.",
        "Remettez-le : `livret ledger submit`. Pour le relire, `review` prend le projet.",
    ),
    "home.operation_open": Sentence(
        "Une écriture préparée auparavant pour le journal public n'est pas encore réglée.",
        "Notez sa fin : `livret issuer ledger settle --from COPIE`. Jamais remise ? `journal --to open/` la réécrit.",
    ),
    "home.not_made_here": Sentence(
        "Cette opération n'a pas été faite dans cette mairie.",
        "Notez-en la fin là où elle a été faite. Celles d'ici : `livret issuer ledger journal`.",
    ),
    "home.settled": Sentence(
        "La fin en est déjà notée, et c'en est une autre.",
        "Voyez `livret issuer ledger journal`. Ce que le journal a, personne ne peut le dire refusé.",
    ),
    "home.unproven_no": Sentence(
        "Le journal dit n'avoir pas pris les chiffres d'un jour passé, et rien ne montre que ce soit vrai.",
        "Lisez-en la fin dans une copie : `livret issuer ledger settle --from COPIE`. Puis faites ceux du jour.",
    ),
    "home.unsettled": Sentence(
        "Ce qui a été préparé ici n'est pas au journal public, qui peut encore le prendre.",
        "Remettez ce qu'écrit `livret issuer ledger journal --to en-attente/`, puis réglez-le.",
    ),
    "home.no_trust": Sentence(
        "Personne n'a confirmé ici le journal public de cette mairie : rien de lui ne peut être vérifié.",
        "Comparez ses six mots : `livret issuer trust add`. Ou répondez vous-même d'un fichier : --trust.",
    ),
    "home.clock_behind": Sentence(
        "Selon l'horloge d'ici, la clé qui signe n'est au journal public que plus tard.",
        "Réglez l'horloge ; si elle est juste, relisez le journal : `livret issuer ledger rights`.",
    ),
    "home.ended": Sentence(
        "Cette mairie a mis fin à son identité. Ses dernières listes restent telles quelles.",
        "C'est désormais à son successeur de délivrer et de retirer.",
    ),
    "home.no_right": Sentence(
        "Le journal public, tel que lu en dernier, ne permet pas à cette mairie de signer cela maintenant.",
        "Voyez avec qui l'accrédite, puis relisez le journal\u202f: `livret issuer ledger rights`.",
    ),
    "home.right_later": Sentence(
        "D'après le journal public, tel que lu en dernier, votre droit de signer cela commence plus tard.",
        "Attendez, ou faites-le accorder plus tôt (`--begins`), puis `livret issuer ledger rights`.",
        "Votre droit de signer {type} commence le {from_s:minute} ; jusque-là, aucun guichet ne l'accepterait.",
    ),
    "home.not_registered": Sentence(
        "Le journal public n'a pas encore cette mairie.",
        "Préparez son écriture avec `livret issuer ledger register`, et faites-la signer par un membre.",
    ),
    "home.other_evidence": Sentence(
        "Cette preuve parle d'une autre mairie, et ne dit rien de celle-ci.",
        "Prenez le ledger.evidence que le journal publie dans le dossier de cette mairie.",
    ),
    "home.key_unknown": Sentence(
        "Cette mairie n'a jamais eu de clé de ce nom.",
        "Voyez le nom : `livret issuer show`, ou ce que la veille a dit.",
        "{key} n'est pas une clé de cette mairie, ni de celles que d'autres ont inscrites en son nom.",
    ),
    "home.nothing_stolen": Sentence(
        "Rien d'autrui n'est à ce nom dans la copie lue : une clé de secours serait dépensée pour rien.",
        "Une clé a pu être lue : --suspected-from. Clés perdues : --lost-keys. Un successeur nommé : `succeed --refuse`.",
    ),
    "home.recovery_key": Sentence(
        "Cette clé de secours n'est pas de celles qui comptent pour cette identité.",
        "Essayez-en une autre (`livret issuer ledger recovery-keys DOSSIER`). Sinon, appelez les membres (`did.succeed`).",
    ),
    "home.no_ledger": Sentence(
        "Cette mairie a été créée sans journal public.",
        "Créez-en une qui s'y appuie : `livret issuer init --ledger`.",
    ),
    "home.signs_proofs": Sentence(
        "Cette identité peut signer des justificatifs\u202f: un guichet le pourrait aussi.",
        "Donnez au service sa propre identité\u202f: `livret issuer init --who CODE/2`.",
    ),
    "home.key_needed": Sentence(
        "Des justificatifs signés avec cette clé valent encore, et leurs listes en dépendent.",
        "Laissez la clé en place jusqu'à la fin du dernier.",
    ),
    "home.lists_needed": Sentence(
        "Des justificatifs dont la liste d'état est à cette adresse valent encore.",
        "Laissez-y les listes jusqu'à la fin du dernier.",
    ),
    "home.lists_place": Sentence(
        "Les nouvelles listes d'état commencent déjà à cette adresse, ou aucune n'y est.",
        "Regardez où sont vos listes\u202f: `livret issuer show`.",
    ),
    "home.not_successor": Sentence(
        "Le journal public ne dit pas que cette mairie succède maintenant à cette identité.",
        "Reprenez le ledger.evidence de l'ancienne identité\u202f; décidée par des votants, une succession commence après 72 heures.",
    ),
}
