/* statistics.c: quern_cache_stats. */
#include "lib/db/db.h"

#include <quern/pool.h>

#include <string.h>

bool(quern_cache_stats)(quern_db *db, quern_cache_counts *out, size_t size)
{
    quern_cache_counts all = { .kept = 0 };
    const bool there = db && db->schema && !quern__db_forked(db);
    if (there) {
        const quern__statements_counts counts = quern__statements_count(db->statements);
        all = (quern_cache_counts){ .kept = counts.kept,
                                    .most = counts.most,
                                    .hits = counts.hits,
                                    .misses = counts.misses,
                                    .evicted = counts.evicted };
    }
    if (!out)
        return false;
    memset(out, 0, size);
    memcpy(out, &all, size < sizeof all ? size : sizeof all);
    return there;
}
