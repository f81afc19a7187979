"""The sentences of the first launch, step by step: practice, passphrase, recovery sheet, backups."""

STEPS = (
    "Step 1 of 3 · your practice",
    "Step 2 of 3 · your passphrase",
    "Step 2 of 3 · your recovery sheet",
    "Step 3 of 3 · where backups go",
)
NEXT = ("Next", "Make the practice file", "I have the sheet", "Make the first backup now")
NO_SHEET = (
    "“Later”: until there is a sheet, a forgotten passphrase means that everything is lost, for you and for whoever closes your "
    "practice. It stays on Today as a thing to do; a new key is made then."
)
NO_BACKUP = (
    "“Later”: until there is a backup, a broken or stolen computer means that everything is lost. It stays on Today as a thing "
    "to do."
)
MADE_ALL_THE_SAME = "The practice file is made. Open it with the passphrase that you chose, and go on from there."
UNPROVED = "You have not yet typed the group that shows that you have the recovery key."
NOT_AGAIN = "This key is not shown again. The practice file is made; when you open it, you are asked to make a new key."
