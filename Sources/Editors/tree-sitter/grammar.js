/**
 * Partner files and schemas, for editors that read with tree-sitter.
 *
 * It follows the grammar of the handbook. Conditions and values are one here, as what they mean is the compiler's to say, and words that
 * have a meaning in one place are names in all others. `generate.sh` makes `src/parser.c` of it.
 */

const WORD = /[A-Za-z_$][A-Za-z0-9_$]*(-[A-Za-z0-9_$]+)*/;

// Words that begin something where a name can stand, too.
const LINE_WORDS = ["insecure", "require", "keep", "bare", "for", "when", "include", "allow", "null"];

/** A list of things with commas between them. */
const commas = (rule) => seq(rule, repeat(seq(",", rule)));

/** Things in braces, each with what ends it behind it but for the last. */
const braces = (rule, separator) => seq("{", repeat(seq(rule, separator)), optional(rule), "}");

/** The same, with an `else` that may follow the last one at once. */
const bracesWithElse = ($, one, any) =>
  seq(
    "{",
    repeat(seq(any, $._separator)),
    optional(choice(any, seq(choice(one, $.allowance), $.else_row, optional($._separator)))),
    "}",
  );

/** A step behind a value. */
const filter = ($) => seq("|", field("transform", alias($._word, $.transform)), optional($.arguments));

module.exports = grammar({
  name: "postback",

  word: ($) => $._word,
  externals: ($) => [$._newline],
  extras: ($) => [/[ \t\r\n\uFEFF]/, $.comment],
  supertypes: ($) => [$._expression],
  inline: ($) => [$._separator],

  conflicts: ($) => [
    // Behind a type, a line break ends the declaration, or what is known of it goes on below.
    [$.field],
    [$.macro],
    [$.presence],
  ],

  precedences: (_) => [["pipe", "fallback", "comparison", "not", "and", "or"]],

  rules: {
    source_file: ($) => seq(repeat(seq($._item, $._newline)), optional($._item)),

    _item: ($) =>
      choice(
        $.allowance,
        $.partner,
        $.property,
        $.field,
        $.endpoint,
        $.callback,
        $.map,
        $.let,
        $.accepts,
        $.lines,
        $.shared,
        $.postback,
        $.delivery,
        $.example,
        $.macro,
        $.kind,
        $.signal,
        $.together,
      ),

    allowance: ($) => seq("allow", field("rule", $.word), $._text, "until", $.date),

    partner: ($) => seq("partner", field("name", $.word), $._text),
    property: ($) =>
      choice(
        seq("revision", $.number),
        seq("category", $.word),
        seq("platforms", $._words),
        seq(choice("documentation", "contact"), $._text),
        seq("status", choice("active", seq("deprecated", $._text))),
      ),
    field: ($) =>
      seq(
        "field",
        field("name", $.word),
        $._text,
        ":",
        optional("secret"),
        $.type,
        repeat(seq(optional($._newline), $.modifier)),
      ),
    modifier: ($) =>
      choice(
        "optional",
        "secret",
        seq("per", $.word),
        seq("=", $._expression),
        seq("matches", $._text),
        seq("length", $.number, "...", $.number),
        seq(choice("sample", "help", "deprecated"), $._text),
      ),
    endpoint: ($) =>
      seq("endpoint", field("name", $.word), $._expression, optional("insecure"), optional(seq("until", $.date))),
    callback: ($) => seq("callback", field("name", $.word), "from", $._expression, "hosts", commas($._text)),
    map: ($) => seq("map", field("name", $.word), $.rows),
    rows: ($) => bracesWithElse($, $.row, $._row),
    _row: ($) => choice($.row, $.else_row, $.allowance),
    row: ($) => seq(commas($._row_key), "->", $._row_value),
    _row_key: ($) => choice($._key, alias("allow", $.word)),
    else_row: ($) => seq("else", "->", $._row_value),
    _row_value: ($) => choice("skip", "absent", $._expression),
    let: ($) => seq("let", field("name", $.word), "=", $._expression),
    accepts: ($) => seq("accepts", "plaintext", $.name, $._text),
    lines: ($) => seq("lines", field("name", $.word), $.block),
    shared: ($) => seq("shared", field("name", $.word), $.body),
    postback: ($) =>
      seq(
        "postback",
        commas($._key),
        optional(seq("on", $.word)),
        optional(seq("deprecated", $._text)),
        $.body,
      ),

    // Postbacks

    body: ($) => braces($._statement, $._newline),
    _statement: ($) =>
      choice(
        $.send,
        $.require_any,
        $.loop,
        $.let,
        $.request,
        $.section,
        $.include,
        $.allowance,
      ),
    send: ($) => seq("send", "when", $._expression),
    require_any: ($) => seq("require", "any", "of", commas($._expression)),
    request: ($) => seq(field("method", choice("GET", "POST", "PUT")), field("endpoint", $.word), optional($._expression)),
    section: ($) =>
      choice(
        seq(choice("query", "matrix", "headers", "cookies", "form", "marks"), $.block),
        seq("path", $._text, $.block),
        seq(choice("json", "text"), $._expression),
      ),

    block: ($) => braces($._line, $._separator),
    _line: ($) => choice($.line, $.loop_lines, $.when_lines, $.include, $.allowance),
    line: ($) =>
      seq(
        optional("insecure"),
        optional($.presence),
        choice(seq(field("key", $._line_key), "=", field("value", $._expression)), $.bare),
      ),
    presence: (_) => choice("require", seq("keep", optional("null"))),
    _line_key: ($) =>
      choice(
        alias($.string, $.key),
        alias($.text_block, $.key),
        seq("bare", choice(alias($.string, $.key), alias($.text_block, $.key))),
        alias($._word, $.key),
        ...LINE_WORDS.map((word) => alias(word, $.key)),
        $.number,
        $.duration,
      ),
    bare: ($) => seq("bare", $._text),
    loop_lines: ($) => seq($.loop, $.block),
    when_lines: ($) => seq("when", $._expression, $.block, optional(seq("else", choice($.block, $.when_lines)))),
    include: ($) => seq("include", $._expression),
    loop: ($) =>
      seq(
        "for",
        field("item", $.word),
        optional(seq(",", field("index", $.word), optional(seq("from", $.number)))),
        "in",
        field("list", $._expression),
      ),

    // Values

    _expression: ($) =>
      choice(
        $.string,
        $.text_block,
        $.number,
        $.duration,
        $.boolean,
        $.name,
        $.list,
        $.object,
        $.choice,
        $.json,
        $.bare,
        $.parenthesized,
        $.pipe,
        $.fallback,
        $.comparison,
        $.logic,
        $.not,
      ),
    boolean: (_) => choice("true", "false"),
    name: ($) => prec.left(seq(choice($.word, alias("bare", $.word)), repeat(choice(seq(".", choice($.word, $.string, "*")), seq("[", $.number, "]"))))),
    list: ($) =>
      seq(
        "[",
        choice(optional(seq(commas($.element), optional(","))), seq($.loop, ":", $.element)),
        "]",
      ),
    element: ($) => seq(optional($.presence), $._expression),
    object: ($) => $.block,
    choice: ($) => seq("when", bracesWithElse($, $.branch, $._branch)),
    _branch: ($) => choice($.branch, $.else_row, $.allowance),
    branch: ($) => seq($._expression, "->", $._expression),
    json: ($) => seq("json", choice($.list, $.object, $.name, $.choice, $.parenthesized)),
    parenthesized: ($) => seq("(", $._expression, ")"),
    pipe: ($) => prec.left("pipe", seq($._expression, filter($))),
    arguments: ($) => seq("(", optional(seq(commas($._expression), optional(","))), ")"),
    fallback: ($) => prec.left("fallback", seq($._expression, "??", $._expression)),
    comparison: ($) =>
      prec.left(
        "comparison",
        seq(
          $._expression,
          choice(
            seq(choice("==", "!="), $._expression),
            seq("in", $._expression),
            seq("is", choice("present", "absent")),
          ),
        ),
      ),
    not: ($) => prec("not", seq("not", $._expression)),
    logic: ($) =>
      choice(
        prec.left("and", seq($._expression, "and", $._expression)),
        prec.left("or", seq($._expression, "or", $._expression)),
      ),

    // Delivery and examples

    delivery: ($) => seq("delivery", braces($._rule, $._newline)),
    _rule: ($) => choice($.delivery_rule, $.allowance),
    delivery_rule: ($) =>
      choice(
        seq(choice("timeout", "oldest", "future"), $._duration),
        seq("success", $._codes),
        seq("retry", "on", $._codes),
        seq(choice("success", "retry", "fail"), "when", $._expression),
        seq("rate", $.number, "per", $.word),
        seq("concurrency", $.number),
        seq("body", "at", "most", $.number),
        seq("delay", $._duration, "...", $._duration),
        seq("retries", $.number, "...", $.number),
        seq("default", choice(seq("delay", $._duration), seq("retries", $.number))),
      ),
    _duration: ($) => choice($.duration, "realtime"),
    _codes: ($) => commas(seq($.number, optional(seq("...", $.number)))),

    example: ($) => seq("example", $._text, braces($._step, $._newline)),
    _step: ($) => choice($.of, $.given, $.sends, $.skips, $.with, $.answers, $.example_rows, $.allowance),
    of: ($) => seq("postback", $._key),
    given: ($) =>
      seq("given", "{", repeat(seq(choice($._given_value, $.allowance), optional(","), optional($._newline))), "}"),
    _given_value: ($) => choice($.sample, $.value),
    sample: ($) => seq("sample", $.word),
    value: ($) => seq(field("name", $.name), "=", choice("absent", $._expression)),
    sends: ($) => seq("sends", $.word, $._text, optional($.expectations)),
    expectations: ($) => braces($._expected, $._separator),
    _expected: ($) => choice($.expected, $.allowance),
    expected: ($) =>
      choice(seq("header", $._text, $._text), seq("body", choice("json", "form", "text"), $._text)),
    skips: ($) => seq("skips", field("reason", $.word), optional($.name)),
    with: ($) =>
      seq(
        choice(
          seq("with", commas($._given_value), optional($._without)),
          $._without,
        ),
        $.skips,
      ),
    _without: ($) => seq("without", commas($.name)),
    answers: ($) => seq("answers", $.number, repeat($.expected), choice("succeeds", "retries", "fails")),
    example_rows: ($) => seq("rows", $.word, $.rows),

    // Schemas

    macro: ($) =>
      seq("macro", field("name", $.name), ":", $.type, repeat(seq(optional($._newline), $.macro_modifier))),
    macro_modifier: ($) =>
      choice(
        seq(choice("platforms", "class"), $._words),
        seq("role", $.word),
        seq(choice("sample", "deprecated", "unmasked"), $._text),
        seq("also", commas($.spelling)),
      ),
    spelling: ($) =>
      seq(
        field("platform", $.word),
        $._text,
        repeat(filter($)),
      ),
    kind: ($) =>
      seq(choice("kind", "event"), field("name", $.word), $._text, optional(seq("with", commas($.name)))),
    signal: ($) => seq("signal", field("name", $.name), "=", $._expression, "withholds", $._words),
    together: ($) => seq("together", commas($.name)),

    // What all of them are made of

    type: ($) =>
      seq(
        $.word,
        optional(seq("(", choice(seq($.number, "...", $.number), commas($._key)), ")")),
      ),
    _words: ($) => commas($.word),
    _key: ($) => choice($.word, $.number, $.duration, $._text),
    _separator: ($) => choice($._newline, seq(",", optional($._newline))),
    _text: ($) => choice($.string, $.text_block),

    string: ($) =>
      seq('"', repeat(choice($._string_content, $.escape, $.hole)), token.immediate('"')),
    _string_content: (_) => token.immediate(prec(1, /[^"\\{}\n]+/)),
    escape: (_) => token.immediate(/\\(u\{[0-9A-Fa-f]*\}|[^\n])/),
    hole: ($) => seq(token.immediate("{"), $._expression, "}"),
    text_block: (_) => /"""([^"]|"[^"]|""[^"])*"""/,

    word: ($) => $._word,
    _word: (_) => WORD,
    number: (_) => /-?[0-9]+(\.[0-9]+)?/,
    duration: (_) => /-?[0-9]+(\.[0-9]+)?[A-Za-z_$][A-Za-z0-9_$]*/,
    date: (_) => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    comment: (_) => token(seq("//", /[^\n]*/)),
  },
});
