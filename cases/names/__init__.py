"""Names are searched in memory: the index process, and how names are compared.

Nothing readable of a name lies in the database or on a disk. One process reads the
sealed names, keeps their normal forms in memory and answers over a unix socket:

    text ─► spelling (rules) ─► vocabulary ─► index ─► scoring ─► hits, explained
                                   ▲
    feed: entries, then changes ───┘        snapshot: sealed, so that a start is short

No module here knows a Django model. A name is compared as `spelling.Name`; the text
that was typed is not kept.
"""
