"""The rules of the hall in plain Python: no Qt, no SQL, no clock, no files."""
