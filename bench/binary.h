/* binary.h: numbers in the binary format, and a book's columns. */
#ifndef BENCH_BINARY_H
#define BENCH_BINARY_H

#include "books.h"

/* PostgreSQL counts microseconds from 2000. */
#define EPOCH INT64_C(946684800000000)

/* The columns of BOOKS_COLUMNS. */
enum { HAND_ID = 0, HAND_TITLE, HAND_AUTHOR, HAND_PUBLISHED, HAND_CREATED, HAND_PAGES, HAND_COLUMNS };

static inline uint32_t hand_read32(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline int64_t hand_read64(const char *at)
{
    return (int64_t)((uint64_t)hand_read32(at) << 32 | hand_read32(at + 4));
}

static inline void hand_write64(char *to, int64_t value)
{
    for (int i = 7; i >= 0; i--, value = (int64_t)((uint64_t)value >> 8))
        to[i] = (char)(value & 0xff);
}

/* All but the title. */
static inline void hand_decode(const PGresult *result, int row, book *out)
{
    out->id = hand_read64(PQgetvalue(result, row, HAND_ID));
    out->author_id = hand_read64(PQgetvalue(result, row, HAND_AUTHOR));
    out->published = *PQgetvalue(result, row, HAND_PUBLISHED);
    out->created_at.microseconds = hand_read64(PQgetvalue(result, row, HAND_CREATED)) + EPOCH;
    out->pages.present = !PQgetisnull(result, row, HAND_PAGES);
    out->pages.value = out->pages.present ? (int32_t)hand_read32(PQgetvalue(result, row, HAND_PAGES)) : 0;
}

#endif
