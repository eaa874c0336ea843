"""From coded material to conclusions: claims held against it, recommendations and whom they address.

This file only exports.
"""
