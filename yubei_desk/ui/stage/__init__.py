"""The room 发起联审: what a stage asks of a project, and the joint application that opens its review."""
