/* utf8.h: is a text UTF-8? And copying what fits of one. */
#ifndef QUERN__BASE_UTF8_H
#define QUERN__BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* True when all `size` bytes are well-formed UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
 * U+10FFFF, nothing cut off. A NUL byte is a character like any other. */
bool quern__utf8_valid(const char *text, size_t size);

/* The bytes of the character that a text begins with, of which `left` > 0 are there; 0 when it is malformed. */
size_t quern__utf8_sequence(const char *text, size_t left);

/* Copies what fits of a text, which is well-formed, into `room` bytes, and a NUL; cuts no character in two. NULL is "". With no
 * room nothing is written. */
void quern__utf8_copy(char *to, size_t room, const char *from);

#endif
