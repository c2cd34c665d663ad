/* inner.h: the parts of the script backend, for its own files.
 *
 * A script is a list of lines (expectations with their answers), a list of openings, and a log of records (statements that
 * reached the server). A link holds a queue of requests; its server side (server.c) runs them one after the other against
 * the script, its client side (link.c) hands out what came back. All of it is guarded by the script's mutex. */
#ifndef QUERN__SCRIPT_INNER_H
#define QUERN__SCRIPT_INNER_H

#include <quern/backend/script.h>

#include <pthread.h>
#include <sys/types.h>

/* A text that grows; broken once memory ran out. Its first member makes it a writer. */
typedef struct quern__script_text {
    quern_writer writer;
    const quern_allocator *allocator;
    char *bytes; /* NUL-terminated; NULL while empty */
    size_t size;
    size_t capacity;
    bool broken;
} quern__script_text;

/* What makes a connection readable: now, or at a time. */
typedef struct quern__script_bell {
    int poll; /* the epoll that stands for the other two */
    int now;
    int timer;
} quern__script_bell;

/* An expectation. One block of memory with all that it points to. */
typedef struct quern__script_line {
    struct quern__script_line *next;
    quern_script_expectation is; /* copied; `times` as it was given, but never 0 */
    quern_column *columns;
    size_t column_count;
    int32_t used;
    const char *site;
} quern__script_line;

/* An opening. One block of memory, texts too. */
typedef struct quern__script_opening {
    struct quern__script_opening *next;
    quern_script_opening is;
    int32_t used;
} quern__script_opening;

/* A statement that came. One block of memory, texts too. */
typedef struct quern__script_record {
    struct quern__script_record *next;
    quern_script_statement is;
    bool unexpected;
} quern__script_record;

/* What a caller may not do, or what else spoils a script. */
typedef enum quern__script_fault {
    QUERN__SCRIPT_NO_MEMORY,
    QUERN__SCRIPT_NONSENSE,
    QUERN__SCRIPT_SUBMIT_LOST,
    QUERN__SCRIPT_STEP_LOST,
    QUERN__SCRIPT_TAKE_LOST,
    QUERN__SCRIPT_FAULTS
} quern__script_fault;

struct quern_script {
    quern_backend backend; /* first: `open` finds the script by it */
    quern_allocator allocator;
    pthread_mutex_t mutex;
    pid_t process;
    quern__script_line *lines, **lines_end;
    quern__script_line *old_lines; /* forgotten, but an answer under way may still point to them */
    quern__script_opening *openings, **openings_end;
    quern__script_opening *old_openings;
    quern__script_record *records, **records_end;
    quern_link *links;
    int64_t last_number;
    int64_t counts[QUERN_SCRIPT_COUNTS];
    bool faults[QUERN__SCRIPT_FAULTS];
    const char *nonsense_site;
    quern__script_text report;
};

typedef enum quern__script_stage {
    QUERN__SCRIPT_QUEUED = 0, /* submitted */
    QUERN__SCRIPT_SENT,       /* waits for its turn at the server */
    QUERN__SCRIPT_RUNNING,
    QUERN__SCRIPT_ANSWERED, /* the answer is in the socket, or gathered by the server: see quern__script_told */
    QUERN__SCRIPT_RECEIVED
} quern__script_stage;

typedef enum quern__script_fate {
    QUERN__SCRIPT_DONE = 0,
    QUERN__SCRIPT_FAILED,
    QUERN__SCRIPT_UNEXPECTED,
    QUERN__SCRIPT_CANCELLED,
    QUERN__SCRIPT_SKIPPED,
    QUERN__SCRIPT_LOST,
    QUERN__SCRIPT_STARVED /* no memory for its rows */
} quern__script_fate;

typedef struct quern__script_request {
    struct quern__script_request *next;
    quern__script_record *record; /* the script's, once it is in the log */
    bool logged;
    bool sync, flush;
    quern__script_stage stage;
    quern__script_fate fate;
    const quern__script_line *line;   /* its answer; NULL: none */
    const quern__script_line *wanted; /* what was due instead; NULL: nothing */
    int64_t due_ms;                   /* -1: never */
    uint32_t pieces;                  /* to come before the answer is complete */
    bool cancelled;
    bool told_columns, told_end;
    size_t next_cell;
} quern__script_request;

struct quern_link {
    quern_link *next; /* in the script's list */
    quern_script *script;
    quern_allocator allocator;
    int64_t number;
    quern__script_bell bell;
    quern__script_request *first, **end;
    quern_link_state transaction; /* the server's side of it */
    bool unit_failed;
    bool doomed; /* the server has died; not noticed yet */
    bool lost, told_lost;
    quern__script_record
        *last_words; /* of the server: `sql` is the message, `values` the SQLSTATE; may be NULL */
    void *event;     /* what the last event points to */
};

/* memory.c: growing texts, and a block with texts behind it. */
void *quern__script_allocate(const quern_allocator *allocator, size_t size); /* zeroed; NULL without memory */
void quern__script_release(const quern_allocator *allocator, void *memory);
quern__script_text quern__script_text_open(const quern_allocator *allocator);
void quern__script_text_close(quern__script_text *text);
void quern__script_put(quern_writer *writer, const char *string);
quern__script_record *quern__script_record_new(const quern_allocator *allocator, const char *sql,
                                               const char *values);

/* value.c: values as text, for a column or parameter of some kind, which tells floats from doubles. */
void quern__script_literal(quern_writer *writer, const quern_value *value, quern_kind kind);
/* "$1 = 'x', $2 = 5" */
void quern__script_parameters(quern_writer *writer, const quern_value *values, const quern_kind *kinds,
                              size_t count);
/* A value that is not NULL, and no array, without quotes. */
void quern__script_put_bare(quern_writer *writer, const quern_value *value, unsigned kind);
quern_value quern__script_item_at(const quern_value *array, size_t i);
/* Of a text, a decimal or a JSON document. */
const char *quern__script_text_in(const quern_value *value);

/* array.c: "{1,2,NULL}" */
void quern__script_put_array(quern_writer *writer, const quern_value *array);

/* number.c: numbers as text, whatever the locale. `out` has room for QUERN__SCRIPT_NUMBER bytes. */
enum { QUERN__SCRIPT_NUMBER = 64 };
void quern__script_write_real(double real, bool narrow, char *out); /* narrow: it is a float */
bool quern__script_read_integer(const char *bytes, size_t size,
                                int64_t *out); /* false: malformed or over 64 bits */

/* bell.c. False when there are no descriptors left. */
bool quern__script_bell_open(quern__script_bell *bell);
void quern__script_bell_close(quern__script_bell *bell);
void quern__script_bell_ring(quern__script_bell *bell);
void quern__script_bell_ring_in(quern__script_bell *bell, int64_t ms);
void quern__script_bell_quiet(quern__script_bell *bell);
int64_t quern__script_now_ms(void);

/* line.c: the lines of a script. All but the first two need the mutex. */
quern__script_line *quern__script_line_new(const quern_allocator *allocator,
                                           const quern_script_expectation *expectation, const char *site);
bool quern__script_line_makes_sense(const quern_script_expectation *expectation);
bool quern__script_line_open(const quern__script_line *line); /* not used up */
quern__script_line *quern__script_find(quern_script *script, const quern_script_statement *statement,
                                       const quern__script_line **wanted);
void quern__script_line_describe(quern_writer *writer, const quern__script_line *line);

/* server.c: the server's side of a connection. Needs the mutex. */
void quern__script_serve(quern_link *link);
void quern__script_send_piece(quern_link *link); /* of the answer that is on its way */
/* The last request whose answer the server has not kept to itself, NULL: none. Those before it are not, either. */
const quern__script_request *quern__script_told(const quern_link *link);
void quern__script_drop_first(quern_link *link); /* the first request is done with */

/* event.c: an answer as events. Needs the mutex. */
bool quern__script_next_event(quern_link *link, quern_event *event);

/* link.c: the slots. */
quern_link *quern__script_open(const quern_backend *backend, const quern_connect *connect,
                               quern_error *error);
bool quern__script_submit(quern_link *link, const quern_request *request);
unsigned quern__script_step(quern_link *link, unsigned ready);
bool quern__script_take(quern_link *link, quern_event *event);
void quern__script_info(quern_link *link, quern_link_info *info);
void quern__script_cancel(quern_link *link, int32_t timeout_ms);
void quern__script_close(quern_link *link);
void quern__script_abandon(quern_link *link);

/* codec.c and dialect.c. */
quern_decoder *quern__script_decoder(const quern_column *column, quern_kind kind);
void quern__script_type_name(const quern_column *column, char *out, size_t size);
extern const quern_dialect quern__script_dialect;

/* script.c. */
void quern__script_lock(quern_script *script);
void quern__script_unlock(quern_script *script);
quern_error quern__script_error(quern_error_code code, const char *sqlstate, const char *message);

#endif
