"""The desk's page, for staff and for visitors: its words and its form. Pure."""
