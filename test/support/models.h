/* models.h: the models that tests share, the tables for them, and a session that is nothing but a scope: enough for all that
 * runs no SQL. */
#ifndef QUERN__TEST_SUPPORT_MODELS_H
#define QUERN__TEST_SUPPORT_MODELS_H

#include <quern/backend/dialect.h>
#include <quern/quern.h>

typedef struct author author;
typedef struct book book;
typedef struct shelf shelf;
typedef struct odd odd;

struct author {
    quern_object object;
    int64_t id;
    const char *name;
    const char *email; /* may be NULL */
    quern_null_i32 born;
};

struct book {
    quern_object object;
    int64_t id;
    const char *title;
    const char *subtitle; /* may be NULL */
    int64_t author_id;
    author *author;
    quern_null_i64 sequel_of_id;
    book *sequel_of;
    bool published;
    quern_null_bool lent;
    int32_t copies;
    quern_null_i32 pages;
    int64_t sold;
    quern_null_i64 views;
    double price;
    quern_null_f64 rating;
    quern_timestamp created_at;
    quern_null_timestamp returned_at;
    const char *isbn; /* column "ISBN-13" */
};

/* A text for a key. */
struct shelf {
    quern_object object;
    const char *code;
    int32_t room;
};

/* Names that must be quoted, and a table whose name looks like SQL; an int32_t for a key. */
struct odd {
    quern_object object;
    int32_t id;
    const char *select;   /* column "select" */
    int32_t quote;        /* column a"b */
    bool snow;            /* column "schnee ☃" */
    quern_null_i32 upper; /* column "UPPER Case" */
    const char *shelf_id; /* may be NULL */
    shelf *shelf;
};

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);
QUERN_DECLARE_MODEL(shelf);
QUERN_DECLARE_MODEL(odd);

/* All of them, ended by NULL: author, book, shelf, odd, and that of specimen.h, those of lending.h: reader, loan,
 * feature, and those of club.h. */
extern const quern_model *const quern__test_models[];

/* The statements that make their tables and fill them, in the schema that is first on the search path; ended by NULL. */
extern const char *const quern__test_tables[];

/* The dialect that SQL is tested in: PostgreSQL's. */
const quern_dialect *quern__test_dialect(void);

/* A session that can build querysets, and show their SQL, but run none; over the test models. `allocator` NULL is the C
 * library's. NULL when out of memory. */
quern_session *quern__test_session_open(const quern_allocator *allocator);

/* NULL is allowed. */
void quern__test_session_close(quern_session *session);

#endif
