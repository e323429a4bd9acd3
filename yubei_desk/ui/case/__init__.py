"""The room 办件: one case's file, its clock and time line, and the moves the law allows."""
