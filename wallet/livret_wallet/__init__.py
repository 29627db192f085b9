"""The citizen: what she holds, what she agrees to send, and the vault it lies in."""
