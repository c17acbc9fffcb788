; Each piece of a file has one colour: no two patterns take the same node.

(comment) @comment

; Texts

(string) @string
(text_block) @string
(escape) @string.escape
(key) @property

; Numbers

(number) @number
(duration) @number
(date) @number
(boolean) @constant.builtin

; Names

(partner name: (word) @type)
(field name: (word) @type)
(endpoint name: (word) @type)
(callback name: (word) @type)
(map name: (word) @type)
(lines name: (word) @type)
(shared name: (word) @type)
(kind name: (word) @type)
(let name: (word) @variable)
(property (word) @constant)
(modifier (word) @constant)
(macro_modifier (word) @constant)
(type (word) @type.builtin)
(allowance rule: (word) @constant)
(request endpoint: (word) @variable)
(name (word) @variable)
(loop item: (word) @variable)
(loop index: (word) @variable)
(row (word) @constant)
(postback (word) @constant)
(of (word) @constant)
(sample (word) @constant)
(skips reason: (word) @constant)
(delivery_rule (word) @keyword)
(sends (word) @keyword)
(example_rows (word) @type)
(spelling platform: (word) @constant)
(signal (word) @constant)
(transform) @function

; Words of the language

[
  "allow" "until" "partner" "revision" "category" "platforms" "documentation" "contact" "status" "active" "deprecated" "field" "secret"
  "optional" "per" "matches" "length" "sample" "help" "endpoint" "insecure" "callback" "from" "hosts" "map" "else" "let" "accepts"
  "plaintext" "lines" "shared" "postback" "on" "send" "when" "require" "any" "of" "GET" "POST" "PUT" "query" "matrix" "headers" "cookies"
  "form" "marks" "path" "json" "text" "keep" "null" "bare" "include" "for" "in" "is" "present" "absent" "and" "or" "not" "delivery"
  "timeout" "oldest" "future" "success" "retry" "fail" "rate" "concurrency" "body" "at" "most" "delay" "retries" "default" "realtime"
  "example" "given" "sends" "header" "skips" "with" "without" "answers" "succeeds" "fails" "rows" "skip" "macro" "class" "role" "unmasked"
  "also" "kind" "event" "signal" "withholds" "together"
] @keyword

; Marks

["=" ":" "," "." "..." "->"] @punctuation.delimiter
["|" "??" "==" "!="] @operator
"*" @punctuation.special
["{" "}" "(" ")" "[" "]"] @punctuation.bracket
