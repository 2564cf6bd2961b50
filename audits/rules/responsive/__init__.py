"""Rules on narrow, enlarged, turned and calm screens: reflow, zoom, spacing, orientation, motion, the phone's menu."""
