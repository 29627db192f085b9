"""What a cosigner keeps on its machine: its memory (``memory``) and its key (``home``)."""
