"""Which sentence says a code, and who can mend it. The same in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, final

Mender = Literal["sender", "holder", "issuer", "service", "ledger", "you"]


@final
@dataclass(frozen=True, slots=True)
class Subject:
    """Where the words of a code are.

    Attributes:
        sentence: a name in every language's table.
        mender: who can put it right. ``sender``: whoever made the file; ``holder``: the
            person who shows it; ``issuer``: the body that signed it; ``service``: the one
            that asks; ``ledger``: those who keep the public ledger; ``you``: the person
            at this keyboard.
    """

    sentence: str
    mender: Mender


# One sentence for many codes: (sentence, mender) and the codes it says.
_SHARED: Final[Mapping[tuple[str, Mender], str]] = {
    ("unreadable", "sender"): """
        input.malformed input.base64url input.form input.json input.duplicate_member
        input.multibase wallet.malformed
        input.time input.https_uri key.malformed jws.malformed jws.header jwe.malformed
        sdjwt.malformed sdjwt.disclosure_shape holder.malformed credential.claim
        x509.malformed jwe.header handover.malformed issuance.malformed commit.malformed
        offer.malformed metadata.malformed token.malformed dpop.malformed access.malformed""",
    ("too_large", "sender"): "input.too_large input.too_deep",
    ("secret_key", "sender"): "key.private",
    ("request_unreadable", "service"): "request.malformed",
    ("request.signature", "service"): "request.unsigned request.client_id request.other_client",
    ("request.unsupported", "service"): """
        request.uri_method request.formats request.encryption request.transaction_data""",
    ("request_elsewhere", "service"): """
        request.response_uri request.other_host request.redirected""",
    ("request_unreached", "service"): "request.client_unknown request.unavailable",
    ("answer_unreadable", "holder"): "answer.malformed",
    ("holder.other_request", "holder"): "answer.other_state",
    ("rules_unreadable", "service"): "policy.malformed",
    ("record_wrong", "issuer"): """
        claims.malformed claims.text claims.path
        claims.registered territory.malformed territory.language""",
    ("against_its_kind", "issuer"): """
        claims.missing claims.disclosable claims.not_disclosable credential.concealed
        credential.confirmation holder.unbound""",
    ("kind_damaged", "issuer"): """
        type.malformed type.cycle type.integrity type.other_vct type.loosened""",
    ("body_name_wrong", "issuer"): """
        did.malformed did.host did.path did.query did.key_fragment""",
    ("body_record_damaged", "ledger"): """
        did.document proof.malformed webvh.log webvh.entry webvh.parameters
        webvh.witness_file map.malformed""",
    ("body_record_forged", "ledger"): """
        proof.cryptosuite proof.purpose proof.context proof.expired proof.signature
        webvh.method webvh.scid webvh.scid_changed webvh.version_number webvh.entry_hash
        webvh.time_order webvh.time_future webvh.unauthorized_key webvh.key_type
        webvh.prerotation webvh.key_not_committed webvh.portability
        webvh.after_deactivation webvh.other_did webvh.witness_list
        map.other_root map.other_keys map.other_record""",
    ("body_record_rules", "issuer"): """
        profile.portable profile.single_key profile.prerotation profile.recovery_hashes
        profile.recovery_key""",
    ("ledger_unreadable", "ledger"): """
        note.malformed log.checkpoint log.proof log.request log.tile
        ledger.evidence trust.malformed""",
    ("ledger_forged", "ledger"): "note.signature log.unsigned log.inclusion",
    ("ledger_rewritten", "ledger"): "log.consistency log.fork",
    ("entry_unreadable", "sender"): "ledger.operation ledger.content",
    ("entry_number_wrong", "sender"): "ledger.legal_id ledger.scope_malformed",
    ("entry_out_of_turn", "sender"): "ledger.sequence ledger.outdated ledger.moved",
    ("entry_has_words", "sender"): """
        ledger.subject ledger.did_host ledger.did_place ledger.did_document""",
    ("entry_there_already", "sender"): "ledger.exists ledger.immutable",
    ("entry_signer_wrong", "sender"): "ledger.signer ledger.signature",
    ("entry_no_longer", "sender"): """
        ledger.not_in_force ledger.not_suspended ledger.other_proposal""",
    ("entry_dates_wrong", "sender"): "ledger.interval ledger.earlier_only",
    ("entry_keys_unfit", "sender"): "ledger.key_use ledger.key_again",
    ("roles_unfit", "sender"): "ledger.role ledger.same_key",
    ("ledger_time_wrong", "ledger"): "ledger.time ledger.time_ahead",
    ("ledger_miscounted", "ledger"): "ledger.map_root ledger.not_last",
    ("ledger_older", "ledger"): "ledger.older_head trust.before",
    ("trust_broken", "ledger"): "trust.version trust.signatures trust.joint",
    ("trust_rules_wrong", "you"): "note.key_type log.key_twice log.policy",
    ("signature_wrong", "holder"): """
        jws.signature jws.signature_length issuer.signature""",
    ("signed_otherwise", "sender"): """
        jws.algorithm jws.type jws.parameter sdjwt.hash_algorithm issuer.wrong_profile""",
    ("encrypted_otherwise", "sender"): "jwe.algorithm jwe.parameter",
    ("not_for_this_key", "sender"): "jwe.other_key jwe.decryption",
    ("wallet_request_wrong", "holder"): """
        key_proof.malformed key_proof.signature key_proof.other_issuer
        key_proof.other_handover key_proof.stale key_proof.key_twice key_proof.nonce
        key_proof.client key_proof.unsupported key_proof.not_attested issuance.configuration
        issuance.identifier issuance.no_proof issuance.too_many issuance.encryption""",
    ("offer_other_ways", "issuer"): "offer.unsupported metadata.unsupported",
    ("offer_does_not_fit", "issuer"): """
        offer.not_published offer.other_server metadata.other_issuer metadata.signature""",
    ("metadata_of_another_day", "you"): "metadata.stale",
    ("access_refused", "holder"): """
        token.grant_type token.client token.scope token.details token.target
        access.missing access.invalid access.scope""",
    ("wallet_not_the_same", "holder"): """
        dpop.missing dpop.signature dpop.other_request dpop.other_token dpop.other_key
        dpop.stale dpop.replayed dpop.nonce""",
    ("delivery_unknown", "holder"): "issuance.transaction issuance.notification",
    ("received_wrong", "issuer"): """
        received.count received.bound received.other_type received.other_key
        received.differ received.linkable received.marked received.unencrypted
        received.other_transaction token.unbound""",
    ("not_what_was_signed", "holder"): """
        sdjwt.digest_twice sdjwt.unreferenced sdjwt.reserved_name sdjwt.overwrites""",
    ("certificate_unfit", "issuer"): """
        x509.anchor_in_chain x509.untrusted x509.leaf x509.purpose x509.key x509.leaf_life
        x509.other_key issuer.not_certified""",
    ("clock_ahead", "you"): "request.ahead holder.ahead status.ahead",
    ("bearer_unproven", "holder"): "holder.signature holder.other_credential",
    ("status_not_understood", "issuer"): "status.unknown status.mechanism",
    ("status_list_wrong", "issuer"): """
        status.malformed status.out_of_range status.other_list status.untrusted
        status.elsewhere status.other_audience""",
    ("vault_damaged", "you"): "vault.malformed vault.record vault.altered",
}

# A sentence of its own, named as the code.
_OWN: Final[Mapping[Mender, str]] = {
    "sender": """
        fraud.malformed fraud.not_shown ledger.founding ledger.opening ledger.agreement ledger.origin ledger.unknown ledger.claim ledger.threshold ledger.own_matter
        ledger.quota ledger.too_often ledger.day ledger.scope ledger.full ledger.holds_role ledger.numbers
        key.weak""",
    "holder": """
        validity.expired answer.declined answer.none answer.never answer.other_mode holder.other_transaction
        validity.expired answer.other_type answer.incomplete answer.not_met answer.not_asked
        answer.several answer.missing holder.missing
        holder.other_service holder.other_request holder.stale holder.replayed
        status.revoked status.suspended issuer.key_not_listed issuer.unknown handover.unknown
        handover.used handover.expired handover.other_type handover.too_many present.none
        present.other_proof present.used_up present.undelivered commit.path issuer.undated token.code token.tx_code
        token.grant token.unanswered token.tx_code_missing token.tx_code_unexpected token.refresh
        offer.gone pickup.blocked pickup.nothing_newer pickup.not_dated
        scan.nothing scan.several scan.no_picture scan.too_large offer.is_request received.declined""",
    "issuer": """
        type.retired issuer.key_ended issuer.key_compromised issuer.suspended issuer.void issuer.off_ledger
        validity.not_yet credential.other_audience issuer.not_accredited issuer.wrong_territory x509.expired
        x509.not_yet_valid did.deactivated status.exhausted status.small_list status.unavailable
        status.missing date.malformed status.final status.no_suspension status.rolled_back status.equivocated
        status.uncommitted
        commit.lists_missing commit.no_lists commit.other_root intake.encoding intake.header
        intake.spreadsheet intake.garbled intake.line_ends intake.changed intake.empty intake.offered
        claims.elsewhere claims.future claims.order intake.row intake.nobody intake.formula intake.duplicate handover.not_issued
        issuance.denied issuance.other_error issuance.redirected issuance.busy""",
    "service": """
        desk.certificate_early desk.certificate_over desk.certificate_unfit desk.no_certificate desk.other_host desk.other_key
        issuer.not_accepted policy.no_address policy.no_procedure request.certificate request.certificate_early request.certificate_over request.untrusted request.over_purpose request.unsupported request.signature
        request.expired request.gone request.unknown request.wallet_nonce present.rejected answer.receipt status.stale""",
    "ledger": """
        ledger.suspended ledger.frozen ledger.not_shown ledger.rights_not_shown ledger.stale
        ledger.unlinked
        ledger.older_than_proof ledger.retired_keys ledger.unavailable ledger.type_not_shown
        ledger.claimed ledger.few_witnesses ledger.key_changed ledger.halted ledger.no_head ledger.source ledger.stopped trust.joint_open
        ledger.unproven ledger.not_proven log.quorum log.witness_unavailable ledger.tiles ledger.catching_up
        trust.not_yet
        did.version_not_found webvh.witness_threshold webvh.witness_file_missing
        issuer.unavailable map.unavailable""",
    "you": """
        pickup.four_eyes pickup.no_address pickup.no_certificate pickup.unknown pickup.no_new_pin pickup.no_extension
        pickup.not_renewable scan.unavailable staff.closed staff.exists staff.name staff.none staff.other_page
        staff.passphrase_short staff.blocked staff.busy staff.unknown
        handover.collected pickup.other_person pickup.no_approval pickup.same_clerk
        ledger.behind ledger.clock_ahead ledger.clock_behind ledger.plan
        ledger.forked ledger.overtaken ledger.taken_over ledger.log_key ledger.no_genesis ledger.store_lost net.address net.certificate net.certificate_time net.unavailable
        log.unknown ledger.short ledger.other_key ledger.other_store ledger.published_damaged
        ledger.rules_version ledger.damaged ledger.busy ledger.clock trust.expired trust.memory
        mirror.lost witness.memory_lost witness.busy fraud.replica fraud.none net.listen net.port_taken town.no_answer town.port_taken
        town.kept_port_taken town.unfinished
        watch.damaged watch.journal watch.other watch.other_journal watch.missing watch.silent watch.theft watch.unknown
        watch.untold
        consent.changed consent.other_sheet consent.required usage.arguments usage.choice usage.claim usage.authorities usage.command usage.terminal usage.consent usage.contradiction usage.itself usage.log_key
        usage.language usage.missing usage.names usage.file_exists usage.same_passphrase usage.claims_file usage.clerk
        usage.other_type claims.absent claims.standing claims.unknown usage.other_key usage.key_locked usage.pem usage.no_file usage.no_folder usage.folder_used
        usage.no_value usage.too_many usage.link usage.pin usage.proof
        usage.option_place
        usage.option_unknown usage.range usage.record usage.trust usage.type_file usage.url usage.store usage.store_secret usage.address usage.address_taken usage.territory usage.scope usage.text usage.time usage.transaction usage.words
        trust.words trust.sheet_old trust.sheet_newer trust.file_old
        trust.other_text trust.unknown trust.another trust.unchanged trust.address trust.not_voted
        type.unknown type.unavailable type.not_as_published vault.exists vault.passphrase vault.passphrase_empty vault.passphrase_short
        vault.row_unknown vault.empty vault.busy vault.locked vault.memory vault.missing vault.storage vault.weak_kdf
        backup.malformed backup.secret recovery.words links.system links.path links.open_offer links.open_request
        code.alone code.mistyped pending.unknown present.asked present.declined present.no_consent present.untold audit.altered audit.rolled_back audit.head home.malformed
        home.settled home.not_made_here home.unproven_no home.unsettled home.no_trust home.clock_behind home.key_unread
        home.operation_open home.ended home.no_right home.right_later home.not_registered home.no_ledger home.signs_proofs home.key_needed
        home.lists_needed home.lists_place home.not_successor home.other_evidence home.recovery_key
        home.key_unknown home.nothing_stolen ledger.draft ledger.joined ledger.other_draft
        offer.none offer.unfinished home.exists home.lost home.unavailable store.has_hall store.has_ledger store.no_driver store.unavailable usage.passphrase usage.not_the_same
        file.unavailable output.unavailable trust.unconfirmed offer.no_authority dating.none dating.no_proof dating.unchecked""",
}

SUBJECTS: Final = MappingProxyType(
    {
        code: Subject(sentence, mender)
        for (sentence, mender), codes in _SHARED.items()
        for code in codes.split()
    }
    | {code: Subject(code, mender) for mender, codes in _OWN.items() for code in codes.split()}
)

# No proof was looked at: the command could not begin, or could not reach its own files.
_COMMAND: Final = frozenset(
    [
        "audit.head",
        "code.alone",
        "code.mistyped",
        "consent.changed",
        "consent.other_sheet",
        "consent.required",
        "desk.certificate_early",
        "desk.certificate_over",
        "desk.certificate_unfit",
        "desk.no_certificate",
        "desk.other_host",
        "desk.other_key",
        "file.unavailable",
        "handover.collected",
        "intake.changed",
        "intake.nobody",
        "ledger.draft",
        "ledger.joined",
        "ledger.other_draft",
        "policy.no_address",
        "policy.no_procedure",
        "trust.address",
        "home.no_trust",
        "home.lost",
        "home.unavailable",
        "ledger.behind",
        "ledger.claimed",
        "ledger.clock_ahead",
        "ledger.clock_behind",
        "ledger.few_witnesses",
        "ledger.forked",
        "ledger.halted",
        "ledger.key_changed",
        "ledger.log_key",
        "ledger.no_genesis",
        "ledger.other_key",
        "ledger.overtaken",
        "ledger.taken_over",
        "ledger.plan",
        "ledger.short",
        "ledger.source",
        "ledger.stopped",
        "ledger.store_lost",
        "net.address",
        "net.certificate",
        "net.certificate_time",
        "net.unavailable",
        "output.unavailable",
        "scan.unavailable",
        "staff.blocked",
        "staff.busy",
        "staff.closed",
        "staff.exists",
        "staff.name",
        "staff.none",
        "staff.other_page",
        "staff.passphrase_short",
        "staff.unknown",
        "store.no_driver",
        "store.unavailable",
        "trust.another",
        "trust.joint_open",
        "trust.unknown",
        "usage.arguments",
        "usage.choice",
        "usage.claim",
        "usage.command",
        "usage.terminal",
        "usage.authorities",
        "usage.consent",
        "usage.contradiction",
        "usage.itself",
        "usage.transaction",
        "usage.log_key",
        "usage.trust",
        "usage.language",
        "usage.link",
        "usage.missing",
        "usage.names",
        "usage.no_file",
        "usage.claims_file",
        "usage.clerk",
        "usage.other_type",
        "claims.absent",
        "claims.standing",
        "claims.unknown",
        "usage.other_key",
        "usage.key_locked",
        "usage.pem",
        "usage.file_exists",
        "usage.same_passphrase",
        "usage.folder_used",
        "usage.no_folder",
        "usage.no_value",
        "usage.not_the_same",
        "usage.option_place",
        "usage.option_unknown",
        "usage.pin",
        "usage.proof",
        "usage.range",
        "usage.record",
        "usage.type_file",
        "usage.url",
        "offer.none",
        "offer.unfinished",
        "usage.address",
        "usage.address_taken",
        "usage.store",
        "usage.store_secret",
        "usage.scope",
        "usage.territory",
        "usage.text",
        "usage.time",
        "usage.too_many",
        "usage.passphrase",
        "usage.words",
        "links.open_offer",
        "links.open_request",
        "links.path",
        "links.system",
        "recovery.words",
        "vault.busy",
        "vault.locked",
        "vault.memory",
        "vault.missing",
        "vault.storage",
        "watch.damaged",
        "watch.journal",
        "watch.other",
        "watch.silent",
        "watch.theft",
        "watch.unknown",
        "watch.untold",
        "witness.busy",
        "mirror.lost",
        "witness.memory_lost",
        "fraud.none",
        "net.listen",
        "net.port_taken",
        "town.no_answer",
        "town.port_taken",
        "town.kept_port_taken",
        "town.unfinished",
    ]
)


# Nobody has said anything yet, or nobody ever will: no proof was looked at either.
_UNANSWERED: Final = frozenset(["answer.never", "answer.none"])


def is_unanswered(code: str) -> bool:
    """Tell a request that nobody answered from a proof that could not be checked."""
    return code in _UNANSWERED


def is_about_the_command(code: str) -> bool:
    """Tell a command that was not done from a proof that was judged.

    The exit status stays that of the branch; only the word that people read differs.
    """
    return code in _COMMAND
