"""What stands outside the model: rules about the person's safety and dignity, the same with any brain or none."""
