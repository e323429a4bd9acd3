"""What is kept 存储: the only floor that speaks SQL; one public method is one transaction."""
