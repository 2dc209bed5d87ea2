"""From a set of questions to a page: fields, forms, paper."""
