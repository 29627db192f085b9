"""Figures: what livret costs, beside the bare primitives and beside its peers."""
