/* together.h: reads that run together, one for each letter, and how each of them ended, as one line of text. */
#ifndef QUERN__TEST_SESSION_TOGETHER_H
#define QUERN__TEST_SESSION_TOGETHER_H

#include "test/unit/session/fixture.h"

/* A sink that writes down its cells, and refuses a row. */
typedef struct note_sink {
    quern__sink sink;
    char notes[100];
    bool refuses;
} note_sink;

enum { TOGETHER_FEW = 8 };

typedef struct together {
    quern__work works[TOGETHER_FEW];
    note_sink sinks[TOGETHER_FEW];
    quern__part parts[TOGETHER_FEW];
    size_t count;
    char text[500];
} together;

/* A statement for each letter, from a to f. */
together together_of(const char *letters);

/* Runs them: "a 1:x|b SERVER|c SERVER<b": columns and cells, or the failure, and whose it is. */
const char *together_run(session_fixture *f, together *t);
const char *run_letters(session_fixture *f, const char *letters);

/* Each, whenever it comes, gives a row with its own name in it; or fails, by 42P01. */
void expect_rows(session_fixture *f, const char *letters);
void expect_failing(session_fixture *f, const char *sql);

/* The statements that came, each with "." where its unit ended and "!" where answers were asked for: "ab.". */
const char *came(const session_fixture *f);

#endif
