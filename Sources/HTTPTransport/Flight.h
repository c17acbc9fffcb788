#ifndef FLIGHT_H
#define FLIGHT_H

#include "HTTPTransport.h"
#include "SocketWatch.h"

// A node of the library's lists.
typedef struct list_node {
    const char *text;
    struct list_node *next;
} list_node;

// A request under way, with the handle of the library that it uses. Once it has ended it is used for another one: what is
// the same for all requests is told to the library once, and the memory stays.
typedef struct flight {
    struct flight *next;
    void *easy;
    socket_watch *watch;
    http_transport_check check;
    int is_open;
    // Of this request.
    long id;
    char *lines;
    size_t lines_room;
    list_node *headers;
    size_t headers_room;
    unsigned char *content;
    size_t content_room;
    // Of its answer.
    unsigned char *body;
    size_t body_size;
    size_t body_room;
    size_t body_limit;
    size_t head_size;
    int is_capped;
    int keeps_head;
    unsigned char *head;
    size_t head_room;
    size_t kept_size;
    int was_forbidden;
    int was_short;
    char retry_after[128];
} flight;

// A flight for any number of requests, one after the other; NULL where there is no memory.
flight *flight_make(socket_watch *watch, http_transport_check check, int is_open, const char *authorities);

// Prepares a request; 0 when that worked.
int flight_prepare(flight *self, const http_transport_request *request);

// What came of it.
http_transport_result flight_result(flight *self, int code);

// Lets go of what one request made large; 0 where it is too large to be kept.
int flight_rest(flight *self);

void flight_free(flight *self);

#endif
