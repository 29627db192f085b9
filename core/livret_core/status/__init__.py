"""Token Status List: one signed list says of many credentials whether each still holds."""
