// How fast libcurl alone sends what `deliver` sends: no journal, no rendering, nothing but its multi interface.
//
//     cc -O2 bare.c -lcurl -o bare && ./bare URL REQUESTS IN-FLIGHT BODY [CERTIFICATES]
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t ignore(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    return size * count;
}

int main(int count, char **arguments) {
    if (count < 5) return 2;
    long left = atol(arguments[2]), in_flight = atol(arguments[3]), failed = 0;
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    for (long index = 0; index < in_flight && left > 0; index++, left--) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, arguments[1]);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, arguments[4]);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 10000L);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        if (count > 5) curl_easy_setopt(easy, CURLOPT_CAINFO, arguments[5]);
        curl_multi_add_handle(multi, easy);
    }
    int running = 1;
    while (running > 0) {
        curl_multi_perform(multi, &running);
        int queued = 0, found = 0;
        CURLMsg *message;
        while ((message = curl_multi_info_read(multi, &queued))) {
            if (message->msg != CURLMSG_DONE) continue;
            found = 1;
            if (message->data.result != CURLE_OK) failed++;
            CURL *easy = message->easy_handle;
            curl_multi_remove_handle(multi, easy);
            if (left > 0) {
                left--;
                running++;
                curl_multi_add_handle(multi, easy);
            } else {
                curl_easy_cleanup(easy);
            }
        }
        if (!found && running > 0) curl_multi_poll(multi, NULL, 0, 100, NULL);
    }
    if (failed) fprintf(stderr, "%ld requests failed\n", failed);
    return failed != 0;
}
