"""What issuer, wallet and verifier share: pure, without clock, files, network or chance."""
