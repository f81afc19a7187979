"""What the therapist does: one function each, in modules by subject. They open the vault once and return plain
values.
"""
