/* tour.h: the models of the tour, and how it shows what it does: each step prints the C that it runs, the SQL that went out, how
 * many statements that were, and what came of it; and the tour fails when a number is not what the step claims. */
#ifndef TOUR_H
#define TOUR_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <quern/quern.h>
#include <quern/short.h>

enum { AUTHORS = 500, BOOKS = 50000 };

typedef struct author author;
typedef struct book book;

struct author {
    quern_object object; /* first member of every model */
    int64_t id;
    const char *name;
    book **books;       /* NULL until they are fetched */
    book **thick_books; /* for a prefetch of some of them */
};

struct book {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t author_id; /* the key of the relation below */
    author *author;    /* NULL until it is fetched */
    bool published;
    quern_timestamp created_at;
    quern_null_i32 pages; /* may be NULL */
};

QUERN_DECLARE_MODEL(author);
QUERN_DECLARE_MODEL(book);

/* Prints a line of C, and runs it. */
#define RUN(...)                       \
    do {                               \
        puts("    " #__VA_ARGS__ ";"); \
        __VA_ARGS__;                   \
    } while (0)

/* show.c */
extern bool tour_failed;                        /* a claim did not hold */
void chapter(const char *title);                /* begins a part of the tour */
void step(quern_session *s, const char *title); /* begins a step */
void ran(quern_session *s,
         int64_t expected); /* prints what ran since the last one, and compares the number with the claim */
void ran_about(quern_session *s, int64_t expected); /* the same for many statements: prints the first two */
void check(const char *what, int64_t is, int64_t expected);
void check_bool(const char *what, bool is, bool expected);

/* library.c: 500 authors and 50,000 books. */
bool fill(quern_session *s);
void drop(quern_session *s);

/* The chapters, in their order. */
void laziness(quern_session *s);                /* lazy.c */
void triggers(quern_session *s);                /* triggers.c */
void chaining(quern_session *s);                /* chaining.c */
void caches(quern_session *s);                  /* caches.c */
void costs(quern_session *s);                   /* cost.c */
void memory(const char *url);                   /* memory.c */
void transactions(quern_session *s);            /* transactions.c */
void relations(quern_session *s, quern_db *db); /* relations.c */
void engine(quern_session *s, quern_db *db);    /* engine.c */
void mistakes(quern_session *s);                /* mistakes.c */

#endif
