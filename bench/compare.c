/* compare.c: alternating blocks, their ratios, and the table. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The blocks of a round, two of either side; without a second side these are the first side's as well. */
enum { QUERN_1 = 0, HAND_1, QUERN_2, HAND_2, BLOCKS };

typedef struct ratio {
    double median, low, high; /* with its 95 % interval */
} ratio;

typedef struct outcome {
    double quern, hand; /* nanoseconds for a part */
    ratio between, quern_itself, hand_itself;
    ratio more; /* nanoseconds for a part, no ratio */
} outcome;

/* ---- Measuring ---- */

/* Not to be inlined: counters are told to count what happens inside of it. */
__attribute__((noinline)) bool bench_measured(bench_side *side, void *context, uint64_t operations)
{
    return side(context, operations);
}

static bool time_block(bench_side *side, const bench_comparison *c, double *nanoseconds)
{
    const uint64_t began = bench_now();
    if (!side(c->context, c->operations))
        return false;
    *nanoseconds = (double)(bench_now() - began);
    return true;
}

/* Each round begins with another block, so that none is always the one behind the same other. */
static bool time_round(const bench_comparison *c, unsigned round, double *const blocks[BLOCKS])
{
    static const unsigned char orders[][BLOCKS] = {
        { QUERN_1, HAND_1, QUERN_2, HAND_2 },
        { HAND_1, QUERN_1, HAND_2, QUERN_2 },
        { QUERN_2, HAND_2, QUERN_1, HAND_1 },
        { HAND_2, QUERN_2, HAND_1, QUERN_1 },
    };
    const unsigned char *order = orders[round % (sizeof orders / sizeof *orders)];
    for (size_t i = 0; i < BLOCKS; i++) {
        const bool quern = order[i] == QUERN_1 || order[i] == QUERN_2 || !c->hand;
        if (!time_block(quern ? c->quern : c->hand, c, &blocks[order[i]][round]))
            return false;
    }
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, unsigned count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static double root(double x)
{
    double guess = x;
    for (int i = 0; i < 30; i++)
        guess = (guess + x / guess) / 2;
    return guess;
}

/* The interval of a median is between two of the values in their order, whatever their distribution: the binomial one, by its normal
 * approximation, says which. */
static ratio summarise(double *ratios, unsigned count)
{
    ratio result = { .median = median(ratios, count) };
    const double half = 1.96 * root((double)count) / 2;
    const double low = (double)count / 2 - half, high = (double)count / 2 + half;
    result.low = ratios[low > 0 ? (unsigned)low : 0];
    result.high = ratios[high < (double)count - 1 ? (unsigned)high + 1 : count - 1];
    return result;
}

static void conclude(const bench_comparison *c, unsigned rounds, double *const blocks[BLOCKS], double *ratios,
                     outcome *out)
{
    for (unsigned i = 0; i < rounds; i++)
        ratios[i] = (blocks[QUERN_1][i] + blocks[QUERN_2][i]) / (blocks[HAND_1][i] + blocks[HAND_2][i]);
    out->between = summarise(ratios, rounds);
    for (unsigned i = 0; i < rounds; i++)
        ratios[i] = blocks[QUERN_2][i] / blocks[QUERN_1][i];
    out->quern_itself = summarise(ratios, rounds);
    for (unsigned i = 0; i < rounds; i++)
        ratios[i] = blocks[HAND_2][i] / blocks[HAND_1][i];
    out->hand_itself = summarise(ratios, rounds);
    const double parts = (double)c->operations * (double)(c->parts ? c->parts : 1);
    for (unsigned i = 0; i < rounds; i++)
        ratios[i] =
            (blocks[QUERN_1][i] + blocks[QUERN_2][i] - blocks[HAND_1][i] - blocks[HAND_2][i]) / 2 / parts;
    out->more = summarise(ratios, rounds);
    out->quern = median(blocks[QUERN_1], rounds) / parts;
    out->hand = median(blocks[HAND_1], rounds) / parts;
}

static bool measure(const bench_comparison *c, unsigned rounds, outcome *out)
{
    double *memory = malloc((BLOCKS + 1) * (size_t)rounds * sizeof *memory);
    if (!memory)
        return bench_fail("out of memory");
    double *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = memory + i * rounds;
    double warm;
    bool done = time_block(c->quern, c, &warm) && (!c->hand || time_block(c->hand, c, &warm));
    for (unsigned i = 0; i < rounds && done; i++)
        done = time_round(c, i, blocks);
    if (done)
        conclude(c, rounds, blocks, memory + BLOCKS * (size_t)rounds, out);
    free(memory);
    return done;
}

/* ---- Verdicts ---- */

static bool is_one(const ratio *itself)
{
    return itself->low >= 0.97 && itself->high <= 1.03;
}

static const char *against(const ratio *value, double bound)
{
    return value->high <= bound ? "reached" : value->low > bound ? "missed" : "too close to tell";
}

static const char *verdict(const bench_comparison *c, unsigned rounds, const outcome *o)
{
    const ratio time = { o->quern, o->quern, o->quern };
    if (!c->ratio && !c->nanoseconds && !c->more)
        return "";
    if (rounds < BENCH_ROUNDS)
        return "too few blocks";
    if (!is_one(&o->quern_itself) || (c->hand && !is_one(&o->hand_itself)))
        return "not resolvable";
    return c->more    ? against(&o->more, c->more)
           : c->ratio ? against(&o->between, c->ratio)
                      : against(&time, c->nanoseconds);
}

/* ---- The table ---- */

enum { NAME = 52, FIGURE = 11, RATIO = 7, INTERVAL = 14, BOUND = 10 };

/* Columns are counted in characters, not in bytes. */
static void put(const char *text, int width, bool right)
{
    int size = 0;
    for (const char *at = text; *at; at++)
        size += ((unsigned char)*at & 0xc0) != 0x80;
    const int blanks = width > size ? width - size : 0;
    printf("%*s%s%*s  ", right ? blanks : 0, "", text, right ? 0 : blanks, "");
}

static void put_row(const char *name, const char *const figures[6], const char *last)
{
    static const int widths[6] = { FIGURE, FIGURE, RATIO, INTERVAL, INTERVAL, BOUND };
    put(name, NAME, false);
    for (size_t i = 0; i < 6; i++)
        put(figures[i], widths[i], true);
    puts(last);
    fflush(stdout);
}

static void put_header(void)
{
    put_row("", (const char *const[6]){ "quern", "by hand", "ratio", "95 % interval", "itself", "to reach" },
            "");
}

typedef struct text {
    char bytes[40];
} text;

static text time_text(double nanoseconds)
{
    text t;
    if (nanoseconds < 1e3)
        snprintf(t.bytes, sizeof t.bytes, "%.0f ns", nanoseconds);
    else if (nanoseconds < 1e6)
        snprintf(t.bytes, sizeof t.bytes, "%.2f µs", nanoseconds / 1e3);
    else
        snprintf(t.bytes, sizeof t.bytes, "%.2f ms", nanoseconds / 1e6);
    return t;
}

static text interval_text(const ratio *value)
{
    text t;
    snprintf(t.bytes, sizeof t.bytes, "%.3f to %.3f", value->low, value->high);
    return t;
}

static text difference_text(const ratio *value)
{
    text t;
    snprintf(t.bytes, sizeof t.bytes, "%.0f to %.0f ns", value->low, value->high);
    return t;
}

static text bound_text(const bench_comparison *c)
{
    text t = { "" };
    if (c->more)
        snprintf(t.bytes, sizeof t.bytes, "≤ +%.0f ns", c->more);
    else if (c->ratio)
        snprintf(t.bytes, sizeof t.bytes, "≤ %.2f", c->ratio);
    else if (c->nanoseconds)
        snprintf(t.bytes, sizeof t.bytes, "≤ %.30s", time_text(c->nanoseconds).bytes);
    return t;
}

/* Of the two sides' ratios to themselves that which is further from one. */
static const ratio *worse(const ratio *a, const ratio *b)
{
    const double x = a->high - 1 > 1 - a->low ? a->high - 1 : 1 - a->low;
    const double y = b->high - 1 > 1 - b->low ? b->high - 1 : 1 - b->low;
    return x > y ? a : b;
}

static void put_outcome(const bench_comparison *c, unsigned rounds, const outcome *o)
{
    char between[40] = "";
    if (c->more)
        snprintf(between, sizeof between, "%+.0f", o->more.median);
    else if (c->hand)
        snprintf(between, sizeof between, "%.3f", o->between.median);
    const text quern = time_text(o->quern), hand = time_text(o->hand),
               interval = c->more ? difference_text(&o->more) : interval_text(&o->between),
               itself = interval_text(c->hand ? worse(&o->quern_itself, &o->hand_itself) : &o->quern_itself),
               bound = bound_text(c);
    put_row(c->name,
            (const char *const[6]){ quern.bytes, c->hand ? hand.bytes : "", between,
                                    c->hand ? interval.bytes : "", itself.bytes, bound.bytes },
            verdict(c, rounds, o));
}

bool bench_compare(const bench_run *run, const bench_comparison *c)
{
    outcome o = { .quern = 0 };
    if (!bench_wants(run, c->key))
        return true;
    if (run->side) {
        bench_side *side = strcmp(run->side, "hand") == 0 ? c->hand : c->quern;
        if (!side)
            return bench_fail("%s has no side %s", c->key, run->side);
        return side(c->context, 10) && bench_measured(side, c->context, run->operations);
    }
    const unsigned rounds = run->rounds * (c->repeat && !run->tiny ? c->repeat : 1);
    if (!measure(c, rounds, &o))
        return false;
    put_outcome(c, rounds, &o);
    return true;
}

void bench_figure(const bench_run *run, const char *name, const char *quern, const char *hand,
                  const char *bound, const char *verdict)
{
    if (!run->side)
        put_row(name, (const char *const[6]){ quern, hand, "", "", "", bound }, verdict);
}

bool bench_begin(int argc, char **argv, bench_run *run)
{
    if (!bench_read(argc, argv, run))
        return false;
    if (!run->rows_only && !run->side)
        put_header();
    return true;
}
