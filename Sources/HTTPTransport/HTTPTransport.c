#include "HTTPTransport.h"

#include "Flight.h"
#include "Library.h"
#include "SocketWatch.h"

#include <stdlib.h>
#include <string.h>

// Numbers of the library's interface, which never change.
enum {
    INFO_PRIVATE = 0x100015, MOPT_MAXCONNECTS = 6, MOPT_SOCKETFUNCTION = 20001, MOPT_SOCKETDATA = 10002,
    MOPT_TIMERFUNCTION = 20004, MOPT_TIMERDATA = 10005, SOCKET_TIMEOUT = -1, MESSAGE_DONE = 1, SPARE_FLIGHTS = 512
};

int http_transport_load(void) { return library_load(); }

struct http_transport_state {
    void *multi;
    socket_watch *watch;
    http_transport_check check;
    int is_open;
    char *authorities;
    // What has ended and can be used again.
    flight *spare;
    size_t spare_count;
};

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
    while (state->spare) {
        flight *next = state->spare->next;
        flight_free(state->spare);
        state->spare = next;
    }
    curl_library.multi_cleanup(state->multi);
    socket_watch_free(state->watch);
    free(state->authorities);
    free(state);
}

static void put_away(http_transport_state *state, flight *self) {
    if (state->spare_count >= SPARE_FLIGHTS || !flight_rest(self)) {
        flight_free(self);
        return;
    }
    self->next = state->spare;
    state->spare = self;
    state->spare_count++;
}

int http_transport_start(http_transport_state *state, const http_transport_request *request) {
    flight *self = state->spare;
    if (self) {
        state->spare = self->next;
        state->spare_count--;
    } else {
        self = flight_make(state->watch, state->check, state->is_open, state->authorities);
        if (!self) return HTTP_TRANSPORT_SHORT;
    }
    int code = flight_prepare(self, request);
    if (code == 0 && curl_library.multi_add_handle(state->multi, self->easy) != 0) code = HTTP_TRANSPORT_SHORT;
    if (code != 0) flight_free(self);
    return code;
}

static void finish(http_transport_state *state, void *easy, int code, http_transport_done done, void *context) {
    flight *self = NULL;
    curl_library.easy_getinfo(easy, INFO_PRIVATE, &self);
    http_transport_result result = flight_result(self, code);
    curl_library.multi_remove_handle(state->multi, easy);
    done(context, &result);
    put_away(state, self);
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
