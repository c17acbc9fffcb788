#include "Flight.h"

#include "Library.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// Numbers of the library's interface, which never change.
enum {
    OPT_URL = 10002, OPT_POSTFIELDSIZE = 60, OPT_POSTFIELDS = 10015, OPT_HTTPHEADER = 10023,
    OPT_CUSTOMREQUEST = 10036, OPT_HTTPGET = 80, OPT_POST = 47, OPT_NOSIGNAL = 99, OPT_TIMEOUT_MS = 155,
    OPT_CONNECTTIMEOUT_MS = 156, OPT_FOLLOWLOCATION = 52, OPT_PROTOCOLS = 181, OPT_SSLVERSION = 32,
    OPT_PROXY = 10004, OPT_HTTP_VERSION = 84, OPT_PATH_AS_IS = 234,
    OPT_WRITEFUNCTION = 20011, OPT_WRITEDATA = 10001, OPT_HEADERFUNCTION = 20079, OPT_HEADERDATA = 10029,
    OPT_OPENSOCKETFUNCTION = 20163, OPT_OPENSOCKETDATA = 10164, OPT_CLOSESOCKETFUNCTION = 20208,
    OPT_CLOSESOCKETDATA = 10209, OPT_PRIVATE = 10103, OPT_CAINFO = 10065,
    OPT_NETRC = 51, OPT_QUICK_EXIT = 322, OPT_SSL_VERIFYPEER = 64, OPT_SSL_VERIFYHOST = 81, OPT_HTTP09_ALLOWED = 285,
    INFO_RESPONSE_CODE = 0x200002, INFO_REQUEST_SIZE = 0x20000C, INFO_NUM_CONNECTS = 0x20001A,
    INFO_NAMELOOKUP_TIME = 0x300004,
    PROTOCOL_HTTP = 1, PROTOCOL_HTTPS = 2, TLS_1_2 = 6, HTTP_1_1 = 2,
    ERROR_WRITE = 23, ERROR_RESOLVE = 6, ERROR_TIMEOUT = 28,
    LARGEST_HEAD = 64 * 1024, LARGEST_KEPT = 4 * 1024, LARGEST_LINES = 16 * 1024, ERROR_MEMORY = 27
};

// Enlarges a block of memory where it has to be; 0 where there is none.
static int make_room(void **block, size_t *room, size_t size) {
    if (size <= *room) return 1;
    size_t larger = size < 256 ? 256 : size + size / 2;
    void *moved = realloc(*block, larger);
    if (!moved) return 0;
    *block = moved;
    *room = larger;
    return 1;
}

// Lets go of a block that one request made large; 1 where it did.
static int let_go(void **block, size_t *room) {
    if (*room <= LARGEST_KEPT) return 0;
    free(*block);
    *block = NULL;
    *room = 0;
    return 1;
}

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
    flight *self = context;
    size_t total = size * count;
    size_t room = self->body_limit - self->body_size;
    size_t taken = total < room ? total : room;
    if (taken > 0) {
        if (!make_room((void **)&self->body, &self->body_room, self->body_size + taken)) return 0;
        memcpy(self->body + self->body_size, bytes, taken);
        self->body_size += taken;
    }
    if (taken < total) self->is_capped = 1;
    return taken;
}

static size_t take_header(const char *bytes, size_t size, size_t count, void *context) {
    flight *self = context;
    size_t total = size * count;
    self->head_size += total;
    if (self->head_size > LARGEST_HEAD) return 0;
    if (self->keeps_head) {
        // An answer that only says that another one comes has a head of its own.
        if (total >= 5 && memcmp(bytes, "HTTP/", 5) == 0) self->kept_size = 0;
        if (!make_room((void **)&self->head, &self->head_room, self->kept_size + total)) return 0;
        memcpy(self->head + self->kept_size, bytes, total);
        self->kept_size += total;
    }
    const char name[] = "retry-after:";
    size_t length = sizeof name - 1;
    if (total > length && strncasecmp(bytes, name, length) == 0) {
        size_t end = total;
        while (end > length && (bytes[end - 1] == '\r' || bytes[end - 1] == '\n' || bytes[end - 1] == ' ')) end--;
        size_t start = length;
        while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) start++;
        size_t kept = end - start < sizeof self->retry_after - 1 ? end - start : sizeof self->retry_after - 1;
        memcpy(self->retry_after, bytes + start, kept);
        self->retry_after[kept] = 0;
    }
    return total;
}

static int open_socket(void *context, int purpose, address_of_curl *address) {
    flight *self = context;
    if (purpose != 0 || !self->check(&address->address, address->length, self->is_open)) {
        self->was_forbidden = 1;
        return -1;
    }
#ifdef SOCK_CLOEXEC
    int opened = socket(address->family, address->type | SOCK_CLOEXEC, address->protocol);
#else
    int opened = socket(address->family, address->type, address->protocol);
#endif
    if (opened >= 0) socket_watch_opened(self->watch, opened);
    else self->was_short = 1;
    return opened;
}

// A connection outlives the request that opened it, and the library closes it with what that request had set.
static int close_socket(void *context, int socket) {
    socket_watch_closing(context, socket);
    return close(socket);
}

flight *flight_make(socket_watch *watch, http_transport_check check, int is_open, const char *authorities) {
    flight *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    void *easy = self->easy = curl_library.easy_init();
    if (!easy) {
        free(self);
        return NULL;
    }
    self->watch = watch;
    self->check = check;
    self->is_open = is_open;
    curl_library.easy_setopt(easy, OPT_NOSIGNAL, 1L);
    // A name server that says nothing is not waited for beyond the deadline, by which all other requests would wait too.
    curl_library.easy_setopt(easy, OPT_QUICK_EXIT, 1L);
    curl_library.easy_setopt(easy, OPT_FOLLOWLOCATION, 0L);
    curl_library.easy_setopt(easy, OPT_PATH_AS_IS, 1L);
    curl_library.easy_setopt(easy, OPT_HTTP09_ALLOWED, 0L);
    curl_library.easy_setopt(easy, OPT_HTTP_VERSION, (long)HTTP_1_1);
    curl_library.easy_setopt(easy, OPT_SSLVERSION, (long)TLS_1_2);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYPEER, 1L);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYHOST, 2L);
    if (authorities) curl_library.easy_setopt(easy, OPT_CAINFO, authorities);
    // Neither the environment nor a file in somebody's home decides where postbacks go.
    curl_library.easy_setopt(easy, OPT_PROXY, "");
    curl_library.easy_setopt(easy, OPT_NETRC, 0L);
    curl_library.easy_setopt(easy, OPT_WRITEFUNCTION, take_body);
    curl_library.easy_setopt(easy, OPT_WRITEDATA, self);
    curl_library.easy_setopt(easy, OPT_HEADERFUNCTION, take_header);
    curl_library.easy_setopt(easy, OPT_HEADERDATA, self);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETFUNCTION, open_socket);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETDATA, self);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETFUNCTION, close_socket);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETDATA, watch);
    curl_library.easy_setopt(easy, OPT_PRIVATE, self);
    return self;
}

// Copies the lines of a request, the URL and then the headers, and makes the library's list of the headers.
static int take_lines(flight *self, const http_transport_request *request) {
    size_t count = request->header_count + 1;
    if (!make_room((void **)&self->lines, &self->lines_room, request->lines_size + 1)) return 0;
    if (!make_room((void **)&self->headers, &self->headers_room, count * sizeof *self->headers)) return 0;
    memcpy(self->lines, request->lines, request->lines_size);
    self->lines[request->lines_size] = 0;
    const char *line = self->lines, *end = self->lines + request->lines_size;
    for (size_t index = 0; index + 1 < count; index++) {
        if (line < end) line += strlen(line) + 1;
        self->headers[index] = (list_node){.text = line < end ? line : "", .next = &self->headers[index + 1]};
    }
    // Nobody waits for leave to send a body.
    self->headers[count - 1] = (list_node){.text = "Expect:", .next = NULL};
    return 1;
}

// Tells the library what is a request's own; its code.
static int tell(void *easy, const http_transport_request *request, flight *self) {
    long protocols = request->is_insecure ? PROTOCOL_HTTP | PROTOCOL_HTTPS : PROTOCOL_HTTPS;
    int is_get = strcmp(request->method, "GET") == 0, code;
    if ((code = curl_library.easy_setopt(easy, OPT_URL, self->lines))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_PROTOCOLS, protocols))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_TIMEOUT_MS, request->timeout_milliseconds))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_CONNECTTIMEOUT_MS, request->connect_milliseconds))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_HTTPHEADER, self->headers))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_CUSTOMREQUEST, is_get ? NULL : request->method))) return code;
    if (is_get) return curl_library.easy_setopt(easy, OPT_HTTPGET, 1L);
    if ((code = curl_library.easy_setopt(easy, OPT_POST, 1L))) return code;
    if ((code = curl_library.easy_setopt(easy, OPT_POSTFIELDSIZE, (long)request->body_size))) return code;
    return curl_library.easy_setopt(easy, OPT_POSTFIELDS, self->content);
}

int flight_prepare(flight *self, const http_transport_request *request) {
    void *easy = self->easy;
    if (!take_lines(self, request)) return HTTP_TRANSPORT_SHORT;
    if (!make_room((void **)&self->content, &self->content_room, request->body_size + 1)) return HTTP_TRANSPORT_SHORT;
    if (request->body_size > 0) memcpy(self->content, request->body, request->body_size);
    self->id = request->id;
    self->body_limit = request->answer_limit;
    self->keeps_head = request->keeps_head;
    self->body_size = self->head_size = self->kept_size = 0;
    self->is_capped = self->was_forbidden = self->was_short = 0;
    self->retry_after[0] = 0;
    // Nothing is sent with what an earlier request has left where the library does not take something of this one.
    int code = tell(easy, request, self);
    return code == 0 ? 0 : code == ERROR_MEMORY ? HTTP_TRANSPORT_SHORT : HTTP_TRANSPORT_REFUSED;
}

http_transport_result flight_result(flight *self, int code) {
    long status = 0, sent = 0, connects = 0;
    double resolved = 0;
    curl_library.easy_getinfo(self->easy, INFO_RESPONSE_CODE, &status);
    curl_library.easy_getinfo(self->easy, INFO_REQUEST_SIZE, &sent);
    curl_library.easy_getinfo(self->easy, INFO_NUM_CONNECTS, &connects);
    curl_library.easy_getinfo(self->easy, INFO_NAMELOOKUP_TIME, &resolved);
    // Time that passed before the host had an address.
    if (code == ERROR_TIMEOUT && sent == 0 && resolved == 0) code = ERROR_RESOLVE;
    // An answer that is longer than what is read of it is an answer.
    if (code == ERROR_WRITE && self->is_capped) code = 0;
    return (http_transport_result){
        .id = self->id, .code = code, .status = status, .retry_after = self->retry_after,
        .head = self->head, .head_size = self->kept_size, .body = self->body,
        .body_size = self->body_size, .was_sent = sent > 0, .was_forbidden = self->was_forbidden,
        .was_reused = connects == 0, .is_cut = self->is_capped, .was_short = self->was_short,
    };
}

int flight_rest(flight *self) {
    // The library keeps the URL and its parts for as long as the handle.
    if (self->lines_room > LARGEST_LINES) return 0;
    let_go((void **)&self->body, &self->body_room);
    let_go((void **)&self->head, &self->head_room);
    // The library would still point to it.
    if (let_go((void **)&self->content, &self->content_room))
        curl_library.easy_setopt(self->easy, OPT_POSTFIELDS, NULL);
    return 1;
}

void flight_free(flight *self) {
    curl_library.easy_cleanup(self->easy);
    free(self->lines);
    free(self->headers);
    free(self->content);
    free(self->body);
    free(self->head);
    free(self);
}
