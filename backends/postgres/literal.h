/* literal.h: what the files that spell literals share. */
#ifndef QUERN__POSTGRES_LITERAL_H
#define QUERN__POSTGRES_LITERAL_H

#include "backends/postgres/link.h"

/* literal.c: the text, which has neither quotes nor backslashes, in quotes. */
void quern__pg_put_quoted(quern_writer *writer, const char *text);

/* literal_time.c: dates, times, uuids, …: what <quern/convert.h> knows the text of. In quotes, without its type. */
void quern__pg_put_formatted(quern_writer *writer, const quern_value *value);

#endif
