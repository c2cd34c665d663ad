/* chain.h: a queryset as it is described before it is built: a table of rows that the test knows, and steps. One description is
 * built into a queryset, printed, and evaluated by plain loops over the rows. */
#ifndef QUERN__TEST_QUERIES_CHAIN_H
#define QUERN__TEST_QUERIES_CHAIN_H

#include "lib/base/arena.h"
#include "lib/base/text.h"
#include "test/support/generate.h"

#include <quern/quern.h>

/* ---- Rows ---- */

typedef struct table table;

/* A column. A relation has its key's kind. */
typedef struct field {
    const char *name;
    quern_kind kind;     /* BOOL, I32, I64, F64, TEXT or TIMESTAMP */
    const table *target; /* of a relation: whose key it is; NULL: it is none */
    size_t reach;        /* of a relation: the field of the target that it holds */
} field;

/* A name that leads back over a relation, and then perhaps on over another of the same table. */
typedef struct side {
    const char *name;
    const table *back; /* whose relation it is */
    size_t field;
    size_t onward; /* another relation of it; 0: none */
    bool one;      /* it leads to one at most */
} side;

enum { MOST_FIELDS = 20, MOST_SIDES = 10, MOST_ROWS = 64, MOST_NAMES_OF_A_PATH = 3, MOST_HOPS = 6 };

/* The first field is the key. A cell is a value of its field's kind (of integers I64), or NULL. */
struct table {
    const char *name;
    const quern_model *model; /* NULL: it is no chain's root */
    size_t field_count, count;
    field fields[MOST_FIELDS];
    side sides[MOST_SIDES]; /* ended by one without a name */
    quern_value rows[MOST_ROWS][MOST_FIELDS];
};

extern table authors, books, players, clubs, topics, badges, pins, memberships;

/* Reads their rows, once, by quern's own objects; what they hold is copied into the arena. Then asks the server how it orders
 * texts: those that are there, and those that the generator uses. */
void tables_load(quern_session *session, quern__arena *arena);

/* The texts that the generator uses, ended by NULL. */
extern const char *const texts[];

/* Where a text stands among all of them. */
int64_t text_rank(const char *text);

/* ---- Chains ---- */

/* A step over a relation: the field of the table where the path is, or back to those rows of a table that have it. */
typedef struct hop {
    size_t field;
    const table *back; /* NULL: it leads ahead */
    bool many;
} hop;

/* A field of the root's row, or of one that relations lead to. */
typedef struct path {
    const char *text; /* as it is spelled */
    hop hops[MOST_HOPS];
    size_t hop_count;
    size_t field;
    bool named_by_relation; /* the last name is that of a side: the field is the key of where it leads */
    quern_kind kind;
} path;

/* A constant (op 0, `text` NULL), a field, or an operator over two. */
typedef struct expression expression;
struct expression {
    quern_kind kind;
    quern_value constant;
    path path;
    quern_op op;
    const expression *left, *right;
};

typedef struct chain chain;

typedef struct condition condition;
struct condition {
    quern_condition_op op; /* 0 ends a list */
    const condition *children;
    /* a leaf */
    expression left;
    bool spelled; /* the lookup is the path's tail */
    quern_lookup lookup;
    const expression *right; /* of in: several; of range: two; of the others one */
    size_t right_count;
    bool array;         /* several are an array, not a list */
    const chain *query; /* of in, instead of `right` */
};

typedef struct term {
    path path; /* of a random order the text alone: "?" */
    bool minus, descending;
    quern_nulls_place nulls;
} term;

#define STEPS(X) \
    X(filter)    \
    X(exclude)   \
    X(order_by) X(reverse) X(distinct) X(slice) X(values) X(only) X(defer) X(all) X(none) X(select_related)
typedef enum step_kind {
#define STEP_ID(name) STEP_##name,
    STEPS(STEP_ID)
#undef STEP_ID
} step_kind;

enum { MOST_TERMS = 4, MOST_NAMES = 5, MOST_STEPS = 12 };

typedef struct step {
    step_kind kind;
    const condition *conditions;
    size_t count;
    term terms[MOST_TERMS + 1];
    path names[MOST_NAMES];
    int64_t low, high;
} step;

struct chain {
    const table *root;
    size_t count;
    step steps[MOST_STEPS];
    bool wrong; /* one of its steps must be refused */
};

/* random.c: a chain of at most `most` steps that the seed decides, in the arena. One in ten is wrong on purpose. */
chain *chain_random(quern__random *random, quern__arena *arena, size_t most);

/* The same but for one decision, of the number `draw`: often a chain that differs in one lookup, operator, flag or value. */
chain *chain_sibling(quern__random *random, quern__arena *arena, size_t most, size_t draw);

/* The same conditions as calls of their own: one filter is cut into two, at a place that the number decides; or two that follow each
 * other become one. Itself, when there is none to cut or join. */
const chain *chain_regrouped(const chain *chain, quern__arena *arena, size_t number);

/* build.c */
quern_queryset *chain_build(const chain *chain, quern_session *session, quern__arena *arena);

/* The values that are to come for a chain's constants. */
enum { MOST_BINDINGS = 60 };
typedef struct bindings {
    quern__random random; /* decides which */
    size_t count;
    quern_named named[MOST_BINDINGS + 1]; /* ended by no name */
} bindings;

/* The same chain with parameters for most of its constants. */
quern_queryset *chain_build_wanting(const chain *chain, quern_session *session, quern__arena *arena,
                                    bindings *bindings);

/* The same, but that what the first `cut` steps give was built in a session that is closed, and shared. */
quern_queryset *chain_build_on_shared(const chain *chain, size_t cut, quern_db *db, quern_session *session,
                                      quern__arena *arena, bindings *bindings);

/* print.c: as C that would build it. */
void chain_print(const chain *chain, quern__text *out);

/* reference.c: what evaluating it gives. */
typedef struct rows {
    size_t count, width;  /* without values: the key alone */
    quern_value *outputs; /* count * width */
    size_t *group;        /* rows of one number may come in any order; ascending */
    bool open;            /* which rows there are is not decided: a slice cuts through a group */
    bool too_many;        /* it was not evaluated to its end */
    bool fault;    /* something was computed that has no result: the server may fail, or not come to it */
    bool computes; /* the server may compute of other rows too, which a join then leaves out */
} rows;
rows chain_evaluate(const chain *chain, quern__arena *arena);

/* The names of what its rows hold, and how many: none for objects. */
size_t chain_outputs(const chain *chain, const path **names);

/* The row that a step leads to from another; NULL: there is none. */
const quern_value *row_after(const table *at, const quern_value *row, const hop *hop);
const table *table_after(const table *at, const hop *hop);

/* joined.c: objects, and those that came in their rows, against the tables: that they are there, one for each row of a relation, and that
 * those of their fields are loaded that the chain asks for, and no others. */
typedef struct joined joined;
joined *joined_open(const chain *chain, quern__arena *arena);

/* What is wrong with one of the chain's objects; NULL: nothing is. */
const char *joined_fault(joined *joined, const void *object);

/* cell.c: values as the server compares and computes them. */

static inline bool cell_is_null(const quern_value *cell)
{
    return cell->kind == QUERN_KIND_NULL;
}

/* Of two that are not NULL, and of one class: less than 0, 0 or more, as strcmp. NaN is the greatest. */
int cell_compare(const quern_value *a, const quern_value *b);

/* The same, or both NULL. */
bool cell_same(const quern_value *a, const quern_value *b);

/* NULL of NULL. `*fault`: it has no result. */
quern_value cell_compute(quern_op op, const quern_value *a, const quern_value *b, bool *fault);

/* Of texts: contains, iexact, …, regex. */
bool cell_matches(quern_lookup lookup, const char *text, const char *pattern, bool *fault);

void cell_print(const quern_value *cell, quern__text *out);

#endif
