/* relics.h: a table that changes, and a session on a db of one connection: for tests of statements that the server keeps. */
#ifndef QUERN__TEST_INTEGRATION_RELICS_H
#define QUERN__TEST_INTEGRATION_RELICS_H

#include "test/integration/fixture.h"

typedef struct relic {
    quern_object object;
    int64_t id;
    const char *name;
    const char *code;
} relic;

QUERN_DECLARE_MODEL(relic);

extern quern_db *relics_db;
extern quern_session *one; /* on a db of one connection */

/* A checked fixture for a server_case, behind its own: relics 1 to 5, with their number for a code. */
void open_one(void);
void close_one(void);

/* Another db; by default of one connection. */
quern_db *open_relics(quern_options options);

/* Reads relic 3 by one statement, always the same; must_read so many times. */
bool reads(quern_session *session);
void must_read(quern_session *session, int times);

/* Runs SQL of the test's own, which must not fail. */
int64_t by(quern_session *session, const char *text);

/* Statements that the session's connection keeps. */
int64_t kept(quern_session *session);
/* How often they were executed. */
int64_t executed(quern_session *session);

#endif
