/* serverlog.h: what the server itself says has run. Our own counters could be wrong in the same way as the code that they
 * count; the log of the server is not ours. tools/with-postgres has it write all statements, each line with process id and
 * application name, into the file of QUERN_TEST_LOG. */
#ifndef QUERN__TEST_SUPPORT_SERVERLOG_H
#define QUERN__TEST_SUPPORT_SERVERLOG_H

#include <stdbool.h>
#include <stddef.h>

typedef struct quern__server_log {
    const char *path; /* NULL: there is no log */
    const char *application;
    long mark; /* where reading begins */
} quern__server_log;

/* The log of the statements of one application name (without blanks; it lives as long as the log), from now on. False where
 * there is none, as on a server of the user's own, which has been said; where QUERN_TEST_REQUIRED is set that fails the test. */
bool quern__server_log_open(quern__server_log *log, const char *application);

/* What comes after this counts. */
void quern__server_log_mark(quern__server_log *log);

/* The statements since the mark that the server has run, each on a line, as far as there is room; a server writes a statement
 * down before it answers it. Those that it refused before they ran (no such table) are not among them. *count: how many; may
 * be NULL. Lives until the next call. */
const char *quern__server_log_read(const quern__server_log *log, size_t *count);

#endif
