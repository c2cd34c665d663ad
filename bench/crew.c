/* crew.c: see crew.h. */
#include "crew.h"

#include "bench.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct member {
    crew *crew;
    size_t number;
    pthread_t thread;
    bool done;
} member;

struct crew {
    pthread_barrier_t begin, end;
    size_t count;
    crew_work *work; /* NULL: go home */
    void *context;
    uint64_t operations;
    member members[];
};

static void *live(void *argument)
{
    member *m = argument;
    for (;;) {
        pthread_barrier_wait(&m->crew->begin);
        if (!m->crew->work)
            return NULL;
        m->done = m->crew->work(m->crew->context, m->number, m->crew->operations / m->crew->count);
        pthread_barrier_wait(&m->crew->end);
    }
}

crew *crew_open(size_t threads)
{
    crew *c = calloc(1, sizeof *c + threads * sizeof *c->members);
    if (!c) {
        bench_fail("out of memory");
        return NULL;
    }
    c->count = threads;
    pthread_barrier_init(&c->begin, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&c->end, NULL, (unsigned)threads + 1);
    for (size_t i = 0; i < threads; i++) {
        c->members[i] = (member){ .crew = c, .number = i };
        if (pthread_create(&c->members[i].thread, NULL, live, &c->members[i]) != 0) {
            bench_fail("no thread"); /* those that there are wait for ever, until the program ends */
            return NULL;
        }
    }
    return c;
}

bool crew_run(crew *c, crew_work *work, void *context, uint64_t operations)
{
    bool done = true;
    c->work = work;
    c->context = context;
    c->operations = operations;
    pthread_barrier_wait(&c->begin);
    pthread_barrier_wait(&c->end);
    for (size_t i = 0; i < c->count; i++)
        done = done && c->members[i].done;
    return done;
}

void crew_close(crew *c)
{
    if (!c)
        return;
    c->work = NULL;
    pthread_barrier_wait(&c->begin);
    for (size_t i = 0; i < c->count; i++)
        pthread_join(c->members[i].thread, NULL);
    pthread_barrier_destroy(&c->begin);
    pthread_barrier_destroy(&c->end);
    free(c);
}
