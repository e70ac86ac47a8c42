"""Arrays only: states as bit codes, ranks, moves, verdicts. Knows no names and no files.

Array axes are always in this order: party, state, option.
"""
