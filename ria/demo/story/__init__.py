"""Two years of a police service, told as steps that people take."""
