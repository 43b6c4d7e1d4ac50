"""The audit trail as a chain that nobody breaks unseen.

Every few seconds `seals.seal` closes what has been committed since: a seal over the
events of a range of transactions, signed together with the seal before it. Its digest
goes to a file outside the database (`heads`), so that a trail cut short is noticed;
`verification` proves all of it. Whoever has the database and the audit key can forge
any trail: the file outside, and the heads that editions print, are beyond both.
"""
