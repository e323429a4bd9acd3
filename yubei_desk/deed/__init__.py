"""What one wish needs from several floors: sign and file, render and print."""
