"""Rendering a question set: fields, forms and paper."""
