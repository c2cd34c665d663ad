/* link.h: a connection to PostgreSQL, for the files of this folder. */
#ifndef QUERN__POSTGRES_LINK_H
#define QUERN__POSTGRES_LINK_H

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

/* What was sent and not yet answered. */
typedef enum quern__pg_owed { QUERN__PG_STATEMENT = 1, QUERN__PG_SYNC } quern__pg_owed;

struct quern_link {
    const quern_allocator *allocator;
    PGconn *conn;
    quern__pg_problem problem;
    bool broken; /* the connection is of no more use; what it has already answered can still be taken */

    /* What is owed, oldest first: a ring. */
    unsigned char *owed;
    size_t owed_first, owed_count, owed_room;

    /* The answer that is being handed out. */
    PGresult *result;
    int next_row;
    bool told;      /* its DONE, FAILED or SKIPPED has been given */
    bool described; /* COLUMNS has been given for the oldest statement */
    int64_t rows;
    quern_column *columns;
    quern_cell *cells;
    size_t width, room; /* of both */
};

/* problem.c */
void quern__pg_problem_note(quern__pg_problem *problem, quern_error_code code, const char *sqlstate,
                            const char *message, const char *detail, const char *hint);
/* The same, from an error or a notice of the server. */
void quern__pg_problem_from_result(quern__pg_problem *problem, const PGresult *result);
/* From the text of a failed connect, which must have been made with PQERRORS_VERBOSE. */
void quern__pg_problem_from_connect(quern__pg_problem *problem, const char *text);
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

/* pipeline.c */
bool quern__pg_submit(quern_link *link, const quern_request *request);
unsigned quern__pg_step(quern_link *link, unsigned ready);
void quern__pg_info(quern_link *link, quern_link_info *info);
quern__pg_owed quern__pg_oldest(const quern_link *link); /* 0: nothing is owed */
void quern__pg_settle_oldest(quern_link *link);
/* The connection is of no more use; `message` says why, unless something was noted before. */
void quern__pg_break(quern_link *link, quern_error_code code, const char *message);

/* result.c */
bool quern__pg_take(quern_link *link, quern_event *event);

/* encode.c: a request's parameters as libpq wants them, in one piece of memory. */
typedef struct quern__pg_parameters {
    Oid *types;
    const char **values;
    int *lengths;
    int *formats;
    unsigned char (*bytes)[8];
    void *memory;
} quern__pg_parameters;
bool quern__pg_encode(const quern_allocator *allocator, const quern_request *request,
                      quern__pg_parameters *out);

/* decode.c, types.c */
quern_decoder *quern__pg_decoder(const quern_column *column, quern_kind kind);
void quern__pg_type_name(const quern_column *column, char *out, size_t size);

/* catalog.c: for the dialect. */
extern const char quern__pg_catalog[];

/* dialect.c */
extern const quern_dialect quern__pg_dialect;

/* Types by their numbers in the server's catalogue, which never change. */
enum {
    QUERN__PG_BOOL = 16,
    QUERN__PG_CHAR = 18,
    QUERN__PG_NAME = 19,
    QUERN__PG_INT8 = 20,
    QUERN__PG_INT2 = 21,
    QUERN__PG_INT4 = 23,
    QUERN__PG_TEXT = 25,
    QUERN__PG_OID = 26,
    QUERN__PG_FLOAT4 = 700,
    QUERN__PG_FLOAT8 = 701,
    QUERN__PG_UNKNOWN = 705,
    QUERN__PG_BPCHAR = 1042,
    QUERN__PG_VARCHAR = 1043,
    QUERN__PG_TIMESTAMPTZ = 1184
};

/* PostgreSQL counts microseconds from 2000-01-01, quern from 1970-01-01. */
#define QUERN__PG_EPOCH INT64_C(946684800000000)

#endif
