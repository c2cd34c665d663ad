/* drive.h: to drive PostgreSQL's backend through its slots as quern does, and to read what came as one line of text. */
#ifndef QUERN__TEST_UNIT_POSTGRES_DRIVE_H
#define QUERN__TEST_UNIT_POSTGRES_DRIVE_H

#include <quern/backend/backend.h>

enum { DRIVE_PATIENCE_MS = 20000 };

/* A connection; a test fails when there is none. */
quern_link *drive_open(const char *uri);

/* Tries to connect; true when that worked, and then the connection is closed again. */
bool drive_opens(const char *uri, int32_t timeout_ms, quern_error *error);

void drive_submit(quern_link *link, const char *sql, bool sync);
void drive_submit_values(quern_link *link, const char *sql, size_t count, const quern_value *values,
                         const quern_kind *kinds, bool sync);

/* The next event, with steps and polls as they are needed; a test fails when that takes too long. */
void drive_next(quern_link *link, quern_event *event);

/* All events up to the `units`th SYNCED, or LOST: "columns id,title; row 1,NULL; done 1; failed 42601; skipped; synced; lost
 * 57P01". Cells are written as they come: ask for texts. Lives until the next call. */
const char *drive_read(quern_link *link, int units);

/* Submits a unit of one statement and reads it. */
const char *drive(quern_link *link, const char *sql);

/* What the only column of the only row of a statement has in it; a test fails when it is another. Lives as drive_read's. */
const char *drive_text(quern_link *link, const char *sql);

/* Sends what is to be sent; true when the connection can be read within `wait_ms`. */
bool drive_readable(quern_link *link, int wait_ms);

quern_link_info drive_info(quern_link *link);
void drive_close(quern_link *link);
int64_t drive_now_ms(void);

/* What this process holds of memory, in megabytes; a test fails when that has grown by more. */
long drive_memory(void);
void drive_grew_less(long before, long megabytes);

#endif
