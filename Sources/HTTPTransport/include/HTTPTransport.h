// Many HTTP requests at once through the system's libcurl, which is found when it is first needed: nothing is linked.
#ifndef HTTP_TRANSPORT_H
#define HTTP_TRANSPORT_H

#include <stddef.h>
#include <sys/socket.h>

#include "StreamSocket.h"

/// Looks for libcurl; 1 when it can be used.
int http_transport_load(void);

/// Requests under way, with the connections that are kept for them.
typedef struct http_transport_state http_transport_state;

/// Whether an address may be connected to: not 0 when it may.
typedef int (*http_transport_check)(const struct sockaddr *address, unsigned length, int is_open);

/// A request; all that it points to is copied.
typedef struct {
    /// Names it in its result.
    long id;
    const char *method;
    /// The URL and then the headers, each with a zero byte behind it: `Name: value`, and `Name;` for one without a value.
    const char *lines;
    size_t lines_size;
    size_t header_count;
    const void *body;
    size_t body_size;
    /// From name resolution to the last byte of the answer.
    long timeout_milliseconds;
    /// Name resolution, connection and TLS.
    long connect_milliseconds;
    /// Whether plain http is meant.
    int is_insecure;
    /// Bytes of the answer's body that are read.
    size_t answer_limit;
    /// Whether the lines of the answer's head are kept.
    int keeps_head;
} http_transport_request;

/// What came of a request. Pointers hold during the callback.
typedef struct {
    long id;
    /// The library's code, 0 for an answer.
    int code;
    long status;
    /// The header Retry-After; empty for none.
    const char *retry_after;
    /// The lines of the answer's head, where they were asked for.
    const unsigned char *head;
    size_t head_size;
    const unsigned char *body;
    size_t body_size;
    /// Whether bytes of the request have left.
    int was_sent;
    /// Whether an address was refused.
    int was_forbidden;
    /// Whether a connection was used again.
    int was_reused;
    /// Whether the answer has more than was read.
    int is_cut;
    /// Whether the system had no socket to give.
    int was_short;
} http_transport_result;

typedef void (*http_transport_done)(void *context, const http_transport_result *result);

/// Makes a state, or NULL without the library.
///
/// @param connections how many connections are kept open.
/// @param is_open whether private addresses may be connected to, for tests; handed to the check.
/// @param authorities a file of certificates to trust in place of the system's; NULL for those.
http_transport_state *http_transport_make(long connections, http_transport_check check, int is_open, const char *authorities);

/// Ends whatever is under way.
void http_transport_free(http_transport_state *state);

/// Whether some name server answers, whatever it says: not 0 when one does, and where nobody can tell. May wait for it.
int http_transport_names_are_served(void);

/// What is said of a request that could not be started: there was no memory, or the library takes no such request.
enum { HTTP_TRANSPORT_SHORT = -1, HTTP_TRANSPORT_REFUSED = -2 };

/// Starts a request; 0 when that worked, else why not.
int http_transport_start(http_transport_state *state, const http_transport_request *request);

/// Goes on with all requests, waits at most so long for something to happen, and hands out results.
int http_transport_go(http_transport_state *state, int milliseconds, http_transport_done done, void *context);

/// Ends the wait of `http_transport_go`, from any thread.
void http_transport_wake(http_transport_state *state);

#endif
