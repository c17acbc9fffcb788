#include "StreamSocket.h"

#include "Library.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    OPT_URL = 10002, OPT_NOSIGNAL = 99, OPT_CONNECT_ONLY = 141, OPT_CONNECTTIMEOUT_MS = 156, OPT_SSLVERSION = 32,
    OPT_PROXY = 10004, OPT_OPENSOCKETFUNCTION = 20163, OPT_OPENSOCKETDATA = 10164, OPT_CLOSESOCKETFUNCTION = 20208,
    OPT_CLOSESOCKETDATA = 10209, OPT_SOCKOPTFUNCTION = 20148, OPT_CAINFO = 10065, OPT_SSLCERT = 10025,
    OPT_SSLKEY = 10087, OPT_SSL_ENABLE_ALPN = 226, OPT_SSL_VERIFYPEER = 64, OPT_SSL_VERIFYHOST = 81,
    OPT_RESOLVE = 10203, OPT_NETRC = 51, TLS_1_2 = 6, ALREADY_CONNECTED = 2, CODE_AGAIN = 81
};

struct stream_socket {
    int socket;
    int wake[2];
    // Speaks TLS over the socket; NULL where it is plain.
    void *easy;
    void *resolved;
};

static void say(stream_socket_reason *reason, const char *text) {
    snprintf(reason->text, sizeof reason->text, "%s", text);
}

static void set_flags(int descriptor) {
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

// Connects to one address; the socket, or -1 with what the system says.
static int connect_to(const struct addrinfo *address, int milliseconds, stream_socket_reason *reason) {
    int opened = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (opened < 0) {
        say(reason, strerror(errno));
        return -1;
    }
    set_flags(opened);
    int problem = 0;
    if (connect(opened, address->ai_addr, address->ai_addrlen) != 0) {
        if (errno != EINPROGRESS) {
            problem = errno;
        } else {
            struct pollfd watched = {.fd = opened, .events = POLLOUT};
            int ready;
            do ready = poll(&watched, 1, milliseconds);
            while (ready < 0 && errno == EINTR);
            socklen_t size = sizeof problem;
            if (ready == 0) problem = ETIMEDOUT;
            else if (getsockopt(opened, SOL_SOCKET, SO_ERROR, &problem, &size) != 0) problem = errno;
        }
    }
    if (problem != 0) {
        say(reason, strerror(problem));
        close(opened);
        return -1;
    }
    int on = 1;
    setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return opened;
}

stream_socket *stream_socket_connect(const char *host, const char *port, int milliseconds, stream_socket_reason *reason) {
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    int problem = getaddrinfo(host, port, &wanted, &found);
    if (problem != 0) {
        say(reason, gai_strerror(problem));
        return NULL;
    }
    say(reason, "no address");
    int opened = -1;
    for (struct addrinfo *address = found; address && opened < 0; address = address->ai_next)
        opened = connect_to(address, milliseconds, reason);
    freeaddrinfo(found);
    if (opened < 0) return NULL;
    stream_socket *self = calloc(1, sizeof *self);
    if (!self || pipe(self->wake) != 0) {
        say(reason, self ? strerror(errno) : "no memory");
        close(opened);
        free(self);
        return NULL;
    }
    set_flags(self->wake[0]);
    set_flags(self->wake[1]);
    self->socket = opened;
    return self;
}

static int give_socket(void *context, int purpose, address_of_curl *address) {
    (void)purpose, (void)address;
    return ((stream_socket *)context)->socket;
}

static int keep_connection(void *context, int socket, int purpose) {
    (void)context, (void)socket, (void)purpose;
    return ALREADY_CONNECTED;
}

// The socket is closed by whoever has it.
static int leave_socket(void *context, int socket) {
    (void)context, (void)socket;
    return 0;
}

int stream_socket_secure(
    stream_socket *self, const stream_socket_identity *identity, int milliseconds, stream_socket_reason *reason
) {
    if (!library_load()) {
        say(reason, "there is no libcurl on this system, which TLS goes through");
        return -1;
    }
    void *easy = curl_library.easy_init();
    if (!easy) {
        say(reason, "no memory");
        return -1;
    }
    char url[300], resolved[300];
    // A name with colons is an address.
    int is_address = strchr(identity->name, ':') != NULL;
    snprintf(url, sizeof url, is_address ? "https://[%s]:4222/" : "https://%s:4222/", identity->name);
    // The socket is connected already: no name is looked up.
    snprintf(resolved, sizeof resolved, "%s:4222:127.0.0.1", identity->name);
    if (!is_address) self->resolved = curl_library.slist_append(NULL, resolved);
    curl_library.easy_setopt(easy, OPT_URL, url);
    curl_library.easy_setopt(easy, OPT_NOSIGNAL, 1L);
    curl_library.easy_setopt(easy, OPT_CONNECT_ONLY, 1L);
    curl_library.easy_setopt(easy, OPT_CONNECTTIMEOUT_MS, (long)milliseconds);
    if (self->resolved) curl_library.easy_setopt(easy, OPT_RESOLVE, self->resolved);
    curl_library.easy_setopt(easy, OPT_PROXY, "");
    curl_library.easy_setopt(easy, OPT_NETRC, 0L);
    curl_library.easy_setopt(easy, OPT_SSLVERSION, (long)TLS_1_2);
    curl_library.easy_setopt(easy, OPT_SSL_ENABLE_ALPN, 0L);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYPEER, 1L);
    curl_library.easy_setopt(easy, OPT_SSL_VERIFYHOST, 2L);
    if (identity->authorities) curl_library.easy_setopt(easy, OPT_CAINFO, identity->authorities);
    if (identity->certificate) curl_library.easy_setopt(easy, OPT_SSLCERT, identity->certificate);
    if (identity->key) curl_library.easy_setopt(easy, OPT_SSLKEY, identity->key);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETFUNCTION, give_socket);
    curl_library.easy_setopt(easy, OPT_OPENSOCKETDATA, self);
    curl_library.easy_setopt(easy, OPT_SOCKOPTFUNCTION, keep_connection);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETFUNCTION, leave_socket);
    curl_library.easy_setopt(easy, OPT_CLOSESOCKETDATA, self);
    int code = curl_library.easy_perform(easy);
    if (code != 0) {
        say(reason, curl_library.easy_strerror(code));
        curl_library.easy_cleanup(easy);
        return -1;
    }
    self->easy = easy;
    return 0;
}

long stream_socket_read(stream_socket *self, void *bytes, size_t most) {
    if (self->easy) {
        size_t count = 0;
        int code = curl_library.easy_recv(self->easy, bytes, most, &count);
        return code == 0 ? (long)count : code == CODE_AGAIN ? -1 : -2;
    }
    for (;;) {
        ssize_t count = recv(self->socket, bytes, most, 0);
        if (count >= 0) return (long)count;
        if (errno == EINTR) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : -2;
    }
}

long stream_socket_write(stream_socket *self, const void *bytes, size_t count) {
    if (count == 0) return 0;
    if (self->easy) {
        size_t written = 0;
        int code = curl_library.easy_send(self->easy, bytes, count, &written);
        return code == 0 ? (long)written : code == CODE_AGAIN ? -1 : -2;
    }
#ifdef MSG_NOSIGNAL
    int flags = MSG_NOSIGNAL;
#else
    int flags = 0;
#endif
    for (;;) {
        ssize_t written = send(self->socket, bytes, count, flags);
        if (written >= 0) return (long)written;
        if (errno == EINTR) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : -2;
    }
}

void stream_socket_wait(stream_socket *self, int wants_write, int milliseconds) {
    struct pollfd watched[2] = {
        {.fd = self->socket, .events = (short)(POLLIN | (wants_write ? POLLOUT : 0))},
        {.fd = self->wake[0], .events = POLLIN},
    };
    if (poll(watched, 2, milliseconds) > 0 && watched[1].revents) {
        char bytes[64];
        while (read(self->wake[0], bytes, sizeof bytes) == sizeof bytes) {}
    }
}

void stream_socket_wake(stream_socket *self) {
    char byte = 0;
    // A pipe that is full wakes as well.
    ssize_t written = write(self->wake[1], &byte, 1);
    (void)written;
}

void stream_socket_close(stream_socket *self) {
    if (!self) return;
    if (self->easy) curl_library.easy_cleanup(self->easy);
    if (self->resolved) curl_library.slist_free_all(self->resolved);
    close(self->socket);
    close(self->wake[0]);
    close(self->wake[1]);
    free(self);
}
