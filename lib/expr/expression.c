/* expression.c: see expression.h. */
#include "lib/expr/expression.h"

static void walk_call(const quern__expression *call, quern__visit *visit)
{
    if (visit->open)
        visit->open(visit, call);
    for (size_t i = 0; i < call->as.call.count; i++) {
        if (i && visit->between)
            visit->between(visit, call);
        quern__expression_walk(&call->as.call.operands[i], visit);
    }
    if (visit->close)
        visit->close(visit, call);
}

void quern__expression_walk(const quern__expression *expression, quern__visit *visit)
{
    switch (expression->node) {
    case QUERN__NODE_CONSTANT:
        if (visit->constant)
            visit->constant(visit, expression);
        return;
    case QUERN__NODE_COLUMN:
        if (visit->column)
            visit->column(visit, expression);
        return;
    case QUERN__NODE_CALL:
        walk_call(expression, visit);
        return;
    case QUERN__NODE_QUERY:
        if (visit->query)
            visit->query(visit, expression);
        return;
    case QUERN__NODE_TRUNCATE:
        if (visit->truncate)
            visit->truncate(visit, expression);
        else if (visit->column)
            visit->column(visit, expression);
        return;
    case QUERN__NODE_PARAMETER:
        if (visit->parameter)
            visit->parameter(visit, expression);
        return;
    case QUERN__NODE_NONE:
        return;
    }
}
