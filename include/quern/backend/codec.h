/* codec.h: how cells of a result become members of a struct. For those who write a backend. */
#ifndef QUERN_BACKEND_CODEC_H
#define QUERN_BACKEND_CODEC_H

#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One column of a result, as the server describes it. */
typedef struct quern_column {
    const char *name;
    uint32_t type;    /* the server's number for the type; PostgreSQL's OID */
    int32_t modifier; /* the server's type modifier; -1: none */
    /* The name of a type that users made, which quern has asked the server for; NULL: the backend's type_name knows it. */
    const char *type_name;
} quern_column;

/* One cell of a row. `data` is NULL for SQL NULL, and else valid until the next event is taken. Not NUL-terminated. */
typedef struct quern_cell {
    const void *data;
    size_t size; /* bytes */
} quern_cell;

/* Memory for what a decoded value points to; it lives as long as the row. `take` gives NULL when there is no more.
 * `alignment` is a power of two, that of max_align_t at most; 1 for texts. */
typedef struct quern_storage {
    void *(*take)(struct quern_storage *storage, size_t size, size_t alignment);
} quern_storage;

/* How a cell was decoded. */
typedef enum quern_decoded {
    QUERN_DECODED = 0,
    QUERN_DECODE_MALFORMED,    /* the bytes are no value of the column's type */
    QUERN_DECODE_OUT_OF_RANGE, /* a value, but not one that the member's type can hold */
    QUERN_DECODE_NO_MEMORY,
    QUERN_DECODE_DIMENSIONS /* an array of several dimensions, or whose first item is not number 1 */
} quern_decoded;

/* Writes the cell, which is not NULL, to the member at `member`, whose kind the decoder was chosen for. Checks every length.
 * On failure the member is as it was. Never blocks. */
typedef quern_decoded quern_decoder(const quern_cell *cell, void *member, quern_storage *storage);

#ifdef __cplusplus
}
#endif

#endif
