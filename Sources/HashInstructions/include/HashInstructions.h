#ifndef HASH_INSTRUCTIONS_H
#define HASH_INSTRUCTIONS_H

#include <stdint.h>

// SHA-1 and SHA-256 (FIPS 180-4) by the instructions that some processors have for them.

/// Whether this processor has the instructions; the functions below may be called where it has.
int hash_instructions_are_there(void);

/// Takes one block of 64 bytes into a state of SHA-256, eight words.
void hash_instructions_sha256(uint32_t *state, const void *block);

/// Takes one block of 64 bytes into a state of SHA-1, five words.
void hash_instructions_sha1(uint32_t *state, const void *block);

#endif
