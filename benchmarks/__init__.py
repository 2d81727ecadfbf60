"""Speed and memory as ratios: each figure against a baseline that is measured in the same run on the same machine."""
