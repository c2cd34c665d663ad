/* taken.c: results that were taken from their sessions. They lie in the db's memory, so it cannot go before them. */
#include "lib/db/db.h"

/* The memory goes under the lock: once quern_close sees no result, the allocator may go too. */
static void give_back(quern__taken *taken, void (*release)(quern__taken *taken))
{
    quern_db *db = taken->owner;
    quern__db_lock(db);
    if (taken->previous)
        taken->previous->next = taken->next;
    else
        db->taken = taken->next;
    if (taken->next)
        taken->next->previous = taken->previous;
    db->taken_count--;
    release(taken);
    if (!quern__db_forked(db))
        pthread_cond_broadcast(&db->closed);
    quern__db_unlock(db);
}

void quern__db_take(quern_session *session, quern__taken *taken)
{
    quern_db *db = session->owner;
    taken->owner = db;
    taken->give_back = give_back;
    quern__db_lock(db);
    taken->next = db->taken;
    if (db->taken)
        db->taken->previous = taken;
    db->taken = taken;
    db->taken_count++;
    quern__db_unlock(db);
}
