"""One folder a group, one file a rule: being in the folder is being registered."""
