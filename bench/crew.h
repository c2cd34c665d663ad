/* crew.h: threads that wait between the blocks of a measurement, so that starting them is no part of it. */
#ifndef BENCH_CREW_H
#define BENCH_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct crew crew;

/* What a thread does: its share of the operations. `number` is the thread's, from 0. */
typedef bool crew_work(void *context, size_t number, uint64_t operations);

/* NULL: told on stderr. */
crew *crew_open(size_t threads);

/* All threads do the work at once; false when one of them failed. */
bool crew_run(crew *c, crew_work *work, void *context, uint64_t operations);

void crew_close(crew *c);

#endif
