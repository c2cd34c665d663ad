/* counted.h: a session whose statements are counted twice, by its own log and by the server's. */
#ifndef QUERN__TEST_INTEGRATION_COUNTED_H
#define QUERN__TEST_INTEGRATION_COUNTED_H

#include "test/integration/fixture.h"
#include "test/support/serverlog.h"

extern quern_session *counted;               /* of a db of its own, whose connections nothing has tainted */
extern quern_db *counted_db;                 /* its application is the schema's name with "_counted" */
extern int64_t counted_before;               /* statements that do not count any more */
extern const quern__server_log *server_says; /* NULL: there is no log */

/* A checked fixture for a server_case. */
void open_counted(void);
void close_counted(void);

void count_from_here(void);

/* Fails the test unless that many statements have run since, as the session says and as the server says. Gives those that the server
 * saw, or NULL without its log. */
const char *expect_statements(const char *what, int64_t statements);

#endif
