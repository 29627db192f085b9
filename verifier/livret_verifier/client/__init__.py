"""Ways to the network for the verifying machine: by threads, and in an event loop."""
