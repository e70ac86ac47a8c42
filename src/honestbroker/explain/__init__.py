"""Claims in words: results in, sections of sentences out. No arithmetic, no file but its phrases.

`phrases` is the one catalogue (English and Vietnamese), `words` turns parts of a case into words,
the other modules tell one result each as a list of `Section`.
"""
