/* pool.c: borrowing and returning, beside the shortest pool that is fair; and whether quern's is. Connections are silent ones. A pool
 * has no public name, so this looks inside of the library. */
#include "bench/bench.h"
#include "bench/crew.h"
#include "bench/hand.h"
#include "bench/silent.h"

#include "lib/base/arena.h"
#include "lib/pool/pool.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { THREADS = 8, CONNECTIONS = 4, CROWD = 40, TURNS = 5, CROWDS = 15, QUEUE = 16, HOLD = 1000000 };

typedef struct pools {
    quern__pool *quern;
    hand_pool hand;
    crew *crew;
    size_t count; /* of connections */
    int things[HAND_POOL_MOST];
} pools;

static bool borrow(quern__pool *pool, quern__interrupt *who, quern__lease *lease)
{
    const quern__turn turn = { .turn_ms = 60000, .site = "bench", .interrupt = who };
    quern_error error;
    return quern__pool_borrow(pool, &turn, lease, &error) || bench_fail("no connection");
}

static bool open_pools(pools *p, silent_backend *silent, bool can_be_polled, size_t count)
{
    static const quern__pool_options defaults = { .uri = "silent:", .connect_ms = 5000 };
    quern__pool_options options = defaults;
    quern__lease leases[HAND_POOL_MOST];
    silent_open(silent, can_be_polled, 0);
    options.backend = &silent->backend;
    options.allocator = quern_system_allocator();
    options.max = (uint32_t)count;
    *p = (pools){ .quern = quern__pool_open(&options), .count = count };
    hand_pool_open(&p->hand);
    if (!p->quern)
        return bench_fail("no pool");
    for (size_t i = 0; i < count; i++) {
        hand_pool_give(&p->hand, &p->things[i]);
        if (!borrow(p->quern, NULL, &leases[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        quern__pool_return(p->quern, &leases[i], QUERN__RETURN_CLEAN);
    return true;
}

static void close_pools(pools *p)
{
    crew_close(p->crew);
    quern__pool_close(p->quern);
    hand_pool_close(&p->hand);
}

/* ---- Speed ---- */

static bool by_quern(void *context, uint64_t operations)
{
    quern__lease lease;
    for (uint64_t i = 0; i < operations; i++) {
        if (!borrow(((pools *)context)->quern, NULL, &lease))
            return false;
        quern__pool_return(((pools *)context)->quern, &lease, QUERN__RETURN_CLEAN);
    }
    return true;
}

static bool by_hand(void *context, uint64_t operations)
{
    hand_pool *pool = &((pools *)context)->hand;
    for (uint64_t i = 0; i < operations; i++)
        hand_pool_give(pool, hand_pool_take(pool));
    return true;
}

static bool quern_member(void *context, size_t number, uint64_t operations)
{
    (void)number;
    return by_quern(context, operations);
}

static bool hand_member(void *context, size_t number, uint64_t operations)
{
    (void)number;
    return by_hand(context, operations);
}

static bool by_quern_together(void *context, uint64_t operations)
{
    return crew_run(((pools *)context)->crew, quern_member, context, operations);
}

static bool by_hand_together(void *context, uint64_t operations)
{
    return crew_run(((pools *)context)->crew, hand_member, context, operations);
}

static bool alone(const bench_run *run, bool can_be_polled)
{
    silent_backend silent;
    pools p;
    const bench_comparison c = { .key = can_be_polled ? "polled" : "alone",
                                 .name = can_be_polled ? "  with a socket that was used just now"
                                                       : "pool: borrow and return, alone",
                                 .quern = by_quern,
                                 .hand = by_hand,
                                 .context = &p,
                                 .operations = run->tiny ? 100 : 10000,
                                 .repeat = 3,
                                 .nanoseconds = can_be_polled ? 500 : 60 };
    if (!bench_wants(run, c.key))
        return true;
    const bool done = open_pools(&p, &silent, can_be_polled, CONNECTIONS) && bench_compare(run, &c);
    close_pools(&p);
    return done;
}

static bool together(const bench_run *run)
{
    silent_backend silent;
    pools p;
    const bench_comparison c = { .key = "together",
                                 .name = "pool: 8 threads on 4 connections, each pair",
                                 .quern = by_quern_together,
                                 .hand = by_hand_together,
                                 .context = &p,
                                 .operations = run->tiny ? 80 : 160000,
                                 .ratio = 1.5 };
    if (!bench_wants(run, c.key))
        return true;
    const bool done = open_pools(&p, &silent, false, CONNECTIONS) && (p.crew = crew_open(THREADS)) &&
                      bench_compare(run, &c);
    close_pools(&p);
    return done;
}

/* ---- The longest wait ---- */

typedef struct crowd {
    pools pools;
    bool quern;
    _Atomic uint64_t longest;
} crowd;

static void note_wait(crowd *c, uint64_t nanoseconds)
{
    uint64_t longest = atomic_load(&c->longest);
    while (nanoseconds > longest && !atomic_compare_exchange_weak(&c->longest, &longest, nanoseconds))
        continue;
}

static bool take_turns(void *context, size_t number, uint64_t operations)
{
    crowd *c = context;
    (void)number;
    for (uint64_t i = 0; i < operations; i++) {
        quern__lease lease;
        void *thing = NULL;
        const uint64_t asked = bench_now();
        if (!c->quern)
            thing = hand_pool_take(&c->pools.hand);
        else if (!borrow(c->pools.quern, NULL, &lease))
            return false;
        note_wait(c, bench_now() - asked);
        nanosleep(&(const struct timespec){ .tv_nsec = HOLD }, NULL);
        if (!c->quern)
            hand_pool_give(&c->pools.hand, thing);
        else
            quern__pool_return(c->pools.quern, &lease, QUERN__RETURN_CLEAN);
    }
    return true;
}

static bool longest_wait(crowd *c, bool quern, double *milliseconds)
{
    c->quern = quern;
    atomic_store(&c->longest, 0);
    const bool done = crew_run(c->pools.crew, take_turns, c, CROWD * TURNS);
    *milliseconds = (double)atomic_load(&c->longest) / 1e6;
    return done;
}

static double middle(double *values, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t at = i; at && values[at] < values[at - 1]; at--) {
            const double less = values[at];
            values[at] = values[at - 1];
            values[at - 1] = less;
        }
    return values[count / 2];
}

/* The longest of each crowd's waits, and of these the median: another program of the machine is in one crowd's way, or in two's. */
static bool longest_waits(crowd *c, size_t crowds, double *quern, double *hand)
{
    double by_quern[CROWDS], by_hand[CROWDS];
    for (size_t i = 0; i < crowds; i++)
        if (!longest_wait(c, true, &by_quern[i]) || !longest_wait(c, false, &by_hand[i]))
            return false;
    *quern = middle(by_quern, crowds);
    *hand = middle(by_hand, crowds);
    return true;
}

static bool waits(const bench_run *run)
{
    silent_backend silent;
    crowd c = { .quern = true };
    double quern, hand;
    char quern_text[40], hand_text[40];
    const double bound = 1.5 * ((CROWD - CONNECTIONS) / CONNECTIONS);
    if (!bench_wants(run, "waits"))
        return true;
    const bool done = open_pools(&c.pools, &silent, false, CONNECTIONS) &&
                      (c.pools.crew = crew_open(CROWD)) &&
                      longest_waits(&c, run->tiny ? 1 : CROWDS, &quern, &hand);
    close_pools(&c.pools);
    if (!done)
        return false;
    snprintf(quern_text, sizeof quern_text, "%.1f ms", quern);
    snprintf(hand_text, sizeof hand_text, "%.1f ms", hand);
    bench_figure(run, "pool: longest wait, 36 waiters, 4 held 1 ms each", quern_text, hand_text, "≤ 13.5 ms",
                 run->tiny        ? ""
                 : quern <= bound ? "reached"
                 : hand > bound   ? "not resolvable"
                                  : "missed");
    return true;
}

/* ---- Waiters overtaken ---- */

/* The first member holds the only connection until all others wait, who come one by one. Each is served twice; who was served when
 * is then known, since there is but one connection, and nobody may be served twice before all were once. */
typedef struct queue {
    pools pools;
    quern__interrupt names[QUEUE];
    size_t served[2 * QUEUE];
    size_t count; /* guarded by having the connection */
    atomic_bool held;
} queue;

static void nap(void)
{
    nanosleep(&(const struct timespec){ .tv_nsec = 50000 }, NULL);
}

static void wait_until_waits(queue *q, size_t number)
{
    char doing[40];
    do {
        nap();
        quern__pool_doing(q->pools.quern, &q->names[number], doing, sizeof doing);
    } while (strncmp(doing, "waits", 5) != 0);
}

static bool be_served(queue *q, size_t number)
{
    quern__lease lease;
    if (!borrow(q->pools.quern, &q->names[number], &lease))
        return false;
    q->served[q->count++] = number;
    quern__pool_return(q->pools.quern, &lease, QUERN__RETURN_CLEAN);
    return true;
}

static bool queue_up(void *context, size_t number, uint64_t operations)
{
    queue *q = context;
    quern__lease lease;
    (void)operations;
    if (number == 0) {
        if (!borrow(q->pools.quern, &q->names[0], &lease))
            return false;
        atomic_store(&q->held, true);
        wait_until_waits(q, QUEUE - 1);
        quern__pool_return(q->pools.quern, &lease, QUERN__RETURN_CLEAN);
        return true;
    }
    if (number == 1)
        while (!atomic_load(&q->held))
            nap();
    else
        wait_until_waits(q, number - 1);
    return be_served(q, number) && be_served(q, number);
}

/* Of the first QUEUE - 1 that were served each should be the next. */
static size_t count_overtaken(const queue *q)
{
    size_t overtaken = 0;
    for (size_t number = 1; number < QUEUE; number++) {
        size_t place = 0;
        while (place < q->count && q->served[place] != number)
            place++;
        overtaken += place + 1 > number;
    }
    return overtaken;
}

static bool overtaken(const bench_run *run)
{
    silent_backend silent;
    queue q = { .count = 0 };
    char text[40];
    size_t sum = 0;
    if (!bench_wants(run, "overtaken"))
        return true;
    bool done = open_pools(&q.pools, &silent, false, 1) && (q.pools.crew = crew_open(QUEUE));
    for (unsigned i = 0; i < (run->tiny ? 1U : 20U) && done; i++) {
        q.count = 0;
        atomic_store(&q.held, false);
        done = crew_run(q.pools.crew, queue_up, &q, QUEUE);
        sum += count_overtaken(&q);
    }
    close_pools(&q.pools);
    snprintf(text, sizeof text, "%zu", sum);
    bench_figure(run, "pool: waiters overtaken, of 15, 20 times", text, "", "0", sum ? "missed" : "reached");
    return done && (sum == 0 || bench_fail("a waiter was overtaken"));
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const bool done =
        alone(&run, false) && alone(&run, true) && together(&run) && waits(&run) && overtaken(&run);
    return !done;
}
