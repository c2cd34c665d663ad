/* pool.h: what a db's pool of connections, and its cache of statements, are doing: for metrics, and for finding out what a daemon
 * waits for. Does not evaluate. Any thread. */
#ifndef QUERN_POOL_H
#define QUERN_POOL_H

#include <quern/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Numbers of a pool. Those of now come first; the rest count since quern_open, and only grow. Fields are only ever added at the
 * end. */
typedef struct quern_pool_counts {
    uint32_t max, min;     /* .pool_max and .pool_min */
    uint32_t lent;         /* connections in the hands of sessions */
    uint32_t idle;         /* ready to be lent */
    uint32_t opening;      /* being connected */
    uint32_t closing;      /* being cancelled or closed */
    uint32_t waiting;      /* sessions that wait for a turn */
    uint32_t most_lent;    /* at once */
    uint32_t most_waiting; /* at once */
    uint32_t reserved;
    uint64_t borrowed;            /* turns that got a connection */
    uint64_t waited;              /* of these, those that had to wait */
    int64_t waited_microseconds;  /* by all of them together */
    int64_t longest_microseconds; /* by one of them */
    uint64_t timed_out;           /* turns that got none in time */
    uint64_t overflowed;          /* refused: .waiting_max were waiting already */
    uint64_t interlocked;         /* refused: the thread itself held a connection through another session */
    uint64_t connected;
    uint64_t connect_failed;
    uint64_t closed_idle;   /* after .idle_ms */
    uint64_t closed_old;    /* after .lifetime_ms */
    uint64_t closed_dead;   /* the server had closed it, or it did not answer, while nobody had it */
    uint64_t closed_broken; /* given up by a session, with what ran on it */
    uint64_t pinged;        /* asked while idle whether they are there */
    uint64_t held_long;     /* warnings of .held_ms */
} quern_pool_counts;

/* Writes them to *out: `size` bytes of it, as many as the program's header knows. False, and zeros, for a db that could not be
 * opened, and in a child process forked since. Never waits for more than the pool's lock. Macro: quern_pool_stats(db, &counts). */
QUERN_API bool quern_pool_stats(quern_db *db, quern_pool_counts *out,
                                size_t size QUERN__OR(sizeof(quern_pool_counts)));

/* Numbers of the cache of statements that querysets became: one for each shape, which is all of a queryset but its values. */
typedef struct quern_cache_counts {
    uint64_t kept; /* now */
    uint64_t most; /* .cache_max */
    uint64_t hits, misses, evicted;
} quern_cache_counts;

/* Writes them to *out, as quern_pool_stats does. Macro: quern_cache_stats(db, &counts). */
QUERN_API bool quern_cache_stats(quern_db *db, quern_cache_counts *out,
                                 size_t size QUERN__OR(sizeof(quern_cache_counts)));

#ifndef __cplusplus
#define quern_pool_stats(db, out) (quern_pool_stats)((db), (out), sizeof(quern_pool_counts))
#define quern_cache_stats(db, out) (quern_cache_stats)((db), (out), sizeof(quern_cache_counts))
#endif

#ifdef __cplusplus
}
#endif

#endif
