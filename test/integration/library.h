/* library.h: 100 books by 50 authors, beside those that all tests share: enough for loops to be seen. */
#ifndef QUERN__TEST_INTEGRATION_LIBRARY_H
#define QUERN__TEST_INTEGRATION_LIBRARY_H

#include "test/integration/fixture.h"

/* A checked fixture for a server_case, behind its own. Books 1001 to 1100; book n is by author 1001 + n % 50, and, if n is even, has a
 * subtitle, and is the sequel of n - 1. */
void open_library(void);
void close_library(void);

/* Those books, in order. */
quern_queryset *library_books(quern_session *session);

#endif
