/* stats.c: the numbers of a db, for metrics. */
#include "lib/db/db.h"

#include <quern/pool.h>

#include <string.h>

/* A program built against an older header knows fewer numbers, one built against a newer one more. */
static void hand_out(void *out, size_t size, const void *counts, size_t known)
{
    if (!out)
        return;
    memset(out, 0, size);
    memcpy(out, counts, size < known ? size : known);
}

bool(quern_pool_stats)(quern_db *db, quern_pool_counts *out, size_t size)
{
    quern_pool_counts counts = { .max = 0 };
    const bool there = db && db->schema && quern__pool_counts(db->pool, &counts);
    hand_out(out, size, &counts, sizeof counts);
    return there;
}
