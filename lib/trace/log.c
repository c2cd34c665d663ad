/* log.c: the ring of the latest statements. Statement n lies at (n - 1) % size, and each place keeps the memory of its texts,
 * so that a log which has come round once allocates no more. What a place can keep is bounded, whatever the statements are. */
#include "lib/trace/log.h"

#include "lib/base/clock.h"
#include "lib/base/digest.h"

#include <string.h>

/* All of it, or as many whole characters as fit, and "…". */
static void put_cut(quern__text *to, const char *text, size_t size)
{
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

/* One place of the ring may have had the statement that is put there now, as in a loop, or the place before it. */
static void put_sql(quern__log *log, quern__log_entry *entry, const char *sql, uint64_t text)
{
    const quern__log_entry *before = entry > log->ring ? entry - 1 : entry + log->size - 1;
    if (text && entry->text == text && !entry->sql.broken)
        return;
    const size_t size = strlen(sql);
    quern__text_clear(&entry->sql);
    put_cut(&entry->sql, sql, size);
    entry->sql_digest =
        text && before->text == text ? before->sql_digest : quern__digest_bytes(log->seed, sql, size);
    entry->text = text;
}

/* Copies the texts; an entry without them is no entry. */
static void remember(quern__log *log, const quern_query *query, uint64_t text, uint64_t values_digest)
{
    quern__log_entry *entry = log->next;
    log->next = entry + 1 < log->ring + log->size ? entry + 1 : log->ring;
    entry->sql.allocator = entry->parameters.allocator = entry->plan.allocator = entry->passed_by.allocator =
        log->allocator;
    put_sql(log, entry, query->sql, text);
    quern__text_clear(&entry->parameters);
    entry->values_digest = values_digest;
    entry->query = *query;
    entry->query.sql = quern__text_get(&entry->sql);
    entry->query.plan = NULL;
    if (query->parameters) {
        quern__text_put(&entry->parameters, query->parameters);
        entry->query.parameters = quern__text_get(&entry->parameters);
    }
    if (query->passed_by) {
        quern__text_clear(&entry->passed_by);
        quern__text_put(&entry->passed_by, query->passed_by);
        entry->query.passed_by = entry->passed_by.broken ? "" : quern__text_get(&entry->passed_by);
    }
    entry->query.number = entry->sql.broken || entry->parameters.broken ? 0 : log->count;
}

void quern__log_open(quern__log *log, const quern_allocator *allocator, uint32_t size)
{
    *log = (quern__log){ .allocator = allocator, .size = size, .opened = quern__clock_now() };
    log->seed = quern__digest_mix((uint64_t)log->opened, (uint64_t)(uintptr_t)log);
}

void quern__log_close(quern__log *log)
{
    for (uint32_t i = 0; log->ring && i < log->size; i++) {
        if (!log->ring[i].sql.allocator)
            continue;
        quern__text_close(&log->ring[i].sql);
        quern__text_close(&log->ring[i].parameters);
        quern__text_close(&log->ring[i].plan);
        quern__text_close(&log->ring[i].passed_by);
    }
    quern__release(log->allocator, log->ring);
    log->ring = NULL;
}

void quern__log_reset(quern__log *log)
{
    quern__log_close(log);
    quern__log_open(log, log->allocator, log->size);
}

static void sum(quern_query_totals *totals, const quern_query *query)
{
    if (query->origin == QUERN_ORIGIN_EXPLAIN) {
        totals->explaining++;
        return;
    }
    totals->statements++;
    totals->failed += query->failure != QUERN_OK;
    totals->slow += query->slow;
    totals->rows += query->rows > 0 ? query->rows : 0;
    totals->bytes += query->bytes;
    totals->waited_microseconds += query->waited_microseconds;
    totals->elapsed_microseconds += query->elapsed_microseconds;
    totals->server_microseconds += query->server_microseconds;
    totals->passed_by += query->passed_by != NULL;
}

static void make_ring(quern__log *log)
{
    log->ring = quern__allocate_zeroed(log->allocator, log->size, sizeof *log->ring);
    if (log->ring)
        log->next = &log->ring[(uint64_t)(log->count - 1) % log->size];
}

void quern__log_add_named(quern__log *log, const quern_query *query, uint64_t text, uint64_t values_digest)
{
    log->count++;
    sum(&log->totals, query);
    if (!log->ring && log->size)
        make_ring(log);
    if (log->ring)
        remember(log, query, text, values_digest);
}

void quern__log_add(quern__log *log, const quern_query *query, uint64_t values_digest)
{
    quern__log_add_named(log, query, 0, values_digest);
}

static quern__log_entry *find(const quern__log *log, int64_t number)
{
    if (number <= 0 || number > log->count || !log->ring)
        return NULL;
    quern__log_entry *entry = &log->ring[(uint64_t)(number - 1) % log->size];
    return entry->query.number == number ? entry : NULL;
}

void quern__log_explain(quern__log *log, int64_t number, const char *plan)
{
    quern__log_entry *entry = find(log, number);
    if (!entry)
        return;
    quern__text_clear(&entry->plan);
    put_cut(&entry->plan, plan, strlen(plan));
    entry->query.plan = entry->plan.broken ? NULL : quern__text_get(&entry->plan);
}

const quern__log_entry *quern__log_entry_at(const quern__log *log, int64_t number)
{
    return find(log, number);
}

/* As the program counts: from the end, too. */
static const quern__log_entry *find_counted(const quern__log *log, int64_t number)
{
    return find(log, number < 0 ? number + log->count + 1 : number);
}

const quern_query *quern__log_at(const quern__log *log, int64_t number)
{
    const quern__log_entry *entry = find_counted(log, number);
    return entry ? &entry->query : NULL;
}
