// What an operating system says about sockets: epoll on Linux, poll elsewhere, and a timer beside it.
#ifndef SOCKET_WATCH_H
#define SOCKET_WATCH_H

// Something has happened to a socket: bit 0 it can be read, bit 1 written, bit 2 it has failed.
typedef struct { int socket, what; } socket_watch_event;

typedef struct socket_watch socket_watch;

// NULL when the system has no more descriptors.
socket_watch *socket_watch_make(void);
void socket_watch_free(socket_watch *);

// Watches a socket for reading (bit 0) and writing (bit 1); 0 for no more.
void socket_watch_set(socket_watch *, int socket, int what);

// Says that a socket has been opened, or is about to be closed: between the two its number means nothing else, so that the
// system need not be told of every change.
void socket_watch_opened(socket_watch *, int socket);
void socket_watch_closing(socket_watch *, int socket);

// Sets the timer to so many milliseconds from now; to nothing when negative.
void socket_watch_timer(socket_watch *, long milliseconds);

// Whether the timer has passed, which clears it.
int socket_watch_is_due(socket_watch *);

// Waits for sockets, the timer or a wake, at most so long; how many events there are.
int socket_watch_wait(socket_watch *, int milliseconds, socket_watch_event *events, int most);

// Ends a wait, or the next one, from any thread.
void socket_watch_wake(socket_watch *);

#endif
