/* cell.h: cells into members as quern decodes them, for tests: the cell lies in memory of exactly its size, so that valgrind and
 * ASan see one byte too many; and members as the texts that PostgreSQL's output functions give, written by code of the tests'
 * own (datestyle ISO, timezone UTC, intervalstyle iso_8601, bytea_output hex, extra_float_digits 1 or more). */
#ifndef QUERN__TEST_UNIT_POSTGRES_CELL_H
#define QUERN__TEST_UNIT_POSTGRES_CELL_H

#include <quern/backend/backend.h>

/* Room for a member of any kind. */
typedef union cell_member {
    bool boolean;
    int64_t integer;
    double real;
    const char *text;
    quern_bytes bytes;
    quern_interval interval;
    quern_array_text array;
    unsigned char raw[32];
} cell_member;

/* What decoders take: each piece is a malloc of its own, filled with rubbish, and no better aligned than was asked for. */
typedef struct cell_storage {
    quern_storage storage; /* first */
    size_t taken;          /* bytes */
    size_t pieces;
    size_t most; /* pieces that there are; 0: any number */
    struct cell_piece *last;
} cell_storage;

cell_storage cell_storage_open(size_t most);
void cell_storage_close(cell_storage *storage);

/* Decodes a copy of the bytes. */
quern_decoded cell_decode(quern_decoder *decoder, const void *bytes, size_t size, void *member,
                          cell_storage *storage);

/* The member as a text, in memory that the caller frees. An array is written as PostgreSQL writes it. */
char *cell_show(quern_kind kind, const void *member);

/* All kinds of scalars, ended by QUERN_KIND_END, and the C type of each: "int32_t", or of arrays: "quern_array_i32". */
extern const quern_kind cell_kinds[];
const char *cell_kind_name(quern_kind kind);
size_t cell_kind_size(quern_kind kind);

#endif
