"""People: clients, contacts, the first call, what is on file of them."""
