#include "Library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

library curl_library;

// What the environment says about certificates, keys, names and routes goes for whoever set it, not for postbacks: it could
// write down the keys of connections, or send them elsewhere.
static void forget_environment(void) {
    const char *names[] = {
        "SSLKEYLOGFILE", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "CURL_SSL_BACKEND", "CURL_HOME",
        "OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_MODULES", "OPENSSL_ENGINES", "GNUTLS_SYSTEM_PRIORITY_FILE",
        "HOSTALIASES", "LOCALDOMAIN", "RES_OPTIONS", "RESOLV_HOST_CONF", "http_proxy", "https_proxy", "HTTP_PROXY",
        "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    };
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) unsetenv(names[index]);
}

static void load(void) {
    forget_environment();
    const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "libcurl.dylib", "libcurl.so"};
    for (size_t index = 0; index < sizeof names / sizeof *names && !curl_library.handle; index++)
        curl_library.handle = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    if (!curl_library.handle) return;
    struct { const char *name; void **place; } symbols[] = {
        {"curl_global_init", (void **)&curl_library.global_init},
        {"curl_easy_init", (void **)&curl_library.easy_init}, {"curl_easy_cleanup", (void **)&curl_library.easy_cleanup},
        {"curl_easy_setopt", (void **)&curl_library.easy_setopt},
        {"curl_easy_getinfo", (void **)&curl_library.easy_getinfo},
        {"curl_easy_perform", (void **)&curl_library.easy_perform}, {"curl_easy_send", (void **)&curl_library.easy_send},
        {"curl_easy_recv", (void **)&curl_library.easy_recv}, {"curl_easy_strerror", (void **)&curl_library.easy_strerror},
        {"curl_slist_append", (void **)&curl_library.slist_append},
        {"curl_slist_free_all", (void **)&curl_library.slist_free_all}, {"curl_multi_init", (void **)&curl_library.multi_init},
        {"curl_multi_cleanup", (void **)&curl_library.multi_cleanup}, {"curl_multi_setopt", (void **)&curl_library.multi_setopt},
        {"curl_multi_add_handle", (void **)&curl_library.multi_add_handle},
        {"curl_multi_remove_handle", (void **)&curl_library.multi_remove_handle},
        {"curl_multi_socket_action", (void **)&curl_library.multi_socket_action},
        {"curl_multi_info_read", (void **)&curl_library.multi_info_read},
    };
    for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index++) {
        *symbols[index].place = dlsym(curl_library.handle, symbols[index].name);
        if (!*symbols[index].place) {
            curl_library.handle = NULL;
            return;
        }
    }
    if (curl_library.global_init(3) != 0) curl_library.handle = NULL;
}

int library_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return curl_library.handle != NULL;
}
