[
  (body)
  (block)
  (rows)
  (choice)
  (list)
  (arguments)
  (parenthesized)
  (delivery)
  (example)
  (given)
  (expectations)
  (text_block)
] @fold
