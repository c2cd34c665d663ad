/* link.h: a connection to PostgreSQL, for the files of this folder. */
#ifndef QUERN__POSTGRES_LINK_H
#define QUERN__POSTGRES_LINK_H

#include "backends/postgres/types.h"

#include <quern/backend/backend.h>

#include <libpq-fe.h>

/* What went wrong with a connection as a whole: the first thing that has an SQLSTATE, or else the first. It has room of its
 * own: what libpq says about a dying connection has no SQLSTATE, and comes sometimes before, mostly after what the server
 * said. */
typedef struct quern__pg_problem {
    bool set;
    quern_error_code code;
    char sqlstate[6];
    char message[1024];
    char detail[512];
    char hint[512];
} quern__pg_problem;

typedef struct quern__pg_prepared quern__pg_prepared; /* prepared.c */

/* What was sent and not yet answered. Only of the first two are there events. */
typedef enum quern__pg_owed {
    QUERN__PG_STATEMENT = 1,
    QUERN__PG_SYNC,
    QUERN__PG_PARSE,      /* of the statement behind it, which is to be kept */
    QUERN__PG_DEALLOCATE, /* of one that is kept no longer */
    QUERN__PG_OWN_SYNC    /* behind those */
} quern__pg_owed;

typedef struct quern__pg_debt {
    quern__pg_owed what;
    bool few;                     /* its rows are wanted all at once */
    quern__pg_prepared *prepared; /* what it names; NULL: nothing */
} quern__pg_debt;

/* Memory for a request's parameters, used again for the next. Zeroed but for the allocator: there is none yet. */
typedef struct quern__pg_scratch {
    const quern_allocator *allocator;
    void *memory;
    size_t size;
} quern__pg_scratch;

/* Statements that are kept on the server, the last used first. */
typedef struct quern__pg_shelf {
    quern__pg_prepared *first, *last;
} quern__pg_shelf;

enum { QUERN__PG_BUCKETS = 64, QUERN__PG_SEEN = 256, QUERN__PG_NUMBERED = 32 };

/* What prepared.c knows of a connection. Zeroed: nothing is kept. */
typedef struct quern__pg_cache {
    quern__pg_shelf live, doomed;
    quern__pg_prepared *buckets[QUERN__PG_BUCKETS];   /* of the live ones, by hash */
    quern__pg_prepared *numbered[QUERN__PG_NUMBERED]; /* some of them, by the number of their request */
    uint64_t seen[QUERN__PG_SEEN];                    /* hashes of what was sent once, by hash */
    size_t count, bytes;                              /* of all that the server has, or may have */
    uint32_t epoch;                                   /* of the requests that the live ones came from */
    uint32_t generation;                              /* in the names: grows when one may come twice */
    uint64_t unit;                                    /* that is being sent */
    unsigned misses; /* names that the server did not know, or knew already */
    bool unclosable; /* nor did it know one that was to be closed: somebody in between keeps them */
} quern__pg_cache;

struct quern_link {
    const quern_allocator *allocator;
    PGconn *conn;
    quern__pg_problem problem;
    bool broken; /* the connection is of no more use; what it has already answered can still be taken */

    int lent_process; /* the server's, while it is in the program's hands; else 0 */

    quern__pg_cache cache;

    /* What is owed, oldest first: a ring, with room for a power of two. */
    quern__pg_debt *owed;
    size_t owed_first, owed_count, owed_room;

    /* What is the same as long as it lives. */
    int fd, server_version, process;

    /* The answer that is being handed out. */
    PGresult *result;
    ExecStatusType status;
    int next_row, row_count; /* of its rows */
    bool told;               /* its DONE, FAILED or SKIPPED has been given */
    bool described;          /* COLUMNS has been given for the oldest statement */
    bool unparsed;           /* its FAILED has been given already: that of its parse */
    int64_t rows;
    quern_column *columns;
    quern_cell *cells;
    size_t width, room; /* of both */

    quern__pg_scratch scratch;
};

/* problem.c */
void quern__pg_problem_note(quern__pg_problem *problem, quern_error_code code, const char *sqlstate,
                            const char *message, const char *detail, const char *hint);
/* The same, from an error or a notice of the server. */
void quern__pg_problem_from_result(quern__pg_problem *problem, const PGresult *result);
/* From the text of a failed connect, which must have been made with PQERRORS_VERBOSE. `hint` "": whatever the text or its
 * SQLSTATE gives. */
void quern__pg_problem_from_connect(quern__pg_problem *problem, const char *text, const char *hint);
/* An error with these texts, none of them NULL; it borrows them. */
quern_error quern__pg_error(quern_error_code code, const char *sqlstate, const char *message,
                            const char *detail, const char *hint);
/* The error with texts that live as long as the problem. */
quern_error quern__pg_problem_error(const quern__pg_problem *problem);
/* The error of a failed statement; its texts live as long as the result. */
quern_error quern__pg_statement_error(const PGresult *result);
/* FATAL or PANIC: the server ends the connection. */
bool quern__pg_is_fatal(const PGresult *result);
/* A warning that the connection will end: what the others are sent when a server process crashes or is shut down in a hurry,
 * with no FATAL to follow. */
bool quern__pg_is_last_warning(const PGresult *notice);

/* connect.c */
quern_link *quern__pg_open(const quern_backend *backend, const quern_connect *connect, quern_error *error);
void quern__pg_cancel(quern_link *link, int32_t timeout_ms);
void quern__pg_close(quern_link *link);
void quern__pg_abandon(quern_link *link);

/* As quern wants a connection to be; false when libpq says no. Receives notices, too. */
bool quern__pg_prepare(quern_link *link);

/* native.c */
void *quern__pg_lend(quern_link *link, quern_error *error);
bool quern__pg_reclaim(quern_link *link, quern_error *error);

/* pipeline.c */
bool quern__pg_submit(quern_link *link, const quern_request *request);
unsigned quern__pg_step(quern_link *link, unsigned ready);
void quern__pg_info(quern_link *link, quern_link_info *info);
static inline quern__pg_owed quern__pg_oldest(const quern_link *link) /* 0: nothing is owed */
{
    return link->owed_count ? link->owed[link->owed_first].what : (quern__pg_owed)0;
}
void quern__pg_settle_oldest(quern_link *link);
void quern__pg_settle_all(quern_link *link);
/* There is room for QUERN__PG_DEBTS more when a request is submitted. */
void quern__pg_owe(quern_link *link, quern__pg_owed what, quern__pg_prepared *prepared);
/* The rows of the oldest but `behind` come one by one, or by chunks, unless they are few: to be said as soon as libpq has come to it,
 * and before it has read a row. */
void quern__pg_choose_mode(quern_link *link, size_t behind);
enum { QUERN__PG_CLOSED_AT_ONCE = 16, QUERN__PG_DEBTS = QUERN__PG_CLOSED_AT_ONCE + 4, QUERN__PG_RING = 64 };
static inline quern__pg_debt *quern__pg_owed_at(const quern_link *link, size_t behind)
{
    return &link->owed[(link->owed_first + behind) & (link->owed_room - 1)];
}
/* The connection is of no more use; `message` says why, unless something was noted before. */
void quern__pg_break(quern_link *link, quern_error_code code, const char *message);
void quern__pg_break_by_libpq(quern_link *link);

/* result.c */
bool quern__pg_take(quern_link *link, quern_event *event);

/* kinds.c */
typedef struct quern__pg_kind {
    quern_kind kind;
    Oid type, array;
    const char *cast; /* the type's name, as one types it */
    size_t size;      /* of a value in the binary format; 0: it varies */
} quern__pg_kind;
/* What a kind is, whatever its flags; NULL for what is no kind of a member. */
const quern__pg_kind *quern__pg_kind_facts(unsigned kind);
/* A pointer that is NULL is SQL's NULL. */
bool quern__pg_is_null(const quern_value *value);
/* An item of an array as a value. */
quern_value quern__pg_item(const quern_value *array, size_t at);

/* pen.c: writes to memory, or only counts. `size` stops at SIZE_MAX. */
typedef struct quern__pg_pen {
    quern_writer writer; /* first */
    unsigned char *at;   /* NULL: only counts */
    size_t size;         /* so far */
} quern__pg_pen;
quern__pg_pen quern__pg_pen_open(unsigned char *at);
void quern__pg_put(quern__pg_pen *pen, const void *bytes, size_t size);
/* The lowest `size` bytes of the number, 1 to 8, the highest of them first. */
void quern__pg_put_number(quern__pg_pen *pen, uint64_t number, int size);
/* SIZE_MAX when it is more. */
size_t quern__pg_sum(size_t a, size_t b);

/* encode.c: a request's parameters as libpq wants them. */
typedef struct quern__pg_parameters {
    Oid *types;
    const char **values;
    int *lengths;
    int *formats;
    size_t
        excess; /* number of the parameter with which they are more than a message holds; 0: they are not */
} quern__pg_parameters;
/* In the scratch, until its next use. False when out of memory. With an excess nothing is encoded. */
bool quern__pg_encode(quern__pg_scratch *scratch, const quern_request *request, quern__pg_parameters *out);
/* Gives back what a request of many kilobytes has needed; all of it when it is over. */
void quern__pg_scratch_rest(quern__pg_scratch *scratch);
void quern__pg_scratch_free(quern__pg_scratch *scratch);
/* The longest message that the server takes. */
#define QUERN__PG_MESSAGE_MOST 0x3ffffffe

/* prepared.c: statements that are kept on the server. */
/* Takes note of the request's epoch, and closes some that are kept no longer, if the connection can. */
void quern__pg_prepared_tend(quern_link *link, const quern_request *request);
/* Sends the parse, if it is due, and gives the statement to execute; NULL: it is sent as it is. */
quern__pg_prepared *quern__pg_prepared_for(quern_link *link, const quern_request *request,
                                           const quern__pg_parameters *parameters);
const char *quern__pg_prepared_name(const quern__pg_prepared *prepared);
/* The columns that it gave before, if this result's are of the same number and types, which all else that there is to tell of them
 * follows from; NULL: they are not known. They live as long as it does, which is no shorter than its answer. */
const quern_column *quern__pg_prepared_columns(const quern__pg_prepared *prepared, const PGresult *result,
                                               size_t width);
/* They are these: to be remembered, if there is memory. */
void quern__pg_prepared_describe(quern_link *link, quern__pg_prepared *prepared, const quern_column *columns,
                                 size_t width);
void quern__pg_prepared_owe(quern__pg_prepared *prepared); /* NULL is allowed in these two */
void quern__pg_prepared_settle(quern_link *link, quern__pg_prepared *prepared);
/* The answers to a parse, to a deallocation, and to a statement that failed: whether it may succeed when it is sent as it is. */
void quern__pg_prepared_parsed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result);
void quern__pg_prepared_closed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result);
void quern__pg_prepared_failed(quern_link *link, quern__pg_prepared *prepared, const PGresult *result,
                               quern_event *event);
/* A command that has succeeded may have ended some, or all. */
void quern__pg_prepared_heed(quern_link *link, const char *tag, quern_event *event);
/* The connection was in other hands: what was kept may be gone. */
void quern__pg_prepared_doubt(quern_link *link);
void quern__pg_prepared_free(quern_link *link);

/* binary.c: a value that is not NULL, nor an array, in the binary format of `kind`. */
void quern__pg_put_binary(quern__pg_pen *pen, const quern_value *value, quern_kind kind);

/* array.c: an array that is not NULL, in the binary format and as text: {"a","b\"c",NULL}. */
void quern__pg_put_array(quern__pg_pen *pen, const quern_value *array);
void quern__pg_put_array_text(quern_writer *writer, const quern_value *array);

/* types.c: NULL for a type that quern does not know. */
const char *quern__pg_name_of(uint32_t type);

/* decode.c, types.c */
quern_decoder *quern__pg_decoder(const quern_column *column, quern_kind kind);
void quern__pg_type_name(const quern_column *column, char *out, size_t size);

/* catalog.c: for the dialect. */
extern const char quern__pg_catalog[];

/* dialect.c, literal.c */
extern const quern_dialect quern__pg_dialect;
void quern__pg_literal(quern_writer *writer, const quern_value *value, quern_kind kind);

/* PostgreSQL counts microseconds and days from 2000-01-01, quern from 1970-01-01. */
#define QUERN__PG_EPOCH INT64_C(946684800000000)
#define QUERN__PG_EPOCH_DAYS 10957

#endif
