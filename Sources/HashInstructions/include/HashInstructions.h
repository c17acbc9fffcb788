#ifndef HASH_INSTRUCTIONS_H
#define HASH_INSTRUCTIONS_H

#include <stddef.h>
#include <stdint.h>

// SHA-1 and SHA-256 (FIPS 180-4) and CRC-32C (RFC 3720) by the instructions that some processors have for them.

/// Whether this processor has those of SHA-1 and SHA-256; their functions may be called where it has.
int hash_instructions_are_there(void);

/// Takes one block of 64 bytes into a state of SHA-256, eight words.
void hash_instructions_sha256(uint32_t *state, const void *block);

/// Takes one block of 64 bytes into a state of SHA-1, five words.
void hash_instructions_sha1(uint32_t *state, const void *block);

/// Whether this processor has that of CRC-32C; its function may be called where it has.
int hash_instructions_have_crc32c(void);

/// Takes bytes into a register of CRC-32C, which begins as, and is in the end, the complement of a checksum.
uint32_t hash_instructions_crc32c(uint32_t before, const void *bytes, size_t count);

#endif
