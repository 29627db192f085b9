"""What every command does to the world, once: files, passphrase, arguments, telling."""
