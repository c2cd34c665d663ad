/* lock.c: the lock of a db, which a forked child must not touch. */
#include "lib/db/db.h"

bool quern__db_forked(const quern_db *db)
{
    return quern__process_forked(&db->process);
}

void quern__db_lock(quern_db *db)
{
    if (!quern__db_forked(db))
        pthread_mutex_lock(&db->lock);
}

void quern__db_unlock(quern_db *db)
{
    if (!quern__db_forked(db))
        pthread_mutex_unlock(&db->lock);
}
