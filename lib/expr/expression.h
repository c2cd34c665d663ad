/* expression.h: what stands on one side of a lookup: a constant, a column of this or a related object, an operator over such, or a
 * queryset. And the one place where such a tree is walked. */
#ifndef QUERN__EXPR_EXPRESSION_H
#define QUERN__EXPR_EXPRESSION_H

#include "lib/model/path.h"

#include <quern/expr.h>

/* X(NAME, member of the union that it uses) */
#define QUERN__NODES(X)   \
    X(CONSTANT, constant) \
    X(COLUMN, column)     \
    X(CALL, call)         \
    X(QUERY, query)       \
    X(TRUNCATE, truncate) \
    X(PARAMETER, parameter)

typedef enum quern__node {
    QUERN__NODE_NONE = 0,
#define QUERN__NODE(NAME, member) QUERN__NODE_##NAME,
    QUERN__NODES(QUERN__NODE)
#undef QUERN__NODE
} quern__node;

/* A queryset whose only column stands as a value. */
typedef struct quern__query {
    const quern_queryset *queryset; /* of the same session; without error */
    const quern__field *key;        /* of its model, what is selected; NULL: what its values name */
    const uint32_t *slots; /* which of the outer queryset's wants each of its own is; NULL: it has none */
} quern__query;

typedef struct quern__expression quern__expression;
struct quern__expression {
    quern__node node;
    quern_kind kind; /* of its value, with QUERN_ARRAY */
    union {
        quern_value constant; /* sent as `kind` */
        quern__column column;
        struct {
            quern_op op;
            uint32_t count;
            const quern__expression *operands;
        } call;
        const quern__query *query;
        struct {
            quern__column
                column; /* first, as as.column is: who only looks for columns need not know of the rest */
            quern_unit unit;
            const char *zone; /* of letters, digits and / _ + - : only; NULL: what is cut off has none */
        } truncate;
        struct {
            uint32_t slot; /* which of the queryset's wants it is: see parameter.h */
        } parameter;
    } as;
};

/* What a walk does at each node. Slots may be NULL. */
typedef struct quern__visit quern__visit;
struct quern__visit {
    void (*constant)(quern__visit *visit, const quern__expression *constant);
    void (*parameter)(quern__visit *visit, const quern__expression *parameter);
    void (*column)(quern__visit *visit, const quern__expression *column);
    void (*open)(quern__visit *visit, const quern__expression *call);
    void (*between)(quern__visit *visit, const quern__expression *call);
    void (*close)(quern__visit *visit, const quern__expression *call);
    void (*query)(quern__visit *visit, const quern__expression *query);
    void (*truncate)(quern__visit *visit, const quern__expression *truncate); /* NULL: as a column */
};

/* Walks an expression, from left to right. */
void quern__expression_walk(const quern__expression *expression, quern__visit *visit);

static inline quern__expression quern__expression_constant(quern_value value, quern_kind kind)
{
    return (quern__expression){ .node = QUERN__NODE_CONSTANT, .kind = kind, .as.constant = value };
}

static inline quern__expression quern__expression_call(quern_op op, quern_kind kind,
                                                       const quern__expression *operands, uint32_t count)
{
    return (quern__expression){ .node = QUERN__NODE_CALL, .kind = kind, .as.call = { op, count, operands } };
}

static inline quern__expression quern__expression_column(quern__column column)
{
    return (quern__expression){ .node = QUERN__NODE_COLUMN, .kind = column.field->kind, .as.column = column };
}

#endif
