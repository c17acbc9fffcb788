#include "HTTPTransport.h"

#include "Library.h"
#include "SocketWatch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// Numbers of the library's interface, which never change.
enum {
    OPT_URL = 10002, OPT_POSTFIELDSIZE = 60, OPT_COPYPOSTFIELDS = 10165, OPT_HTTPHEADER = 10023,
    OPT_CUSTOMREQUEST = 10036, OPT_HTTPGET = 80, OPT_POST = 47, OPT_NOSIGNAL = 99, OPT_TIMEOUT_MS = 155,
    OPT_CONNECTTIMEOUT_MS = 156, OPT_FOLLOWLOCATION = 52, OPT_PROTOCOLS = 181, OPT_SSLVERSION = 32,
    OPT_PROXY = 10004, OPT_NOPROXY = 10177, OPT_HTTP_VERSION = 84, OPT_PATH_AS_IS = 234,
    OPT_WRITEFUNCTION = 20011, OPT_WRITEDATA = 10001, OPT_HEADERFUNCTION = 20079, OPT_HEADERDATA = 10029,
    OPT_OPENSOCKETFUNCTION = 20163, OPT_OPENSOCKETDATA = 10164, OPT_CLOSESOCKETFUNCTION = 20208,
    OPT_CLOSESOCKETDATA = 10209, OPT_PRIVATE = 10103, OPT_CAINFO = 10065,
    OPT_NETRC = 51, OPT_QUICK_EXIT = 322, OPT_SSL_VERIFYPEER = 64, OPT_SSL_VERIFYHOST = 81, OPT_HTTP09_ALLOWED = 285,
    INFO_RESPONSE_CODE = 0x200002, INFO_REQUEST_SIZE = 0x20000C, INFO_NUM_CONNECTS = 0x20001A,
    INFO_PRIVATE = 0x100015, INFO_NAMELOOKUP_TIME = 0x300004,
    MOPT_MAXCONNECTS = 6, MOPT_SOCKETFUNCTION = 20001, MOPT_SOCKETDATA = 10002, MOPT_TIMERFUNCTION = 20004,
    MOPT_TIMERDATA = 10005,
    SOCKET_TIMEOUT = -1,
    PROTOCOL_HTTP = 1, PROTOCOL_HTTPS = 2, TLS_1_2 = 6, HTTP_1_1 = 2, MESSAGE_DONE = 1,
    ERROR_WRITE = 23, ERROR_RESOLVE = 6, ERROR_TIMEOUT = 28,
    LARGEST_HEAD = 64 * 1024, SPARE_HANDLES = 512
};

int http_transport_load(void) { return library_load(); }

struct http_transport_state {
    void *multi;
    socket_watch *watch;
    http_transport_check check;
    int is_open;
    char *authorities;
    void *spare[SPARE_HANDLES];
    size_t spare_count;
};

// A request under way.
typedef struct {
    http_transport_state *state;
    long id;
    void *headers;
    unsigned char *body;
    size_t body_size;
    size_t head_size;
    size_t body_limit;
    int is_capped;
    int keeps_head;
    unsigned char *head;
    size_t kept_size;
    int was_forbidden;
    int was_short;
    char retry_after[128];
} flight;

// The library says what it waits for, so that requests that wait cost nothing while others go on.
static int watch_socket(void *easy, int socket, int what, void *context, void *own) {
    (void)easy, (void)own;
    // Its numbers for what it waits for: 1 to read, 2 to write, 3 both, 4 no more.
    socket_watch_set(context, socket, what == 4 ? 0 : what);
    return 0;
}

static int set_timer(void *multi, long milliseconds, void *context) {
    (void)multi;
    socket_watch_timer(context, milliseconds);
    return 0;
}

http_transport_state *http_transport_make(long connections, http_transport_check check, int is_open, const char *authorities) {
    if (!http_transport_load()) return NULL;
    http_transport_state *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    state->multi = curl_library.multi_init();
    state->watch = socket_watch_make();
    state->check = check;
    state->is_open = is_open;
    state->authorities = authorities ? strdup(authorities) : NULL;
    if (!state->multi || !state->watch) {
        if (state->multi) curl_library.multi_cleanup(state->multi);
        if (state->watch) socket_watch_free(state->watch);
        free(state->authorities);
        free(state);
        return NULL;
    }
    curl_library.multi_setopt(state->multi, MOPT_MAXCONNECTS, connections);
    curl_library.multi_setopt(state->multi, MOPT_SOCKETFUNCTION, watch_socket);
    curl_library.multi_setopt(state->multi, MOPT_SOCKETDATA, state->watch);
    curl_library.multi_setopt(state->multi, MOPT_TIMERFUNCTION, set_timer);
    curl_library.multi_setopt(state->multi, MOPT_TIMERDATA, state->watch);
    return state;
}

void http_transport_free(http_transport_state *state) {
    if (!state) return;
    for (size_t index = 0; index < state->spare_count; index++) curl_library.easy_cleanup(state->spare[index]);
    curl_library.multi_cleanup(state->multi);
    socket_watch_free(state->watch);
    free(state->authorities);
    free(state);
}

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
    flight *self = context;
    size_t total = size * count;
    size_t room = self->body_limit - self->body_size;
    size_t taken = total < room ? total : room;
    if (taken > 0) {
        unsigned char *body = realloc(self->body, self->body_size + taken);
        if (!body) return 0;
        memcpy(body + self->body_size, bytes, taken);
        self->body = body;
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
        unsigned char *head = realloc(self->head, self->kept_size + total);
        if (!head) return 0;
        memcpy(head + self->kept_size, bytes, total);
        self->head = head;
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
    if (purpose != 0 || !self->state->check(&address->address, address->length, self->state->is_open)) {
        self->was_forbidden = 1;
        return -1;
    }
#ifdef SOCK_CLOEXEC
    int opened = socket(address->family, address->type | SOCK_CLOEXEC, address->protocol);
#else
    int opened = socket(address->family, address->type, address->protocol);
#endif
    if (opened >= 0) socket_watch_opened(self->state->watch, opened);
    else self->was_short = 1;
    return opened;
}

// A connection outlives the request that opened it, and the library closes it with what that request had set.
static int close_socket(void *context, int socket) {
    socket_watch_closing(context, socket);
    return close(socket);
}

static void end(flight *self) {
    curl_library.slist_free_all(self->headers);
    free(self->body);
    free(self->head);
    free(self);
}

int http_transport_start(http_transport_state *state, const http_transport_request *request) {
    flight *self = calloc(1, sizeof *self);
    if (!self) return -1;
    void *easy = state->spare_count > 0 ? state->spare[--state->spare_count] : curl_library.easy_init();
    if (!easy) {
        free(self);
        return -1;
    }
    self->state = state;
    self->id = request->id;
    self->body_limit = request->answer_limit;
    self->keeps_head = request->keeps_head;
    for (size_t index = 0; index < request->header_count; index++)
        self->headers = curl_library.slist_append(self->headers, request->headers[index]);
    // Nobody waits for leave to send a body.
    self->headers = curl_library.slist_append(self->headers, "Expect:");
    curl_library.easy_setopt(easy, OPT_URL, request->url);
    curl_library.easy_setopt(easy, OPT_NOSIGNAL, 1L);
    // A name server that says nothing is not waited for beyond the deadline, by which all other requests would wait too.
    curl_library.easy_setopt(easy, OPT_QUICK_EXIT, 1L);
    curl_library.easy_setopt(easy, OPT_PROTOCOLS, (long)(request->is_insecure ? PROTOCOL_HTTP | PROTOCOL_HTTPS : PROTOCOL_HTTPS));
    curl_library.easy_setopt(easy, OPT_FOLLOWLOCATION, 0L);
    curl_library.easy_setopt(easy, OPT_PATH_AS_IS, 1L);
    curl_library.easy_setopt(easy, OPT_HTTP09_ALLOWED, 0L);
    curl_library.easy_setopt(easy, OPT_HTTP_VERSION, (long)HTTP_1_1);
    curl_library.easy_setopt(easy, OPT_SSLVERSION, (long)TLS_1_2);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYPEER, 1L);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYHOST, 2L);
    if (state->authorities) curl_library.easy_setopt(easy, OPT_CAINFO, state->authorities);
    // Neither the environment nor a file in somebody's home decides where postbacks go.
    curl_library.easy_setopt(easy, OPT_PROXY, "");
    curl_library.easy_setopt(easy, OPT_NETRC, 0L);
    curl_library.easy_setopt(easy, OPT_TIMEOUT_MS, request->timeout_milliseconds);
    curl_library.easy_setopt(easy, OPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
    curl_library.easy_setopt(easy, OPT_HTTPHEADER, self->headers);
    curl_library.easy_setopt(easy, OPT_WRITEFUNCTION, take_body);
    curl_library.easy_setopt(easy, OPT_WRITEDATA, self);
    curl_library.easy_setopt(easy, OPT_HEADERFUNCTION, take_header);
    curl_library.easy_setopt(easy, OPT_HEADERDATA, self);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETFUNCTION, open_socket);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETDATA, self);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETFUNCTION, close_socket);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETDATA, state->watch);
    curl_library.easy_setopt(easy, OPT_PRIVATE, self);
    if (strcmp(request->method, "GET") == 0) {
        curl_library.easy_setopt(easy, OPT_HTTPGET, 1L);
    } else {
        curl_library.easy_setopt(easy, OPT_POST, 1L);
        curl_library.easy_setopt(easy, OPT_POSTFIELDSIZE, (long)request->body_size);
        curl_library.easy_setopt(easy, OPT_COPYPOSTFIELDS, request->body_size > 0 ? request->body : "");
        curl_library.easy_setopt(easy, OPT_CUSTOMREQUEST, request->method);
    }
    if (curl_library.multi_add_handle(state->multi, easy) != 0) {
        curl_library.easy_cleanup(easy);
        end(self);
        return -1;
    }
    return 0;
}

static void finish(http_transport_state *state, void *easy, int code, http_transport_done done, void *context) {
    flight *self = NULL;
    long status = 0, sent = 0, connects = 0;
    double resolved = 0;
    curl_library.easy_getinfo(easy, INFO_PRIVATE, &self);
    curl_library.easy_getinfo(easy, INFO_RESPONSE_CODE, &status);
    curl_library.easy_getinfo(easy, INFO_REQUEST_SIZE, &sent);
    curl_library.easy_getinfo(easy, INFO_NUM_CONNECTS, &connects);
    curl_library.easy_getinfo(easy, INFO_NAMELOOKUP_TIME, &resolved);
    // Time that passed before the host had an address.
    if (code == ERROR_TIMEOUT && sent == 0 && resolved == 0) code = ERROR_RESOLVE;
    curl_library.multi_remove_handle(state->multi, easy);
    // An answer that is longer than what is read of it is an answer.
    if (code == ERROR_WRITE && self->is_capped) code = 0;
    http_transport_result result = {
        .id = self->id, .code = code, .status = status, .retry_after = self->retry_after,
        .head = self->head, .head_size = self->kept_size, .body = self->body,
        .body_size = self->body_size, .was_sent = sent > 0, .was_forbidden = self->was_forbidden,
        .was_reused = connects == 0, .is_cut = self->is_capped, .was_short = self->was_short,
    };
    done(context, &result);
    end(self);
    if (state->spare_count < SPARE_HANDLES) {
        curl_library.easy_reset(easy);
        state->spare[state->spare_count++] = easy;
    } else {
        curl_library.easy_cleanup(easy);
    }
}

// Starts what was just added and ends what is too late, as the library's timer says, and reports what has ended; how many.
static int collect(http_transport_state *state, int *running, http_transport_done done, void *context) {
    if (socket_watch_is_due(state->watch)) curl_library.multi_socket_action(state->multi, SOCKET_TIMEOUT, 0, running);
    int left = 0, found = 0;
    message *next;
    while ((next = curl_library.multi_info_read(state->multi, &left))) {
        if (next->kind != MESSAGE_DONE) continue;
        finish(state, next->easy, next->data.result, done, context);
        found++;
    }
    return found;
}

int http_transport_go(http_transport_state *state, int milliseconds, http_transport_done done, void *context) {
    int running = 0;
    int found = collect(state, &running, done, context);
    socket_watch_event events[64];
    int count = socket_watch_wait(state->watch, found > 0 ? 0 : milliseconds, events, 64);
    for (int index = 0; index < count; index++)
        curl_library.multi_socket_action(state->multi, events[index].socket, events[index].what, &running);
    collect(state, &running, done, context);
    return running;
}

void http_transport_wake(http_transport_state *state) { socket_watch_wake(state->watch); }
