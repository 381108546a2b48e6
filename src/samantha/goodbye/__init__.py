"""Taking everything along, and leaving: export, backup, restore, and the goodbye."""
