"""What a page view costs the climate, by the Sustainable Web Design Model 4: an estimate from the bytes alone.

Source: https://sustainablewebdesign.org/estimating-digital-emissions/
"""

KWH_PER_GB = 0.055 + 0.059 + 0.080 + 0.012 + 0.013 + 0.081
"""Energy of data centres, networks and devices: first to run them, then to build them."""
GRAMS_PER_KWH = 494.0
"""The world's average mix of electricity."""
WORST_RATING_GRAMS = 0.359
"""Grams of CO2 a view above which a page has the worst rating, F: heavier than half of the web."""


def grams_of_co2(size_bytes: float) -> float:
    """Return the estimated grams of CO2 for sending and showing so many bytes once.

    >>> round(grams_of_co2(2_500_000), 2)
    0.37
    """
    return size_bytes / 1e9 * KWH_PER_GB * GRAMS_PER_KWH
