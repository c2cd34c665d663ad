/* expression.c: see expression.h. */
#include "lib/expr/expression.h"

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
    case QUERN__NODE_TRUNCATE:
        if (visit->truncate)
            visit->truncate(visit, expression);
        else if (visit->column)
            visit->column(visit, expression);
        return;
    case QUERN__NODE_NONE:
        return;
    }
}
