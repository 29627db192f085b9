"""French, for who reads a public ledger: what its pages show, whom to believe, what dates a proof."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

READING: Final[Mapping[str, Sentence]] = {
    "ledger.clock": Sentence(
        "L'horloge d'ici retarde sur ce qui a déjà été vu.",
        "Réglez l'horloge, puis réessayez.",
    ),
    "ledger.stale": Sentence(
        "La page la plus récente du journal public est trop ancienne.",
        "Connectez-vous une fois pour en prendre une plus récente, chez toute commune qui en a copie.",
    ),
    "ledger.unavailable": Sentence(
        "Rien ici ne montre ce que le journal public dit de ce signataire.",
        "Reprenez-le auprès du journal ou d'une commune qui en a copie. Ce n'est pas un refus.",
    ),
    "trust.unconfirmed": Sentence(
        "Aucun journal public de confiance encore ici\u202f: impossible de voir qui peut signer.",
        "Prenez son fichier et comparez ses six mots avec la fiche du guichet : `trust add`.",
    ),
    "ledger.unlinked": Sentence(
        "Rien ne montre que cette page plus récente du journal public fasse suite à celle déjà vue ici.",
        "Connectez-vous et recommencez. Sans réseau, copiez aussi le dossier tile/ du journal. Ce n'est pas un refus.",
    ),
    "ledger_older": Sentence(
        "Cette page du journal public est plus ancienne qu'une autre déjà vue ici.",
        "Prenez-en une plus récente. S'il n'y en a pas, appelez ceux qui tiennent le journal.",
    ),
    "ledger.unproven": Sentence(
        "Qui a répondu dit que le journal l'a, et ne montre aucune preuve que ce soit vrai.",
        "Prenez le plus récent fichier de confiance du journal, réessayez ; sinon avertissez les membres.",
    ),
    "ledger.not_proven": Sentence(
        "Qui a répondu dit que le journal l'a. Aucune preuve n'est venue.",
        "Il est peut-être pris. Remettez le même fichier plus tard, rien n'est écrit deux fois.",
        "Qui a répondu dit que le journal l'a comme écriture {index}. Aucune preuve n'est venue.",
    ),
    "ledger.not_shown": Sentence(
        "Ce qui a été joint ne montre pas tout ce qu'il faut vérifier.",
        "Reprenez-le auprès du journal public.",
    ),
    "ledger.rights_not_shown": Sentence(
        "Ce qui a été joint ne montre pas tout ce que cet organisme peut signer. On ne sait donc pas.",
        "Reprenez-le auprès du journal public. Ce n'est pas un refus.",
    ),
    "ledger.type_not_shown": Sentence(
        "Ce qui a été joint ne montre pas quelle description de ce justificatif a été publiée.",
        "Reprenez-le auprès du journal public, ou avertissez-en les responsables. Ce n'est pas un refus.",
    ),
    "type.not_as_published": Sentence(
        "Le programme suit une autre description de ce genre de justificatif que celle publiée pour tous.",
        "Faites mettre livret à jour ici. Rien n'est dit contre le justificatif lui-même.",
    ),
    "type.retired": Sentence(
        "Cette version du justificatif était hors d'usage avant qu'il ne soit signé.",
        "Demandez à l'organisme qui l'a signé un justificatif de la version actuelle.",
    ),
    "ledger.retired_keys": Sentence(
        "Ceux qui l'ont vu alors ne tiennent plus le journal. Leur seule parole ne date rien.",
        "Demandez à l'organisme qui l'a signé de le dater à nouveau (livret ledger redate).",
    ),
    "ledger.older_than_proof": Sentence(
        "Ceci a été signé après l'état du journal dont on dispose. Il ne montre pas qui peut le signer.",
        "Reprenez-le auprès du journal public. Ce n'est pas un refus.",
    ),
    "issuer.key_ended": Sentence(
        "Signé avec une clé après sa fin.",
        "Demandez un nouveau justificatif à l'organisme qui l'a signé.",
    ),
    "issuer.key_compromised": Sentence(
        "Signé avec une clé peut-être volée, et rien ne montre que ce fut avant le vol.",
        "Montrez ce qui le date (livret wallet present --with-dating ; livret verify file --dating), ou demandez-en un autre.",
        "Signé avec une clé peut-être volée depuis le {from_s:minute}, et rien ne montre que ce fut avant.",
    ),
    "issuer.undated": Sentence(
        "Signé avec une clé peut-être volée. Ce type de justificatif peut montrer qu'il est plus ancien, et ne l'a pas fait.",
        "Présentez-le encore avec le fichier qui le date : `livret wallet present --with-dating`.",
    ),
    "issuer.suspended": Sentence(
        "Signé pendant que les autres communes avaient suspendu l'organisme.",
        "Demandez-lui un nouveau justificatif quand il pourra signer à nouveau.",
    ),
    "issuer.void": Sentence(
        "L'organisme qui l'a signé n'en avait alors pas le droit.",
        "Demandez qui signe maintenant ce type de justificatif pour votre commune.",
    ),
    "trust_broken": Sentence(
        "La liste de ceux qui tiennent le journal n'a pas été transmise par les précédents.",
        "Ne vous y fiez pas. Confirmez les six mots au guichet.",
    ),
    "trust.other_text": Sentence(
        "C'est un autre texte d'une version à laquelle on se fie ici. L'un des deux est un faux.",
        "Comparez les deux à l'affiche la plus récente\u202f: `trust check FICHIER`. Si c'est celui d'ici\u202f: `trust remove`.",
    ),
    "trust.joint_open": Sentence(
        "Trop peu de témoins et d'auditeurs, anciens ou nouveaux, ont signé le dernier état.",
        "Appelez les communes dont les machines n'ont pas répondu, puis recommencez.",
    ),
    "trust.expired": Sentence(
        "Ce que l'on sait ici de ceux qui tiennent le journal est trop ancien.",
        "Ajoutez la liste des membres la plus récente : `trust add`. S'il faut six mots, prenez la dernière fiche du guichet.",
    ),
    "trust.memory": Sentence(
        "Cette machine a trop peu de mémoire libre pour calculer les six mots. Rien n'a été comparé.",
        "Fermez d'autres programmes, puis recommencez, ou prenez une autre machine.",
    ),
    "trust.not_yet": Sentence(
        "On peut encore s'opposer à la nouvelle clé de ce journal. Ce qu'elle signe ne vaut pas encore.",
        "Continuez avec le dernier état que vous aviez. Une semaine après lui, redemandez.",
        "On peut s'opposer à la nouvelle clé jusqu'au {from_s:minute}. Avant, ce qu'elle signe ne vaut pas.",
    ),
    "trust.words": Sentence(
        "Ce ne sont pas les six mots de ce fichier. Rien ne vaut sur sa foi.",
        "Relisez-les. Si la fiche dit une version plus récente, prenez un autre fichier. Sinon, gardez-le et demandez au guichet.",
        "Ce ne sont pas les six mots de ce fichier, qui va jusqu'à la version {newest}. Rien ne vaut sur sa foi.",
    ),
    "trust.sheet_old": Sentence(
        "Cette fiche est trop ancienne : qui a des clés d'alors peut avoir écrit la suite.",
        "Demandez au guichet la fiche la plus récente et prenez ses six mots.",
        "La fiche de la version {version} est trop ancienne : qui a des clés d'alors peut avoir écrit la suite.",
    ),
    "trust.sheet_newer": Sentence(
        "Ce fichier n'a pas de version de ce numéro.",
        "Prenez le fichier le plus récent chez ceux qui tiennent le journal, puis recommencez.",
        "La fiche dit version {version}. Ce fichier va jusqu'à la version {newest}.",
    ),
    "trust.file_old": Sentence(
        "Ce fichier est trop ancien : ceux qui tiennent le journal à présent n'y sont pas.",
        "Prenez le fichier le plus récent, et la fiche la plus récente au guichet.",
        "Ce fichier est trop ancien : il prend fin le {expired_s:day}, sans ceux qui tiennent le journal à présent.",
    ),
    "trust.unknown": Sentence(
        "Aucun journal public de ce nom n'est de confiance ici.",
        "Voyez lesquels le sont : `livret wallet trust list`, à un guichet `livret verify trust list`.",
    ),
    "trust.another": Sentence(
        "Ce guichet se fie à un autre journal public, et à un seul à la fois.",
        "Voyez lequel : `livret verify trust list`. S'il doit partir : `livret verify trust remove`.",
    ),
    "issuer.off_ledger": Sentence(
        "L'organisme signataire n'est dans aucun des journaux publics auxquels vous vous fiez.",
        "Demandez-lui dans lequel il est, et confirmez-en les six mots. D'ici là, rien n'est gardé.",
    ),
    "commit.lists_missing": Sentence(
        "Les listes d'état que nomme le journal public ne sont pas toutes ici, ou le sont en plus ancien.",
        "Reprenez les listes et le dossier commit là où l'ancienne mairie les publiait.",
    ),
    "commit.no_lists": Sentence(
        "Cela ne nomme aucune liste d'état.",
        "Donnez un projet fait par `livret ledger lists commit`, ou une succession avec listes finales.",
    ),
    "commit.other_root": Sentence(
        "Ces empreintes du jour ne sont pas celles qui sont nommées.",
        "Demandez à l'organisme dont ce sont les listes le fichier du jour tel qu'il l'a publié.",
    ),
    "commit.path": Sentence(
        "Cela ne montre pas que le justificatif était signé ce jour-là.",
        "Présentez le fichier remis avec ce justificatif, ou redemandez-le à la mairie.",
    ),
    "status.rolled_back": Sentence(
        "La liste montrée est plus ancienne qu'une autre que porte le journal public.",
        "Prenez la liste la plus récente, puis recommencez.",
        "La liste est du {issued_at_s:minute} ; le journal public en porte une du {committed_at_s:minute}.",
    ),
    "dating.none": Sentence(
        "Rien de ce qui est gardé ici ne date ce justificatif.",
        "Demandez à la mairie le fichier qui le date, et gardez-le : `livret wallet dating`.",
    ),
    "dating.unchecked": Sentence(
        "Ce qui est gardé pour dater ce justificatif fut vérifié ; ce fichier ne peut l'être.",
        "Admettez d'abord son journal public : `livret wallet trust add`. Ce qui est gardé reste.",
    ),
    "dating.no_proof": Sentence(
        "Ce fichier date un justificatif que vous n'avez pas.",
        "Vérifiez que c'est bien le fichier de votre justificatif : `livret wallet list`.",
    ),
    "status.uncommitted": Sentence(
        "L'organisme a cessé, ou sa clé est peut-être volée, et cette liste n'est pas celle du journal public.",
        "Prenez la liste que nomme le journal public, puis recommencez.",
    ),
    "status.equivocated": Sentence(
        "L'organisme a fait deux listes du même instant, et celle-ci n'est pas celle du journal public.",
        "Gardez les deux listes et prévenez ceux qui veillent sur le journal public.",
        "Deux listes du {issued_at_s:minute} existent. Celle-ci n'est pas celle du journal public.",
    ),
}
