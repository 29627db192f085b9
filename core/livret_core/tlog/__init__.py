"""Transparency-log formats of C2SP, pure: trees, tiles, notes, checkpoints, cosignatures.

Read and written as the specifications of 2026-07 say, with one spelling for each value.
Ed25519 keys only; signatures of other kinds are carried along and count for nothing.
"""
