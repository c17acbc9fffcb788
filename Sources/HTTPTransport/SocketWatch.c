#include "SocketWatch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

struct socket_watch {
    int wake[2];
    long long due; // milliseconds of the monotonic clock; negative for never
#ifdef __linux__
    int epoll;
    // By number, for sockets that were said to be open: what the system watches them for, and what is wanted.
    struct { unsigned char is_open, watched, wanted; } *sockets;
    int room;
#else
    struct pollfd *sockets; // the first is that of wake
    int count, room;
#endif
};

static long long now(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (long long)moment.tv_sec * 1000 + moment.tv_nsec / 1000000;
}

socket_watch *socket_watch_make(void) {
    socket_watch *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->due = -1;
    if (pipe(self->wake) != 0) {
        free(self);
        return NULL;
    }
    for (int end = 0; end < 2; end++) {
        fcntl(self->wake[end], F_SETFD, FD_CLOEXEC);
        fcntl(self->wake[end], F_SETFL, O_NONBLOCK);
    }
#ifdef __linux__
    self->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (self->epoll < 0) {
        close(self->wake[0]);
        close(self->wake[1]);
        free(self);
        return NULL;
    }
#endif
    socket_watch_set(self, self->wake[0], 1);
    return self;
}

void socket_watch_free(socket_watch *self) {
    close(self->wake[0]);
    close(self->wake[1]);
#ifdef __linux__
    close(self->epoll);
#endif
    free(self->sockets);
    free(self);
}

#ifdef __linux__

static void tell(socket_watch *self, int socket, int what) {
    struct epoll_event event = {.events = (what & 1 ? EPOLLIN : 0) | (what & 2 ? EPOLLOUT : 0), .data.fd = socket};
    if (what == 0) {
        epoll_ctl(self->epoll, EPOLL_CTL_DEL, socket, &event);
    } else if (epoll_ctl(self->epoll, EPOLL_CTL_MOD, socket, &event) != 0 && errno == ENOENT) {
        epoll_ctl(self->epoll, EPOLL_CTL_ADD, socket, &event);
    }
}

static int is_open(const socket_watch *self, int socket) { return socket < self->room && self->sockets[socket].is_open; }

void socket_watch_opened(socket_watch *self, int socket) {
    if (socket >= self->room) {
        int room = (socket + 64) * 2;
        void *sockets = realloc(self->sockets, room * sizeof *self->sockets);
        if (!sockets) return; // the system is told of every change then
        self->sockets = sockets;
        memset(self->sockets + self->room, 0, (room - self->room) * sizeof *self->sockets);
        self->room = room;
    }
    self->sockets[socket].is_open = 1;
    self->sockets[socket].watched = self->sockets[socket].wanted = 0;
}

void socket_watch_closing(socket_watch *self, int socket) {
    if (is_open(self, socket)) self->sockets[socket].is_open = 0;
}

void socket_watch_set(socket_watch *self, int socket, int what) {
    if (!is_open(self, socket)) return tell(self, socket, what);
    self->sockets[socket].wanted = what;
    // A connection that rests stays watched, since it is soon used again. If it says something meanwhile, that ends.
    if (what == 0 || what == self->sockets[socket].watched) return;
    self->sockets[socket].watched = what;
    tell(self, socket, what);
}

static int look(socket_watch *self, int milliseconds, socket_watch_event *events, int most) {
    struct epoll_event found[64];
    int count = epoll_wait(self->epoll, found, most < 64 ? most : 64, milliseconds), kept = 0;
    for (int index = 0; index < count; index++) {
        unsigned bits = found[index].events;
        int socket = found[index].data.fd;
        if (is_open(self, socket) && self->sockets[socket].wanted == 0) {
            self->sockets[socket].watched = 0;
            tell(self, socket, 0);
            continue;
        }
        events[kept].socket = socket;
        events[kept++].what = (bits & (EPOLLIN | EPOLLHUP) ? 1 : 0) | (bits & EPOLLOUT ? 2 : 0) | (bits & EPOLLERR ? 4 : 0);
    }
    return kept;
}

#else

void socket_watch_opened(socket_watch *self, int socket) { (void)self, (void)socket; }
void socket_watch_closing(socket_watch *self, int socket) { (void)self, (void)socket; }

void socket_watch_set(socket_watch *self, int socket, int what) {
    short bits = (what & 1 ? POLLIN : 0) | (what & 2 ? POLLOUT : 0);
    int index = 0;
    while (index < self->count && self->sockets[index].fd != socket) index++;
    if (what == 0) {
        if (index < self->count) self->sockets[index] = self->sockets[--self->count];
        return;
    }
    if (index == self->room) {
        int room = self->room ? self->room * 2 : 64;
        struct pollfd *sockets = realloc(self->sockets, room * sizeof *sockets);
        if (!sockets) return; // its request ends at its deadline
        self->sockets = sockets;
        self->room = room;
    }
    if (index == self->count) self->count++;
    self->sockets[index] = (struct pollfd){.fd = socket, .events = bits};
}

static int look(socket_watch *self, int milliseconds, socket_watch_event *events, int most) {
    int left = poll(self->sockets, self->count, milliseconds), count = 0;
    for (int index = 0; index < self->count && left > 0 && count < most; index++) {
        short bits = self->sockets[index].revents;
        if (!bits) continue;
        left--;
        events[count].socket = self->sockets[index].fd;
        events[count++].what = (bits & (POLLIN | POLLHUP) ? 1 : 0) | (bits & POLLOUT ? 2 : 0) | (bits & (POLLERR | POLLNVAL) ? 4 : 0);
    }
    return count;
}

#endif

void socket_watch_timer(socket_watch *self, long milliseconds) { self->due = milliseconds < 0 ? -1 : now() + milliseconds; }

int socket_watch_is_due(socket_watch *self) {
    if (self->due < 0 || now() < self->due) return 0;
    self->due = -1;
    return 1;
}

int socket_watch_wait(socket_watch *self, int milliseconds, socket_watch_event *events, int most) {
    if (self->due >= 0) {
        long long left = self->due - now();
        if (left < milliseconds) milliseconds = left < 0 ? 0 : (int)left;
    }
    int count = look(self, milliseconds, events, most), kept = 0;
    for (int index = 0; index < count; index++) {
        if (events[index].socket != self->wake[0]) {
            events[kept++] = events[index];
            continue;
        }
        char bytes[64];
        while (read(self->wake[0], bytes, sizeof bytes) > 0) {}
    }
    return kept;
}

void socket_watch_wake(socket_watch *self) {
    char byte = 1;
    ssize_t written = write(self->wake[1], &byte, 1); // a full pipe wakes too
    (void)written;
}
