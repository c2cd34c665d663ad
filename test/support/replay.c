/* replay.c: the replay harness: an allocator that fails its nth call and keeps a record of each block, and the loop around a
 * scenario. The records lie beside the blocks, not in front of them: what a scenario gets is as large as it asked for, so
 * that ASan and valgrind see overruns at both ends, and a wrong release is recognised without touching what it points to. */
#include "test/support/replay.h"

#include <check.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_LISTS = 1024, MOST_POINTS = 10000, FRESH_BYTE = 0xa5 };

typedef struct record record;

struct record {
    record *next;
    void *memory;
    size_t size;
    size_t number; /* which allocation of the run, paused ones included */
};

typedef enum pattern { ONLY_ONE, ALL_AFTER } pattern;

struct quern__replay {
    quern_allocator allocator;
    const char *name;
    quern__scenario *scenario;
    void *context;
    size_t step; /* between the allocations that fail */
    char where[80];
    char *fault; /* sizeof ((quern__replay_report *)0)->fault bytes */

    pthread_mutex_t lock; /* for all below */
    size_t fail_at;       /* which point fails; 0: none */
    pattern pattern;
    size_t points; /* allocations so far that could have failed */
    size_t failed; /* those that did */
    size_t number; /* all allocations so far */
    bool paused, stopped, harmless;
    const char *misuse; /* the first call that the allocator's contract forbids, or NULL */
    record *lists[RECORD_LISTS];
};

enum { FAULT_SIZE = sizeof((quern__replay_report *)0)->fault };

static void say(quern__replay *replay, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(quern__replay *replay, const char *format, ...)
{
    if (*replay->fault)
        return;
    char what[FAULT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    int size = snprintf(replay->fault, FAULT_SIZE, "%s: %s: ", replay->name, replay->where);
    if (size >= 0 && size < FAULT_SIZE)
        snprintf(replay->fault + size, (size_t)(FAULT_SIZE - size), "%s", what);
}

/* The place where the record of `memory` is pointed to from; *place is NULL when there is none. */
static record **find(quern__replay *replay, const void *memory)
{
    record **place = &replay->lists[((uintptr_t)memory >> 4) % RECORD_LISTS];
    while (*place && (*place)->memory != memory)
        place = &(*place)->next;
    return place;
}

static bool is_due(quern__replay *replay)
{
    replay->number++;
    if (replay->paused || replay->stopped)
        return false;
    replay->points++;
    if (!replay->fail_at || replay->points < replay->fail_at)
        return false;
    if (replay->points > replay->fail_at && replay->pattern == ONLY_ONE)
        return false;
    replay->failed++;
    return true;
}

static void misused(quern__replay *replay, const char *what)
{
    if (!replay->misuse)
        replay->misuse = what;
}

static void *allocate_locked(quern__replay *replay, size_t size)
{
    if (size == 0)
        misused(replay, "0 bytes were asked for");
    if (is_due(replay))
        return NULL;
    record *new = malloc(sizeof *new);
    void *memory = malloc(size);
    if (!new || !memory) {
        misused(replay, "the test itself ran out of memory");
        free(new);
        free(memory);
        return NULL;
    }
    memset(memory, FRESH_BYTE, size);
    record **place = find(replay, memory);
    *new = (record){ .next = *place, .memory = memory, .size = size, .number = replay->number };
    *place = new;
    return memory;
}

static bool release_locked(quern__replay *replay, void *memory)
{
    record **place = find(replay, memory);
    record *gone = *place;
    if (!gone) {
        misused(replay, "memory was released that is not its own, or was released before");
        return false;
    }
    *place = gone->next;
    free(gone->memory);
    free(gone);
    return true;
}

static void *reallocate_locked(quern__replay *replay, void *memory, size_t size)
{
    if (!memory)
        return allocate_locked(replay, size);
    const record *old = *find(replay, memory);
    if (!old) {
        misused(replay, "memory was reallocated that is not its own");
        return NULL;
    }
    void *moved = allocate_locked(replay, size);
    if (!moved)
        return NULL;
    memcpy(moved, memory, old->size < size ? old->size : size);
    release_locked(replay, memory);
    return moved;
}

static void *replay_allocate(void *context, size_t size)
{
    quern__replay *replay = context;
    pthread_mutex_lock(&replay->lock);
    void *memory = allocate_locked(replay, size);
    pthread_mutex_unlock(&replay->lock);
    return memory;
}

static void *replay_reallocate(void *context, void *memory, size_t size)
{
    quern__replay *replay = context;
    pthread_mutex_lock(&replay->lock);
    void *moved = reallocate_locked(replay, memory, size);
    pthread_mutex_unlock(&replay->lock);
    return moved;
}

static void replay_release(void *context, void *memory)
{
    quern__replay *replay = context;
    if (!memory)
        return;
    pthread_mutex_lock(&replay->lock);
    release_locked(replay, memory);
    pthread_mutex_unlock(&replay->lock);
}

/* Frees what a run left behind, and says so. */
static void sweep(quern__replay *replay)
{
    size_t blocks = 0, bytes = 0, first = SIZE_MAX, first_size = 0;
    for (size_t i = 0; i < RECORD_LISTS; i++) {
        for (record *left = replay->lists[i]; left; left = replay->lists[i]) {
            blocks++;
            bytes += left->size;
            if (left->number < first) {
                first = left->number;
                first_size = left->size;
            }
            release_locked(replay, left->memory);
        }
    }
    if (blocks)
        say(replay, "leaked %zu blocks, %zu bytes; the first is allocation %zu, %zu bytes", blocks, bytes,
            first, first_size);
}

static void begin(quern__replay *replay, size_t fail_at, pattern how)
{
    replay->fail_at = fail_at;
    replay->pattern = how;
    replay->points = replay->failed = replay->number = 0;
    replay->paused = replay->stopped = replay->harmless = false;
    replay->misuse = NULL;
}

/* One run; false when there was a fault. */
static bool run_once(quern__replay *replay)
{
    bool succeeded = replay->scenario(replay, replay->context);
    if (replay->misuse)
        say(replay, "%s", replay->misuse);
    if (succeeded && replay->failed && !replay->harmless)
        say(replay, "it succeeded all the same, and did not say that this was harmless");
    if (!succeeded && !replay->failed)
        say(replay, "it reported to be out of memory when it was not");
    sweep(replay);
    return !*replay->fault;
}

static bool run_failing(quern__replay *replay, size_t fail_at, pattern how)
{
    begin(replay, fail_at, how);
    snprintf(replay->where, sizeof replay->where, "allocation %zu %sfailed", fail_at,
             how == ALL_AFTER ? "and all after it " : "");
    return run_once(replay);
}

static bool run_once_more(quern__replay *replay)
{
    size_t size = strlen(replay->where);
    snprintf(replay->where + size, sizeof replay->where - size, ", in the run after that");
    begin(replay, 0, ONLY_ONE);
    return run_once(replay);
}

/* All runs of a pattern; gives how many points were failed. */
static size_t run_pattern(quern__replay *replay, pattern how)
{
    size_t points = 0;
    for (size_t fail_at = 1; fail_at <= MOST_POINTS; fail_at += replay->step, points++) {
        if (!run_failing(replay, fail_at, how))
            return points + 1;
        if (!replay->failed)
            return points;
        if (!replay->stopped && !run_once_more(replay))
            return points + 1;
    }
    say(replay, "it comes to no end");
    return MOST_POINTS;
}

const quern_allocator *quern__replay_allocator(quern__replay *replay)
{
    return &replay->allocator;
}

static void set(quern__replay *replay, bool *flag, bool value)
{
    pthread_mutex_lock(&replay->lock);
    *flag = value;
    pthread_mutex_unlock(&replay->lock);
}

void quern__replay_stop_failing(quern__replay *replay)
{
    set(replay, &replay->stopped, true);
}

void quern__replay_pause(quern__replay *replay)
{
    set(replay, &replay->paused, true);
}

void quern__replay_resume(quern__replay *replay)
{
    set(replay, &replay->paused, false);
}

void quern__replay_harmless(quern__replay *replay)
{
    set(replay, &replay->harmless, true);
}

bool quern__replay_failed(quern__replay *replay)
{
    pthread_mutex_lock(&replay->lock);
    bool failed = replay->failed > 0;
    pthread_mutex_unlock(&replay->lock);
    return failed;
}

const char *quern__replay_where(const quern__replay *replay)
{
    return replay->where;
}

static quern__replay_report try(size_t step, const char *name, quern__scenario *scenario, void *context)
{
    quern__replay_report report = { .points = 0 };
    quern__replay replay = {
        .name = name, .scenario = scenario, .context = context, .fault = report.fault, .step = step
    };
    replay.allocator = (quern_allocator){ .allocate = replay_allocate,
                                          .reallocate = replay_reallocate,
                                          .release = replay_release,
                                          .context = &replay };
    pthread_mutex_init(&replay.lock, NULL);
    report.points = run_pattern(&replay, ONLY_ONE);
    if (!*report.fault)
        run_pattern(&replay, ALL_AFTER);
    pthread_mutex_destroy(&replay.lock);
    return report;
}

quern__replay_report quern__replay_try(const char *name, quern__scenario *scenario, void *context)
{
    return try(1, name, scenario, context);
}

size_t quern__replay_run(const char *name, quern__scenario *scenario, void *context)
{
    return quern__replay_every(1, name, scenario, context);
}

size_t quern__replay_every(size_t step, const char *name, quern__scenario *scenario, void *context)
{
    quern__replay_report report = try(step, name, scenario, context);
    if (*report.fault)
        ck_abort_msg("replay %s", report.fault);
    printf("replay %s: %zu allocation points failed\n", name, report.points);
    fflush(stdout);
    return report.points;
}
