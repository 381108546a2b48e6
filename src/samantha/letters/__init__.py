"""Letters in which every sentence stands on something that the sender really said.

Guarantees: interview, ledger, draft and audit are pure; `room` alone speaks with the journal.
Does not: need a model, or send.
"""
