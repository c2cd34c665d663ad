/* expression.h: what stands on one side of a lookup: a constant, or a column of this or a related object. And the one place where
 * such a tree is walked. */
#ifndef QUERN__EXPR_EXPRESSION_H
#define QUERN__EXPR_EXPRESSION_H

#include "lib/model/path.h"

#include <quern/expr.h>

/* X(NAME, member of the union that it uses) */
#define QUERN__NODES(X)   \
    X(CONSTANT, constant) \
    X(COLUMN, column)     \
    X(TRUNCATE, truncate)

typedef enum quern__node {
    QUERN__NODE_NONE = 0,
#define QUERN__NODE(NAME, member) QUERN__NODE_##NAME,
    QUERN__NODES(QUERN__NODE)
#undef QUERN__NODE
} quern__node;

typedef struct quern__expression quern__expression;
struct quern__expression {
    quern__node node;
    quern_kind kind; /* of its value, with QUERN_ARRAY */
    union {
        quern_value constant; /* sent as `kind` */
        quern__column column;
        struct {
            quern__column
                column; /* first, as as.column is: who only looks for columns need not know of the rest */
            quern_unit unit;
            const char *zone; /* of letters, digits and / _ + - : only; NULL: what is cut off has none */
        } truncate;
    } as;
};

/* What a walk does at each node. Slots may be NULL. */
typedef struct quern__visit quern__visit;
struct quern__visit {
    void (*constant)(quern__visit *visit, const quern__expression *constant);
    void (*column)(quern__visit *visit, const quern__expression *column);
    void (*truncate)(quern__visit *visit, const quern__expression *truncate); /* NULL: as a column */
};

/* Walks an expression, from left to right. */
void quern__expression_walk(const quern__expression *expression, quern__visit *visit);

static inline quern__expression quern__expression_constant(quern_value value, quern_kind kind)
{
    return (quern__expression){ .node = QUERN__NODE_CONSTANT, .kind = kind, .as.constant = value };
}

static inline quern__expression quern__expression_column(quern__column column)
{
    return (quern__expression){ .node = QUERN__NODE_COLUMN, .kind = column.field->kind, .as.column = column };
}

#endif
