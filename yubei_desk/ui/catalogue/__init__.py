"""The room 事项清单: stages kept as versioned data by the cataloguers."""
