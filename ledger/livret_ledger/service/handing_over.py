"""The joint head of a hand-over: one head that both sets of cosigners sign (LEDGER §5).

    joint = ask_both(newest, before, coming, prove, post_with(fetcher))

Between two versions of a trust root stands one head, the last that those who leave cosign
and the first that those who come do. Whoever holds a copy of the log may ask for it: the log
has signed the head already, and nothing else is signed here.
"""

from livret_core.errors import Unavailable
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.policy import Policy
from livret_ledger import cosigning
from livret_ledger.service.asking import Answers, Cosigners, Post, Prove


def ask_both(
    signed: SignedCheckpoint, before: Policy, coming: Policy, prove: Prove, post: Post
) -> SignedCheckpoint:
    """Have a head cosigned under two policies.

    Args:
        signed: the newest head, signed by the log; cosignatures that it has are kept.
        before: of the version in force.
        coming: of the version that is to follow.
        prove: makes consistency proofs, from an older size to the head.
        post: the way to the cosigners.

    Returns:
        The head with all cosignatures, as a trust root's ``joint`` takes it.

    Raises:
        Unavailable: ``trust.joint_open`` when too few of one side cosigned.
        Refused: ``note.signature`` for a line under *signed* that does not verify.
    """
    keys = before.witness_keys | coming.witness_keys

    def joined(answers: Answers) -> SignedCheckpoint:
        lines = [line for answer in answers.values() for line in answer.lines]
        return cosigning.merged(signed, lines, keys)

    def enough(answers: Answers) -> bool:
        return cosigning.is_joint(joined(answers), before, coming)

    cosigners = Cosigners(before, post, coming=coming)
    try:
        answers = cosigners.ask(cosigning.bare(signed, before), prove, enough)
    finally:
        cosigners.close()
    joint = joined(answers)
    if not cosigning.is_joint(joint, before, coming):
        missing = sorted(key.name.text for key, each in answers.items() if not each.lines)
        raise Unavailable("trust.joint_open", ", ".join(missing), missing=len(missing))
    return joint
