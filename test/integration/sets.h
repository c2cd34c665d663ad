/* sets.h: clubs, players, badges and topics of known numbers, each test anew, and what the server says is related: for tests of what
 * changes that. */
#ifndef QUERN__TEST_INTEGRATION_SETS_H
#define QUERN__TEST_INTEGRATION_SETS_H

#include "test/integration/counted.h"
#include "test/support/club.h"

/* A checked fixture for a server_case, behind its own. Players 1 to 6: 2 and 3 have the boss 1; 1 and 2, 2 and 3 are friends; 1 has the
 * idols 3 and 4. Clubs 1 and 2: 1 has the members 1, 2 and 2 again, and the topics a and b. Badges 1 and 2, of the numbers n1 and n2: the
 * first has the pins 1 and 2. Badge 1 is player 1's. */
void open_sets(void);
void close_sets(void);

/* The first column of SQL of the test's own, in its order, with blanks between; NULL is "-". Lives until the next call. */
const char *column_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An object of the counted session, with all its fields. */
#define ONE(type, key) quern_get(quern_objects(counted, type), type, Q("pk", key))

/* Lists of them by their keys, with blanks between: "3 1 3"; "-" is NULL. Ended by NULL, and by *count. */
void *const *list_of(const quern_model *model, const char *keys, size_t *count);

#endif
