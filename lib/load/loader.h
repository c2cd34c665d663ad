/* loader.h: the sink that makes objects of rows. Decoders are chosen once, when the columns are known, and then run for each
 * row straight into the struct. */
#ifndef QUERN__LOAD_LOADER_H
#define QUERN__LOAD_LOADER_H

#include "lib/load/result.h"
#include "lib/plan/plan.h"
#include "lib/session/run.h"

typedef struct quern__loader {
    quern__sink sink; /* first */
    quern_storage storage;
    const quern__plan *plan;
    quern_result *result;
    char *object;        /* of the result: the row goes there instead of into a new one */
    size_t rows;         /* that came */
    quern__arena *arena; /* of the columns; NULL: the result's */
    const struct quern__decoding *columns;
    size_t count;
    size_t own; /* of those, columns of the result's objects; the others are of what comes along */
    struct quern__ties *ties; /* that; NULL: nothing does */
    /* As it was before the first row: to begin anew from there, when the statement is sent again. */
    bool begun;
    size_t rows_before;
    quern__result_point start;
    char detail[64]; /* of an error */
} quern__loader;

/* A loader into `result` of what the plan's outputs are. Its errors: TYPE, DATA, MEMORY. */
quern__loader quern__loader_make(quern_result *result, const quern__plan *plan);

/* For a sink of another's: room for so many columns; what each of them is for, where `field` NULL is for the result's extras, in their
 * order; and a row. False with *error filled. */
bool quern__loader_open(quern__loader *loader, size_t count, quern_error *error);
bool quern__loader_column(quern__loader *loader, const quern_backend *backend, size_t i,
                          const quern_column *column, const quern__field *field, quern_error *error);
/* Where what comes along goes, when the columns are known from another loader. */
bool quern__loader_tie(quern__loader *loader, quern_error *error);
bool quern__loader_row(quern__sink *loader, const quern_cell *cells, size_t count, quern_error *error);

/* A sink for one integer: the first column of the first row. */
typedef struct quern__scalar {
    quern__sink sink; /* first */
    quern_decoder *decode;
    int64_t value;
    bool found;
} quern__scalar;

quern__scalar quern__scalar_make(void);

#endif
