"""What the staff of the hall see and touch: one folder per room of the office, PySide6 only."""
