#include "HashInstructions.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

#define WITH_INSTRUCTIONS __attribute__((target("sha,sse4.1")))

int hash_instructions_are_there(void) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    // Leaf 1: SSSE3 and SSE4.1; leaf 7: the SHA extensions.
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 9)) || !(c & (1u << 19))) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29)) != 0;
}

int hash_instructions_have_crc32c(void) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 20)) != 0; // SSE4.2
}

__attribute__((target("sse4.2"))) uint32_t hash_instructions_crc32c(uint32_t before, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    uint64_t crc = before;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        crc = _mm_crc32_u64(crc, word);
    }
    for (; count > 0; count--) crc = _mm_crc32_u8((uint32_t)crc, *next++);
    return (uint32_t)crc;
}

static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

WITH_INSTRUCTIONS void hash_instructions_sha256(uint32_t *state, const void *block) {
    // The instructions keep the eight words in two registers, as A B E F and C D G H.
    const __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    const __m128i abef_before = _mm_alignr_epi8(abcd, efgh, 8);
    const __m128i cdgh_before = _mm_blend_epi16(efgh, abcd, 0xF0);
    __m128i abef = abef_before, cdgh = cdgh_before, words[4];
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int index = 0; index < 4; index++)
        words[index] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + index), order);
#pragma clang loop unroll(full)
    for (int four = 0; four < 16; four++) {
        const __m128i now = words[four & 3], next = words[(four + 1) & 3], last = words[(four + 3) & 3];
        __m128i sum = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(sha256_constants + 4 * four)));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
        if (four >= 12) continue;
        const __m128i seventh = _mm_alignr_epi8(last, words[(four + 2) & 3], 4);
        words[four & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(now, next), seventh), last);
    }
    abef = _mm_shuffle_epi32(_mm_add_epi32(abef, abef_before), 0x1B);
    cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, cdgh_before), 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(abef, cdgh, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(cdgh, abef, 8));
}

// Four rounds; the function of a round and its constant are part of the instruction.
WITH_INSTRUCTIONS static __m128i four_rounds(__m128i abcd, __m128i sum, int kind) {
    switch (kind) {
    case 0: return _mm_sha1rnds4_epu32(abcd, sum, 0);
    case 1: return _mm_sha1rnds4_epu32(abcd, sum, 1);
    case 2: return _mm_sha1rnds4_epu32(abcd, sum, 2);
    default: return _mm_sha1rnds4_epu32(abcd, sum, 3);
    }
}

WITH_INSTRUCTIONS void hash_instructions_sha1(uint32_t *state, const void *block) {
    const __m128i abcd_before = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1B);
    const __m128i e_before = _mm_set_epi32((int)state[4], 0, 0, 0);
    const __m128i order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    __m128i abcd = abcd_before, earlier = e_before, words[4];
    for (int index = 0; index < 4; index++)
        words[index] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + index), order);
#pragma clang loop unroll(full)
    for (int four = 0; four < 20; four++) {
        const __m128i now = words[four & 3], next = words[(four + 1) & 3];
        // E is what A was four rounds ago, turned.
        const __m128i sum = four == 0 ? _mm_add_epi32(earlier, now) : _mm_sha1nexte_epu32(earlier, now);
        earlier = abcd;
        abcd = four_rounds(abcd, sum, four / 5);
        if (four >= 16) continue;
        const __m128i mixed = _mm_xor_si128(_mm_sha1msg1_epu32(now, next), words[(four + 2) & 3]);
        words[four & 3] = _mm_sha1msg2_epu32(mixed, words[(four + 3) & 3]);
    }
    state[4] = (uint32_t)_mm_extract_epi32(_mm_sha1nexte_epu32(earlier, e_before), 3);
    _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(_mm_add_epi32(abcd, abcd_before), 0x1B));
}

#else

int hash_instructions_are_there(void) { return 0; }

void hash_instructions_sha256(uint32_t *state, const void *block) { (void)state, (void)block; }

void hash_instructions_sha1(uint32_t *state, const void *block) { (void)state, (void)block; }

int hash_instructions_have_crc32c(void) { return 0; }

uint32_t hash_instructions_crc32c(uint32_t before, const void *bytes, size_t count) { return (void)bytes, (void)count, before; }

#endif
