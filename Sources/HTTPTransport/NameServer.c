#include "HTTPTransport.h"

#include <dlfcn.h>
#include <netdb.h>

// Any server can say something about the root, even if only that it will not.
int http_transport_names_are_served(void) {
    typedef int (*query)(const char *name, int class, int type, unsigned char *answer, int size);
    // In the C library itself since glibc 2.34, and under another name before that.
    query ask = (query)dlsym(RTLD_DEFAULT, "res_query");
    if (!ask) ask = (query)dlsym(RTLD_DEFAULT, "__res_query");
    if (!ask) return 1;
    enum { CLASS_INTERNET = 1, TYPE_NAME_SERVER = 2 };
    unsigned char answer[4096];
    if (ask(".", CLASS_INTERNET, TYPE_NAME_SERVER, answer, sizeof answer) >= 0) return 1;
    // TRY_AGAIN is what no answer in time gives. A server that refuses is one that answers.
    return h_errno == HOST_NOT_FOUND || h_errno == NO_DATA || h_errno == NO_RECOVERY;
}
