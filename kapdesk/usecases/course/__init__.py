"""The course of KAP: its sessions and stages, what its rules decide, what is made ready."""
