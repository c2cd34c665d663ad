/* script.h: a backend without a server, for tests. It plays back a script, notes and counts every call, and makes things go
 * wrong on request: errors, lost connections, answers that come late or never.
 *
 *     quern_script *script = quern_script_new(NULL);
 *     quern_script_expect(script, .contains = "FROM \"books_book\"", .values = "$1 = 'Emma'",
 *                         QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }),
 *                         QUERN_SCRIPT_ROWS("1", "Emma", "2", NULL));
 *     quern_db *db = quern_open("script:", QUERN_MODELS(book), .backend = quern_script_backend(script));
 *     ...
 *     quern_close(db, 1000);
 *     assert(strcmp(quern_script_report(script), "") == 0);
 *     quern_script_free(script);
 *
 * All connections of a pool may play one script: each function here may be called by any thread at any time, and none
 * evaluates. Needs epoll, eventfd and timerfd. */
#ifndef QUERN_BACKEND_SCRIPT_H
#define QUERN_BACKEND_SCRIPT_H

#include <quern/backend/backend.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct quern_script quern_script;

/* A script that expects nothing; NULL when out of memory. `allocator` (NULL: quern_system_allocator) is copied; what a
 * connection needs for itself comes from the allocator of the db that opened it. */
QUERN_API quern_script *quern_script_new(const quern_allocator *allocator);

/* Frees it. Its connections must have been closed; NULL is allowed. */
QUERN_API void quern_script_free(quern_script *script);

/* The backend that plays the script: for `.backend` of quern_open, with any URI. Lives as long as the script. */
QUERN_API const quern_backend *quern_script_backend(quern_script *script);

/* ---- What is to come ---- */

/* A column of an answer. `kind` is the column's type as well as the kind that its cells are written in; a number that is no
 * kind stands for a type that no member takes. What fits into which member is as with PostgreSQL's types: a smallint into an
 * int64_t, a real into a double.
 *
 * Cells are texts. Each kind has that of <quern/convert.h>: "2024-05-01T12:00:00.5Z", "2024-05-01", "12:00:00", "P1DT2H", and so
 * on; a timestamp may leave out its offset, and its time of day, and is in UTC then. The others: "true" or "false"; "-5"; "0.25",
 * "1e300", "NaN", "-Infinity"; "12.50" for a decimal; any text; any JSON document; "\\x00ff" for bytes. An array, whose kind is
 * QUERN_KIND_I64 | QUERN_ARRAY and the like, is written as PostgreSQL does it: "{1,2,NULL}", and an item in quotes that is empty,
 * reads as NULL, or has a brace, comma, quote, backslash or space in it. A cell that is no value of its column's type is
 * malformed, and an error (QUERN_ERROR_DATA) of whoever reads it. */
typedef struct quern_script_column {
    const char *name; /* NULL ends the list */
    quern_kind kind;  /* its type, and the spelling of its cells */
} quern_script_column;

/* Columns whose kind is a number from this on are of types that users made. quern asks about each such type by a statement of
 * its own, with the number for its parameter; the answer is a row of the kind whose cells look the same, as a QUERN_KIND_I64
 * (0: none), and a name, as a QUERN_KIND_TEXT. */
#define QUERN_SCRIPT_USER_TYPE 0x10000
#define QUERN_SCRIPT_RESOLVE_TYPE "SELECT the type of $1"

/* Numbers that stand for none. */
enum {
    QUERN_SCRIPT_ALWAYS = -1, /* times: any number, none too, and at any place in the order */
    QUERN_SCRIPT_NEVER = -1   /* after_ms: no answer at all */
};

/* Whether, and when, the connection breaks. */
typedef enum quern_script_loss {
    QUERN_SCRIPT_NOT_LOST = 0,
    QUERN_SCRIPT_LOST_BEFORE, /* the connection breaks before the statement reaches the server: it did not run */
    QUERN_SCRIPT_LOST_AFTER /* it ran, and its rows came, but what became of it is never told */
} quern_script_loss;

/* A statement to come, and the answer to it; zero means the default. Copied, texts too.
 *
 * A connection runs its statements one after the other, and answers them as PostgreSQL does: what it has to say is gathered until a
 * unit ends, a statement fails, or a request has `flush`. Each takes the first expectation that fits it, of those that are due:
 * the oldest one not used up, and all that are `always`. A statement that nothing fits fails with "unexpected statement", and
 * the report says so.
 *
 * A statement that begins with BEGIN or START leaves its connection in a transaction, COMMIT, END, ABORT and ROLLBACK (but
 * not ROLLBACK TO) end it, and a failure inside one makes it a failed one. */
typedef struct quern_script_expectation {
    /* The statement. */
    const char *sql;      /* its text; NULL: any */
    const char *contains; /* a part of its text; NULL: any */
    const char *
        values; /* its parameters: "$1 = 'Emma', $2 = 5, $3 = NULL"; "": none; NULL: any. See quern_script_statement */
    int32_t times; /* how often it comes; default: once */
    /* The answer: columns and rows, if any, then success, failure or loss. */
    const quern_script_column
        *columns; /* ended by a name NULL; NULL: the statement gives no rows. QUERN_SCRIPT_COLUMNS */
    const char *const
        *cells;        /* as many for each row as there are columns, NULL for SQL's NULL. QUERN_SCRIPT_ROWS */
    size_t cell_count; /* of all rows together */
    int64_t changed;   /* rows that a statement without columns changed */
    const char *
        sqlstate; /* with it, or `message`, the statement fails (default XX000), or is lost, with this error */
    const char *message;    /* default: a text that says so */
    const char *detail;     /* default: none */
    const char *hint;       /* default: none */
    quern_script_loss lost; /* default: it is not */
    int32_t after_ms;       /* the answer comes that much later; QUERN_SCRIPT_NEVER: not before a cancel */
    uint32_t
        after_steps; /* the answer comes in so many pieces more: the connection can be read, but nothing is complete */
    bool ignores_cancel;     /* else a cancel before the answer makes the statement fail with 57014 */
    quern_link_state leaves; /* the state after it: IN_TRANSACTION, FAILED_TRANSACTION; default: see above */
} quern_script_expectation;

/* Adds an expectation at the end. `size` is sizeof(quern_script_expectation), `site` the place to name in reports (it lives
 * for ever). False when out of memory, or when it makes no sense (cells that fill no row); the report says so too.
 * Macro: quern_script_expect(script, .sql = "COMMIT"). */
QUERN_API bool quern_script_expect(quern_script *script, const quern_script_expectation *expectation,
                                   size_t size, QUERN__SITE_PARAMETER);

/* What happens to the next connection that is opened; zero means the default: it opens at once. Copied. */
typedef struct quern_script_opening {
    int32_t times;        /* for so many; default: one. QUERN_SCRIPT_ALWAYS: until another opening is added */
    const char *sqlstate; /* with it, or `message`, the connection is refused */
    const char *message;  /* default: "the connection was refused" */
    int32_t
        after_ms; /* it takes that long; QUERN_SCRIPT_NEVER, or longer than the caller would wait: it times out */
} quern_script_opening;

/* Adds an opening after those that are there. False when out of memory; the report says so too.
 * Macro: quern_script_on_open(script, .message = "connection refused", .times = 3). */
QUERN_API bool quern_script_on_open(quern_script *script, const quern_script_opening *opening, size_t size);

/* The statements of the backend's `reset`, NULL-ended, in static memory; NULL (the default): none. Before the first open. */
QUERN_API void quern_script_set_reset(quern_script *script, const char *const *statements);

/* The server dies for a connection, by its number (from 1 in the order of opening; 0: for all that are open). It can be read
 * then, and its next step finds it lost, with this error (NULL: "", and a default text). Gives how many it hit. */
QUERN_API size_t quern_script_kill(quern_script *script, int64_t connection, const char *sqlstate,
                                   const char *message);

/* Makes connections readable without an event in what they read, as a notice of the server does. As quern_script_kill. */
QUERN_API size_t quern_script_nudge(quern_script *script, int64_t connection);

/* Forgets all expectations and openings, used or not, and what was reported; counts and statements stay. */
QUERN_API void quern_script_forget(quern_script *script);

/* ---- What came ---- */

/* "" when all is well. Else a line for each thing that is not: an expectation that was not met (with its place), a statement
 * that was not expected, a slot that was called when the contract forbids it, memory that ran out. Lives until the next call
 * of it, or quern_script_free. */
QUERN_API const char *quern_script_report(quern_script *script);

/* What is counted. */
typedef enum quern_script_count_kind {
    QUERN_SCRIPT_OPENS = 0, /* calls of `open`, refused ones too */
    QUERN_SCRIPT_REFUSALS,  /* those of them that failed */
    QUERN_SCRIPT_OPEN_NOW,  /* connections that are open */
    QUERN_SCRIPT_OPEN_MOST, /* most that were open at once */
    QUERN_SCRIPT_SUBMITS,   /* and so on: calls of the slot of that name */
    QUERN_SCRIPT_STEPS,
    QUERN_SCRIPT_TAKES,
    QUERN_SCRIPT_CANCELS,
    QUERN_SCRIPT_CLOSES,
    QUERN_SCRIPT_ABANDONS,
    QUERN_SCRIPT_STATEMENTS, /* that reached the server: those of quern_script_seen */
    QUERN_SCRIPT_COUNTS
} quern_script_count_kind;

/* How many there were; 0 for a number that is no count. */
QUERN_API int64_t quern_script_count(quern_script *script, quern_script_count_kind what);

/* A statement that reached the server. */
typedef struct quern_script_statement {
    const char *sql;
    /* "$1 = 'it''s', $2 = 5, $3 = 0.5, $4 = true, $5 = NULL, $6 = '2024-05-01T12:00:00Z', $7 = '{1,2}'": as cells are written, but
     * what is neither a number nor true or false is in quotes (decimals too: they are not doubles). "" without any. */
    const char *values;
    int64_t connection; /* the number of its connection, from 1 in the order of opening */
    bool sync, flush;   /* as they were in its request */
} quern_script_statement;

/* The statement of this number, from 0 in the order in which they reached the server; one with empty texts when there are
 * fewer. Never NULL; lives as long as the script. */
QUERN_API const quern_script_statement *quern_script_seen(quern_script *script, size_t index);

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
/* clang-format off */
#define quern_script_expect(script, ...)                                                                      \
    (quern_script_expect)((script), &(const quern_script_expectation){ __VA_ARGS__ },                         \
                          sizeof(quern_script_expectation), QUERN_SITE)
#define quern_script_on_open(script, ...)                                                                     \
    (quern_script_on_open)((script), &(const quern_script_opening){ __VA_ARGS__ }, sizeof(quern_script_opening))
/* clang-format on */

/* Initialisers of an expectation: QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1", "2"). How cells are
 * written is told at quern_script_column. */
#define QUERN_SCRIPT_COLUMNS(...)            \
    .columns = (const quern_script_column[]) \
    {                                        \
        __VA_ARGS__,                         \
        {                                    \
            0                                \
        }                                    \
    }
#define QUERN_SCRIPT_ROWS(...)                     \
    .cells = (const char *const[]){ __VA_ARGS__ }, \
    .cell_count = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *)
#endif

#endif
