"""Papers 文书与证照: forms and facts become PDF bytes; letters are signed and verified. No Qt, no
database.
"""
