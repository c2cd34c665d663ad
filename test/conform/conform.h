/* conform.h: does a backend keep the contract of <quern/backend/backend.h>? For those who write one.
 *
 * A subject is a backend with the statements that its database understands. quern__conform_suite makes a libcheck suite of
 * all that the contract asks; what a subject cannot do (a hook that is NULL) is left out. The suite needs the public and the
 * backend headers and libcheck, and calls nothing of the library but quern_system_allocator. */
#ifndef QUERN__TEST_CONFORM_CONFORM_H
#define QUERN__TEST_CONFORM_CONFORM_H

#include <quern/backend/backend.h>

#include <check.h>

/* A statement with one parameter, which comes back in the only column of the only row: for each kind, and each array, that the
 * dialect has a type for. */
typedef struct quern__conform_echo {
    quern_kind kind; /* of the parameter and the column; QUERN_KIND_END ends the list */
    const char *sql;
} quern__conform_echo;

typedef struct quern__conform_subject {
    const quern_backend *backend;
    const char *uri;
    const char *const *setup; /* run on each connection first; NULL-ended */
    /* Statements. */
    const char *one_row;   /* one row, one column of kind I32, of the value 1 */
    const char *no_rows;   /* one column, no rows */
    const char *many_rows; /* one column of kind I32: 1, 2, 3, … 1000 */
    const char *three;     /* changes three rows, gives none */
    const char *failing;   /* fails while it runs */
    const char *malformed; /* is no SQL */
    const char *slow;      /* takes longer than anyone waits */
    const char *begin, *rollback, *commit;
    const quern__conform_echo *echoes;
    /* Hooks; each may be NULL. */
    void (*expect_echo)(quern_kind kind, const char *sql,
                        const quern_value *value); /* before an echo is submitted */
    const char *(*refused_uri)(void);              /* the next open, with this URI, is refused */
    const char *(*stalled_uri)(void);              /* the next open, with this URI, gets no answer */
    void (*kill)(quern_link *link);                /* the server ends this connection */
} quern__conform_subject;

/* The suite for a subject. `begin` and `end` are run around each test, in its process; begin calls quern__conform_use. */
Suite *quern__conform_suite(const char *name, void (*begin)(void), void (*end)(void));
void quern__conform_use(const quern__conform_subject *subject);

/* ---- For the tests, and for the hooks of subjects ---- */

extern const quern__conform_subject *quern__conform;

enum { QUERN__CONFORM_PATIENCE_MS = 10000 };

/* How one request ended, and what came before that. */
typedef struct quern__conform_answer {
    quern_event_kind end; /* DONE, FAILED, SKIPPED or LOST */
    bool columns;
    size_t column_count;
    int64_t rows;      /* that came */
    int64_t done_rows; /* that DONE told of */
    quern_error_code code;
    char sqlstate[6];
} quern__conform_answer;

/* A connection on which `setup` was run; a test fails when there is none. */
quern_link *quern__conform_open(void);
quern_link *quern__conform_open_with(const quern_allocator *allocator);
void quern__conform_close(quern_link *link);

/* Submits a statement without parameters. */
void quern__conform_submit(quern_link *link, const char *sql, bool sync);

/* The next event; polls and steps until there is one, and fails the test when that takes too long. */
void quern__conform_next(quern_link *link, quern_event *event);

/* Reads the events of one request, and sees that they come in order and whole. */
quern__conform_answer quern__conform_read(quern_link *link);

/* Sees that SYNCED is next. */
void quern__conform_synced(quern_link *link);

/* Submits a unit of one statement and reads all of it. */
quern__conform_answer quern__conform_run(quern_link *link, const char *sql);

/* Fails the test unless the statement succeeds; gives the rows that DONE told of. */
int64_t quern__conform_must(quern_link *link, const char *sql);

quern_link_state quern__conform_state(quern_link *link);
int64_t quern__conform_now_ms(void);

/* Waits until the connection can be read. */
bool quern__conform_readable(quern_link *link, int wait_ms);

/* Sees that an error is whole: no text is NULL, a message is there, and the code is one that a backend may give. */
void quern__conform_check_error(const quern_error *error);

/* The tests, by what they are about. */
TCase *quern__conform_shape_case(void);
TCase *quern__conform_link_case(void);
TCase *quern__conform_request_case(void);
TCase *quern__conform_unit_case(void);
TCase *quern__conform_value_case(void);
TCase *quern__conform_memory_case(void);

#endif
