"""SD-JWT VC: what a credential must look like, and when its signature may be believed.

    registered.py    the claims the format itself gives meaning to
    presentation.py  a credential as received: parsed, nothing believed
    issuer.py        a key that is an issuer's, and how that was established
    verified.py      a credential whose signature and structure were checked
    mint.py          the issuer's side: claims -> unsigned credential -> credential
    types.py, type_metadata.py, catalogue.py   what a type demands of its claims

Written to draft-ietf-oauth-sd-jwt-vc-19; the number stands in one constant.
"""

SD_JWT_VC_DRAFT = 19
