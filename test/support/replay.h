/* replay.h: proves that running out of memory, anywhere, is an ordinary error.
 *
 * A scenario is run again and again: in the first run its first allocation fails, in the second run its second, and so on
 * until a run needs no more allocations than it got. All of that twice over: only that one allocation fails; that one fails
 * and all that follow. After each run the harness looks that
 *  - the scenario gave false, for an error with QUERN_ERROR_MEMORY, or true where it said that the failure was harmless;
 *  - nothing that came from the allocator is left, and nothing was released that did not come from it;
 *  - the next call works: the scenario showed it itself, after quern__replay_stop_failing, or else it is run once more with
 *    nothing failing.
 *
 *     static bool reads_a_text(quern__replay *replay, void *context)
 *     {
 *         thing *thing = thing_open(quern__replay_allocator(replay));
 *         if (!thing)
 *             return false;
 *         bool done = thing_read(thing, context);
 *         if (!done) {
 *             ck_assert_int_eq(thing_error(thing), QUERN_ERROR_MEMORY);
 *             quern__replay_stop_failing(replay);
 *             ck_assert_msg(thing_read(thing, context), "does not work again: %s", quern__replay_where(replay));
 *         }
 *         thing_close(thing);
 *         return done;
 *     }
 *
 *     quern__replay_run("reads a text", reads_a_text, "text");
 */
#ifndef QUERN__TEST_SUPPORT_REPLAY_H
#define QUERN__TEST_SUPPORT_REPLAY_H

#include <quern/memory.h>

typedef struct quern__replay quern__replay;

/* True: all that it does succeeded. False: something reported QUERN_ERROR_MEMORY. Either way it has freed everything and
 * joined its threads. It must do the same in every run; what else goes wrong it asserts itself. */
typedef bool quern__scenario(quern__replay *replay, void *context);

/* The allocator of this run: its calls are counted, fail on demand, and are tracked. A reallocation always moves, so that
 * ASan and valgrind see who kept the old pointer, and new memory is not zeroed. Any thread. */
const quern_allocator *quern__replay_allocator(quern__replay *replay);

/* No allocation fails from here to the end of the run, and none is counted: to show that after the error the same object
 * works again. Any thread. */
void quern__replay_stop_failing(quern__replay *replay);

/* What is allocated between the two neither fails nor counts: to prepare what is not under test. Pausing twice is as pausing
 * once. Any thread. */
void quern__replay_pause(quern__replay *replay);
void quern__replay_resume(quern__replay *replay);

/* True once an allocation was failed in this run. Any thread. */
bool quern__replay_failed(quern__replay *replay);

/* The scenario may give true although an allocation was failed: it lost something that nobody needs, say a place in a cache.
 * Holds until the end of the run. */
void quern__replay_harmless(quern__replay *replay);

/* Which run this is, for messages: "allocation 3 and all after it failed". */
const char *quern__replay_where(const quern__replay *replay);

typedef struct quern__replay_report {
    size_t points;   /* how many allocations were failed, each in a run of its own, twice over */
    char fault[256]; /* what was wrong, and in which run; "" when nothing was */
} quern__replay_report;

/* Runs a scenario as told above and says what was wrong first. What leaked is freed. */
quern__replay_report quern__replay_try(const char *name, quern__scenario *scenario, void *context);

/* As quern__replay_try, but a fault fails the test that calls it. Prints "replay NAME: N allocation points failed" and gives
 * N. */
size_t quern__replay_run(const char *name, quern__scenario *scenario, void *context);

/* The same of the first allocation and every step-th after it: for what takes long and allocates much. */
size_t quern__replay_every(size_t step, const char *name, quern__scenario *scenario, void *context);

#endif
