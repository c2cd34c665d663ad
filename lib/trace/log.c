/* log.c: the ring of the latest statements. Statement n lies at (n - 1) % size, and each place keeps the memory of its texts,
 * so that a log which has come round once allocates no more. What a place can keep is bounded, whatever the statements are. */
#include "lib/trace/log.h"

#include <string.h>

/* All of it, or as many whole characters as fit, and "…". */
static void put_cut(quern__text *to, const char *text)
{
    size_t size = strlen(text);
    if (size <= QUERN__LOG_SQL_MOST) {
        quern__text_put_bytes(to, text, size);
        return;
    }
    size = QUERN__LOG_SQL_MOST;
    while (((unsigned char)text[size] & 0xc0) == 0x80)
        size--;
    quern__text_put_bytes(to, text, size);
    quern__text_put(to, "…");
}

/* Copies the texts; an entry without them is no entry. */
static void remember(quern__log *log, const quern_query *query)
{
    quern__log_entry *entry = &log->ring[(uint64_t)(log->count - 1) % log->size];
    entry->sql.allocator = entry->parameters.allocator = log->allocator;
    quern__text_clear(&entry->sql);
    put_cut(&entry->sql, query->sql);
    quern__text_clear(&entry->parameters);
    entry->query = *query;
    entry->query.sql = quern__text_get(&entry->sql);
    if (query->parameters) {
        quern__text_put(&entry->parameters, query->parameters);
        entry->query.parameters = quern__text_get(&entry->parameters);
    }
    entry->query.number = entry->sql.broken || entry->parameters.broken ? 0 : log->count;
}

void quern__log_open(quern__log *log, const quern_allocator *allocator, uint32_t size)
{
    *log = (quern__log){ .allocator = allocator, .size = size };
}

void quern__log_close(quern__log *log)
{
    for (uint32_t i = 0; log->ring && i < log->size; i++) {
        if (!log->ring[i].sql.allocator)
            continue;
        quern__text_close(&log->ring[i].sql);
        quern__text_close(&log->ring[i].parameters);
    }
    quern__release(log->allocator, log->ring);
    quern__log_open(log, log->allocator, log->size);
}

void quern__log_add(quern__log *log, const quern_query *query)
{
    log->count++;
    if (!log->ring && log->size)
        log->ring = quern__allocate_zeroed(log->allocator, log->size, sizeof *log->ring);
    if (log->ring)
        remember(log, query);
}

const quern_query *quern__log_at(const quern__log *log, int64_t number)
{
    if (number < 0)
        number += log->count + 1;
    if (number <= 0 || number > log->count || !log->ring)
        return NULL;
    const quern_query *query = &log->ring[(uint64_t)(number - 1) % log->size].query;
    return query->number == number ? query : NULL;
}
