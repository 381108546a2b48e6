"""What she reads at the person's wish: talks and notes from elsewhere."""
