/* lines.h: what of a chain's steps counts in the end, and the lines that it gives: their order, and which are the same. */
#ifndef QUERN__TEST_QUERIES_LINES_H
#define QUERN__TEST_QUERIES_LINES_H

#include "test/queries/chain.h"

typedef struct line {
    quern_value outputs[MOST_NAMES], keys[MOST_TERMS];
} line;

/* What counts of the steps in the end. */
typedef struct folded {
    const chain *chain;
    const step *order;
    const path *names;
    size_t name_count, key_count;
    bool reversed, distinct, none;
    int64_t low, high;
} folded;

/* What a chain without values selects, to tell its rows by. */
extern const path key_path;

folded fold(const chain *chain);

/* By the order, or 0; and whether what is selected is the same. */
int compare_lines(const folded *f, const line *a, const line *b);
bool outputs_same(const folded *f, const line *a, const line *b);

/* Of what is distinct: whether the line is there already. */
bool is_double(const folded *f, const line *lines, size_t count, const line *one);

/* Whether other rows might come before `at`: rows of the same keys stand on both sides, and are not all the same. */
bool cuts(const folded *f, const line *lines, size_t count, size_t at);

#endif
