"""The first page 工作台: what waits for the person signed in, and who decides today."""
