"""A town that can lie: for tests, which need what no honest program would write."""
