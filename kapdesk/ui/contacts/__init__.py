"""The contact book: prescribers, physicians, pharmacies, drivers, family, the executor."""
