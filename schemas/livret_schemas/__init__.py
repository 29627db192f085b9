"""What can be attested: JSON Schemas and type metadata, as data."""
