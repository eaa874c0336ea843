"""Results -> HTML, Word and Excel, in two steps: a documented summary, then the rendering. Computes no statistics."""
