"""The list of clients, a new client, and the form of a client's details."""
