"""Tests of 渝北审批台, mirroring the package; `python3 -m tests` runs all of them."""
