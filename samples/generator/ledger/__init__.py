"""The ledger of the made-up prefecture: a year of items whose history the ledger itself allows."""
