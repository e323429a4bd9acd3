"""The room 证照: to make, to check, to hand over."""
