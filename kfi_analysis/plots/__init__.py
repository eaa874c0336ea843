"""Results -> figures. Tables come in with their intervals; nothing is computed here but positions."""
