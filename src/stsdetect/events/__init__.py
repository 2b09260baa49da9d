"""Events: what vessels did, from tracks and proximities."""
