"""The room 联合审批: the board that is live on every desk, and the review under discussion."""
