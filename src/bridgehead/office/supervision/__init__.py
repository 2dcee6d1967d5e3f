"""Supervision (督办) in the database: the event log, the items it leaves, who may see and do what.

The rules are the ledger's (`bridgehead.ledger`); here they are kept: `store` takes actions one at a time
or many at once, `bulk` loads workbooks and histories, `find` lists what a person may see, `audit` verifies
and rebuilds.
"""
