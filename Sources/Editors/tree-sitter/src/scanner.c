// Line breaks that end something. Where none can stand, they are white space as any other; and one in front of a closing bracket or of
// what goes on with the line above is none, also with comments between.

#include "tree_sitter/parser.h"

enum Token { NEWLINE };

void *tree_sitter_postback_external_scanner_create(void) { return 0; }
void tree_sitter_postback_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_postback_external_scanner_serialize(void *payload, char *buffer) {
    (void)payload, (void)buffer;
    return 0;
}
void tree_sitter_postback_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    (void)payload, (void)buffer, (void)length;
}

static bool is_blank(int32_t character) { return character == ' ' || character == '\t' || character == '\r'; }

bool tree_sitter_postback_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
    (void)payload;
    if (!valid_symbols[NEWLINE]) return false;
    while (is_blank(lexer->lookahead)) lexer->advance(lexer, true);
    if (lexer->lookahead != '\n') return false;
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    lexer->result_symbol = NEWLINE;
    while (!lexer->eof(lexer)) {
        if (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
            lexer->advance(lexer, false);
        } else if (lexer->lookahead == '/') {
            lexer->advance(lexer, false);
            if (lexer->lookahead != '/') return true;
            while (!lexer->eof(lexer) && lexer->lookahead != '\n') lexer->advance(lexer, false);
        } else {
            break;
        }
    }
    switch (lexer->lookahead) {
    case '}':
    case ']':
    case ')':
    case '|':
    case '?': return false;
    default: return true;
    }
}
