// The functions of libcurl that are used, found when they are first needed.
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stddef.h>
#include <sys/socket.h>

typedef struct { int kind; void *easy; union { void *whatever; int result; } data; } message;
typedef struct { int family, type, protocol; unsigned length; struct sockaddr address; } address_of_curl;

typedef struct {
    void *handle;
    int (*global_init)(long);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_getinfo)(void *, int, ...);
    int (*easy_perform)(void *);
    int (*easy_send)(void *, const void *, size_t, size_t *);
    int (*easy_recv)(void *, void *, size_t, size_t *);
    const char *(*easy_strerror)(int);
    void *(*slist_append)(void *, const char *);
    void (*slist_free_all)(void *);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *);
    int (*multi_setopt)(void *, int, ...);
    int (*multi_add_handle)(void *, void *);
    int (*multi_remove_handle)(void *, void *);
    int (*multi_socket_action)(void *, int, int, int *);
    message *(*multi_info_read)(void *, int *);
} library;

// Its functions, once it has been looked for and found.
extern library curl_library;

// Looks for it; 1 when it can be used.
int library_load(void);

#endif
