/* log.c: the ring of the latest statements. Statement n lies at (n - 1) % size, and each place keeps the memory of its text,
 * so that a log which has come round once allocates no more. */
#include "lib/trace/log.h"

/* Copies the text; an entry without it is no entry. */
static void remember(quern__log *log, const quern_query *query)
{
    quern__log_entry *entry = &log->ring[(uint64_t)(log->count - 1) % log->size];
    entry->sql.allocator = log->allocator;
    quern__text_clear(&entry->sql);
    quern__text_put(&entry->sql, query->sql);
    entry->query = *query;
    entry->query.sql = quern__text_get(&entry->sql);
    entry->query.number = entry->sql.broken ? 0 : log->count;
}

void quern__log_open(quern__log *log, const quern_allocator *allocator, uint32_t size)
{
    *log = (quern__log){ .allocator = allocator, .size = size };
}

void quern__log_close(quern__log *log)
{
    for (uint32_t i = 0; log->ring && i < log->size; i++)
        if (log->ring[i].sql.allocator)
            quern__text_close(&log->ring[i].sql);
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
