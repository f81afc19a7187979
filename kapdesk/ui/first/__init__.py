"""The first launch in three steps: your practice; your passphrase and recovery sheet; where backups go."""
