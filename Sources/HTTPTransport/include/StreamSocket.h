// One connection to a server whose bytes are read and written as they come, plain or over TLS.
#ifndef STREAM_SOCKET_H
#define STREAM_SOCKET_H

#include <stddef.h>

typedef struct stream_socket stream_socket;

/// What is said of a connection that could not be made.
typedef struct {
    char text[256];
} stream_socket_reason;

/// Connects to a host and a port; NULL, with a reason, where that does not work within so many milliseconds.
stream_socket *stream_socket_connect(const char *host, const char *port, int milliseconds, stream_socket_reason *reason);

/// What a connection over TLS trusts, and who it says that it is. Files in the form of PEM; NULL for what is not used.
typedef struct {
    /// The name that the server's certificate has to have.
    const char *name;
    const char *authorities;
    const char *certificate;
    const char *key;
} stream_socket_identity;

/// Speaks TLS from now on; 0 when that worked, else the reason says why not.
int stream_socket_secure(
    stream_socket *self, const stream_socket_identity *identity, int milliseconds, stream_socket_reason *reason);

/// Reads what has come: how many bytes, 0 when the server has closed, -1 when nothing has come, -2 when it failed.
long stream_socket_read(stream_socket *self, void *bytes, size_t most);

/// Writes what can be written now: how many bytes, -1 when none can, -2 when it failed.
long stream_socket_write(stream_socket *self, const void *bytes, size_t count);

/// Waits until something can be read, or written where that is wanted, or until a wake, at most so long.
void stream_socket_wait(stream_socket *self, int wants_write, int milliseconds);

/// Ends the wait, or the next one, from any thread.
void stream_socket_wake(stream_socket *self);

/// Ends the connection, without a word to the server.
void stream_socket_close(stream_socket *self);

#endif
