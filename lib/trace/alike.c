/* alike.c: statements of a log that are like each other. Digests tell what is not the same SQL, and the text what is; of values there
 * are digests alone (doc/decisions/028). */
#include "lib/trace/log.h"

#include <string.h>

bool quern__log_compares(const quern__log_entry *entry)
{
    switch (entry->query.origin) {
    case QUERN_ORIGIN_QUERY:
    case QUERN_ORIGIN_LAZY:
    case QUERN_ORIGIN_OWN:
    case QUERN_ORIGIN_PREFETCH:
    case QUERN_ORIGIN_WRITE:
        return entry->query.rows >= 0 || entry->query.failure;
    case QUERN_ORIGIN_STREAM:
    case QUERN_ORIGIN_TRANSACTION:
    case QUERN_ORIGIN_SCHEMA:
    case QUERN_ORIGIN_TYPE:
    case QUERN_ORIGIN_EXPLAIN:
        break;
    }
    return false;
}

static int order(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int quern__log_compare(const quern__log_entry *a, const quern__log_entry *b, bool values)
{
    int by = order(a->sql_digest, b->sql_digest);
    if (!by)
        by = strcmp(a->query.sql, b->query.sql);
    return by || !values ? by : order(a->values_digest, b->values_digest);
}

int64_t quern__log_alike(const quern__log *log, int64_t number, bool values)
{
    int64_t alike = 0;
    const quern__log_entry *entry = quern__log_entry_at(log, number < 0 ? number + log->count + 1 : number);
    if (!entry || !quern__log_compares(entry))
        return 0;
    for (int64_t at = log->count > log->size ? log->count - log->size + 1 : 1; at <= log->count; at++) {
        const quern__log_entry *other = quern__log_entry_at(log, at);
        alike += other && quern__log_compares(other) && quern__log_compare(entry, other, values) == 0;
    }
    return alike;
}
