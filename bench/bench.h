/* bench.h: how the programs of this folder measure and what they print.
 *
 * Machines are noisy, so nothing is timed once. Both sides of a comparison run in the same process, in blocks that alternate; each
 * round has two blocks of either side. The ratio is the median of the rounds' ratios, with its 95 % interval; and each side is compared
 * with itself, block by block, in the same rounds: where that is not one, the machine is too noisy for a verdict. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_ROUNDS = 200 }; /* that a verdict needs */

/* What the program was asked for. */
typedef struct bench_run {
    bool tiny;        /* sizes for a self-check, which says nothing about time */
    bool rows_only;   /* no header: others print rows below it too */
    unsigned rounds;  /* of each comparison */
    const char *work; /* only this one; NULL: all */
    const char *
        side; /* with `work`: "quern" or "hand", run once for `operations`, to be counted from outside; NULL: compare */
    uint64_t operations;
} bench_run;

/* One side: does the work so many times. False when something is wrong, which it has told on stderr. */
typedef bool bench_side(void *context, uint64_t operations);

typedef struct bench_comparison {
    const char *key;  /* one word, for the option -w */
    const char *name; /* for people */
    bench_side *quern;
    bench_side *hand; /* NULL: there is nothing to compare with */
    void *context;
    uint64_t operations; /* of a block */
    unsigned repeat;     /* so many times the rounds asked for, where blocks are short; default 1 */
    uint64_t parts;      /* that an operation's time is told for, its rows; default 1 */
    double ratio;        /* at most, to be reached; 0: none */
    double nanoseconds;  /* at most, for a part, to be reached; 0: none */
    double
        more; /* nanoseconds at most that a part may take more than by hand; 0: none. The table has the difference then */
} bench_comparison;

/* Reads the options, and prints the table's header. False: they are wrong, and usage was printed. */
bool bench_begin(int argc, char **argv, bench_run *run);

bool bench_read(int argc, char **argv, bench_run *run); /* the options alone */

/* Whether this work is wanted. */
bool bench_wants(const bench_run *run, const char *key);

/* Compares, and prints a row; or runs the one side that is wanted, and prints nothing. False on failure. */
bool bench_compare(const bench_run *run, const bench_comparison *comparison);

/* A row of a figure that is counted, not timed: "" for what there is not. Nothing when a side is to be counted from outside. */
void bench_figure(const bench_run *run, const char *name, const char *quern, const char *hand,
                  const char *bound, const char *verdict);

/* Calls the side; counters from outside are told to count what happens in this function. */
bool bench_measured(bench_side *side, void *context, uint64_t operations);

/* Nanoseconds of a clock that never jumps. */
uint64_t bench_now(void);

/* The URI of QUERN_TEST_URL, without the server's log of statements where the user may switch that off. NULL without one: told. */
const char *bench_uri(void);

/* Bytes of memory that the process has now; 0 where that cannot be known. */
size_t bench_resident(void);

/* The next of a sequence of numbers from 1 to `most` that looks random, and is the same in each run. */
int64_t bench_next(uint64_t *state, int64_t most);

/* Prints a complaint on stderr; false. */
bool bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
