"""The pieces every room of the office is put together from."""
