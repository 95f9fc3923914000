"""Symbolic questions over policies: whether any request at all is allowed, with one that is as witness.

`globs` reads patterns, `languages` decides unions of them, `values` what one text can be, `keys` what a condition key
can hold, `search` a request that meets everything, `possible` composes the layers as AWS does, `matches_ever` finds
idle statements.
"""
