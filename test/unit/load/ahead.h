/* ahead.h: what the tests of streams that read ahead share: a stream of authors by chunks of two, on a script. */
#ifndef QUERN__TEST_UNIT_LOAD_AHEAD_H
#define QUERN__TEST_UNIT_LOAD_AHEAD_H

#include "test/unit/load/fixture.h"

#define SITE "ahead.c:5"

enum { CHUNK = 2 };

extern load_fixture ahead_f; /* from ahead_begin to ahead_end */
void ahead_begin(void);
void ahead_end(void);
quern_iterator *ahead_open_on(quern_queryset *authors, int32_t ahead);
quern_iterator *ahead_open_stream(void);
void ahead_expect_statement(const char *contains);
void ahead_expect_chunks(size_t full);
void ahead_expect_stream(size_t full);
void ahead_expect_trouble(const char *contains, const char *sqlstate);
void ahead_expect_aborted(void);
void ahead_read_rows(quern_iterator *rows, int64_t count);
int64_t ahead_sent(void);
void ahead_expect_sent(const char *name, int64_t expected);
void ahead_expect_last(const char *contains);
void ahead_expect_silence(void);
void ahead_expect_malformed(void);

#endif
