"""What tends the checkout: setting it up, the README's tree and table. Not part of the wheel."""
