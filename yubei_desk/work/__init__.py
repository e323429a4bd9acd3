"""Work 后台: the only package that knows threads."""
