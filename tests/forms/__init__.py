"""Tests of the questions as data, and of how they become a page."""
