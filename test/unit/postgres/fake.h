/* fake.h: a server that speaks PostgreSQL's protocol as a test tells it to, for all that a real one does seldom or never. It
 * serves one connection, on a free port of this machine, in a thread of its own. */
#ifndef QUERN__TEST_UNIT_POSTGRES_FAKE_H
#define QUERN__TEST_UNIT_POSTGRES_FAKE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct fake fake;

/* What it does, step by step, after it has let the client in:
 *   "?S"         waits for a Sync, or whatever message is named by the letter
 *   "Z"          sends ReadyForQuery, outside a transaction
 *   "1", "2"     ParseComplete, BindComplete
 *   "T"          describes a row of one column "n", a text;  "T 20" of the type with that number
 *   "D text"     a row
 *   "C tag"      CommandComplete
 *   "E 57P01"    a FATAL of that SQLSTATE;  "e 22012" an ERROR;  "e" an ERROR without an SQLSTATE
 *   "N 57P02"    a WARNING
 *   "R 3"        asks for a password
 *   "A 7000"     a notification of that many bytes
 *   "G"          a message whose length cannot be
 *   "x 500"      repeats the step that follows, so many times
 *   "wait"       until fake_go
 *   "close"      closes the connection;  so does the end of the list, when the client has
 * A list that begins with "E …" or "R …" refuses the client, or asks it, instead of letting it in. */
fake *fake_start(const char *const *steps);
const char *fake_uri(const fake *server);
void fake_go(fake *server);

/* Waits until the connection is closed. The types of the messages that came, in order: "PBDESX". Frees. */
const char *fake_stop(fake *server);

#endif
