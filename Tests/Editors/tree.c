// Reads files with the tree-sitter grammar and prints what came out, one thing a line:
//
//     tree QUERY FILE...
//     file PATH
//     error START END          what could not be read, in bytes
//     missing START END        what was added so that the rest can be read
//     NAME START END           a capture of the query
//
//     tree --edit SEED FILE... changes each file at random places and back again, with what is left of the tree each time
//     edits COUNT              how many times it was the tree of the file again
//     different PATH           one that was not

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_postback(void);

typedef struct {
    char *bytes;
    uint32_t count;
} Text;

static Text text_of(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "tree: no file '%s'\n", path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    Text text = {0};
    text.count = (uint32_t)ftell(file);
    rewind(file);
    text.bytes = malloc(text.count + 1);
    text.count = (uint32_t)fread(text.bytes, 1, text.count, file);
    text.bytes[text.count] = 0;
    fclose(file);
    return text;
}

static void print_mistakes(TSNode node) {
    // What is missing and has no name is no child that is shown: its parent then has a mistake and no children.
    bool has_mistake = ts_node_has_error(node), is_error = !strcmp(ts_node_type(node), "ERROR");
    bool is_missing = ts_node_is_missing(node) || (has_mistake && !is_error && !ts_node_child_count(node));
    const char *word = is_missing ? "missing" : is_error ? "error" : NULL;
    if (word) printf("%s %u %u\n", word, ts_node_start_byte(node), ts_node_end_byte(node));
    if (!has_mistake) return;
    for (uint32_t index = 0; index < ts_node_child_count(node); index++) print_mistakes(ts_node_child(node, index));
}

static TSPoint point_at(Text text, uint32_t offset) {
    TSPoint point = {0, 0};
    for (uint32_t index = 0; index < offset; index++) {
        if (text.bytes[index] == '\n') {
            point.row++;
            point.column = 0;
        } else {
            point.column++;
        }
    }
    return point;
}

static uint64_t state;

static uint32_t below(uint32_t bound) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return bound ? (uint32_t)(state >> 33) % bound : 0;
}

// One change of a text: some bytes go, and others of the same text come.
static Text edited(Text text, TSInputEdit *edit) {
    uint32_t start = below(text.count + 1), removed = below(12), source = below(text.count), added = below(12);
    if (removed > text.count - start) removed = text.count - start;
    if (added > text.count - source) added = text.count - source;
    Text other = {malloc(text.count + added + 1), text.count - removed + added};
    memcpy(other.bytes, text.bytes, start);
    memcpy(other.bytes + start, text.bytes + source, added);
    memcpy(other.bytes + start + added, text.bytes + start + removed, text.count - start - removed);
    other.bytes[other.count] = 0;
    *edit = (TSInputEdit){start, start + removed, start + added, {0, 0}, {0, 0}, {0, 0}};
    edit->start_point = point_at(text, start);
    edit->old_end_point = point_at(text, start + removed);
    edit->new_end_point = point_at(other, start + added);
    return other;
}

static int edit_files(TSParser *parser, int count, char **paths) {
    int same = 0;
    for (int index = 0; index < count; index++) {
        Text text = text_of(paths[index]);
        TSTree *tree = ts_parser_parse_string(parser, NULL, text.bytes, text.count);
        char *expected = ts_node_string(ts_tree_root_node(tree));
        for (int round = 0; round < 20; round++) {
            TSInputEdit edit;
            Text other = edited(text, &edit);
            ts_tree_edit(tree, &edit);
            TSTree *changed = ts_parser_parse_string(parser, tree, other.bytes, other.count);
            // What cannot be read is read somehow; taken back, it is the tree that it was.
            TSInputEdit back = {edit.start_byte, edit.new_end_byte, edit.old_end_byte,
                                edit.start_point, edit.new_end_point, edit.old_end_point};
            ts_tree_edit(changed, &back);
            TSTree *again = ts_parser_parse_string(parser, changed, text.bytes, text.count);
            char *found = ts_node_string(ts_tree_root_node(again));
            if (strcmp(found, expected)) {
                printf("different %s\n", paths[index]);
            } else {
                same++;
            }
            free(found);
            free(other.bytes);
            ts_tree_delete(changed);
            ts_tree_delete(tree);
            tree = again;
        }
        free(expected);
        ts_tree_delete(tree);
        free(text.bytes);
    }
    printf("edits %d\n", same);
    return 0;
}

int main(int count, char **arguments) {
    TSParser *parser = ts_parser_new();
    if (count < 3 || !ts_parser_set_language(parser, tree_sitter_postback())) return 2;
    if (!strcmp(arguments[1], "--edit")) {
        state = strtoull(arguments[2], NULL, 10);
        return edit_files(parser, count - 3, arguments + 3);
    }
    Text query_text = text_of(arguments[1]);
    uint32_t offset;
    TSQueryError error;
    TSQuery *query = ts_query_new(tree_sitter_postback(), query_text.bytes, query_text.count, &offset, &error);
    if (!query) {
        fprintf(stderr, "tree: '%s' has a mistake of kind %d at byte %u\n", arguments[1], error, offset);
        return 1;
    }
    TSQueryCursor *cursor = ts_query_cursor_new();
    for (int index = 2; index < count; index++) {
        Text text = text_of(arguments[index]);
        TSTree *tree = ts_parser_parse_string(parser, NULL, text.bytes, text.count);
        TSNode root = ts_tree_root_node(tree);
        printf("file %s\n", arguments[index]);
        print_mistakes(root);
        ts_query_cursor_exec(cursor, query, root);
        TSQueryMatch match;
        uint32_t place;
        while (ts_query_cursor_next_capture(cursor, &match, &place)) {
            TSQueryCapture capture = match.captures[place];
            uint32_t length;
            const char *name = ts_query_capture_name_for_id(query, capture.index, &length);
            printf("%s %u %u\n", name, ts_node_start_byte(capture.node), ts_node_end_byte(capture.node));
        }
        ts_tree_delete(tree);
        free(text.bytes);
    }
    ts_query_cursor_delete(cursor);
    ts_query_delete(query);
    ts_parser_delete(parser);
    free(query_text.bytes);
    return 0;
}
