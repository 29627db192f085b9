"""The help of `livret issuer ledger`, in four languages."""
