/* fixture.h: a db of the shared models on a script, with one session: what the tests of this folder begin with. And what is
 * the same for all calls that evaluate: each of them as one line of a table. */
#ifndef QUERN__TEST_LOAD_FIXTURE_H
#define QUERN__TEST_LOAD_FIXTURE_H

#include "test/support/models.h"

#include <quern/backend/script.h>

typedef struct load_fixture {
    quern_script *script;
    quern_db *db;
    quern_session *s;
} load_fixture;

load_fixture load_open(void);
/* Fails the test unless the session is well, and the script was played out; then closes all. */
void load_close(load_fixture *f);

/* ---- What is to come: one statement that has this in it ---- */

/* It gives so many authors, numbered from 1: see check_author. */
void expect_authors(load_fixture *f, const char *contains, size_t rows);
/* It gives one number; NULL: no row. */
void expect_number(load_fixture *f, const char *contains, const char *number);
/* The server refuses it: 42P01, relation "books_author" does not exist. */
void expect_refusal(load_fixture *f, const char *contains);

/* ---- What must be so; `name` is the case's, for the message ---- */

/* The author of that number, whole: odd ones have no email, every third no year of birth. */
void check_author(const author *a, int64_t number);
/* So many statements have run, by the script's count and by the session's. */
void check_statements(const load_fixture *f, const char *name, int64_t count);
void check_well(const load_fixture *f, const char *name);
/* The session has failed with this code, this in the message, and this site (NULL: any); the failure is cleared. */
void check_failure(const load_fixture *f, const char *name, quern_error_code code, const char *message,
                   const char *site);

/* ---- The calls that evaluate a queryset of authors ---- */

#define LOAD_SITE "evaluated.c:7" /* where they say that they are */

typedef struct load_call {
    const char *name;
    bool (*run)(quern_queryset *authors); /* false: it gave its neutral result */
    bool scalar;                          /* it reads a number, not authors */
    bool answers;                         /* quern_answer tells of it */
    bool caches;                          /* done once, it asks no more */
} load_call;

enum { LOAD_CALLS = 13 };
extern const load_call load_calls[LOAD_CALLS];

#endif
