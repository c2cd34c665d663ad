/* copy.c: see copy.h. */
#include "lib/expr/copy.h"

#include "lib/value/copy.h"

#include <string.h>

static bool copy_hops(quern__arena *arena, const quern__column *from, quern__column *to)
{
    if (!from->hop_count)
        return true;
    void *hops = quern__arena_take_array(arena, from->hop_count, sizeof *from->hops);
    if (hops)
        memcpy(hops, from->hops, from->hop_count * sizeof *from->hops);
    to->hops = hops;
    return hops;
}

bool quern__column_copy(quern__arena *arena, const quern__column *from, quern__column *to)
{
    *to = *from;
    return copy_hops(arena, from, to);
}

static bool copy_call(quern__copying *c, const quern__expression *from, quern__expression *to)
{
    const size_t count = from->as.call.count;
    quern__expression *operands = quern__arena_take_array(c->arena, count, sizeof *operands);
    to->as.call.operands = operands;
    for (size_t i = 0; operands && i < count; i++)
        if (!quern__expression_copy(c, &from->as.call.operands[i], &operands[i]))
            return false;
    return operands;
}

static bool copy_query(quern__copying *c, const quern__expression *from, quern__expression *to)
{
    quern__query *query = quern__arena_take(c->arena, sizeof *query);
    if (!query)
        return false;
    *query = *from->as.query;
    query->queryset = c->query(c, from->as.query->queryset);
    to->as.query = query;
    return query->queryset;
}

bool quern__expression_copy(quern__copying *c, const quern__expression *from, quern__expression *to)
{
    *to = *from;
    switch (from->node) {
    case QUERN__NODE_CONSTANT:
        return quern__value_copy(c->arena, &from->as.constant, &to->as.constant);
    case QUERN__NODE_COLUMN:
        to->as.column.call = quern__moved_call(c->moved, from->as.column.call);
        return copy_hops(c->arena, &from->as.column, &to->as.column);
    case QUERN__NODE_CALL:
        return copy_call(c, from, to);
    case QUERN__NODE_QUERY:
        return copy_query(c, from, to);
    case QUERN__NODE_TRUNCATE:
        if (from->as.truncate.zone)
            to->as.truncate.zone = quern__arena_text(c->arena, from->as.truncate.zone);
        return (to->as.truncate.zone || !from->as.truncate.zone) &&
               quern__column_copy(c->arena, &from->as.truncate.column, &to->as.truncate.column);
    case QUERN__NODE_PARAMETER:
    case QUERN__NODE_NONE:
        return true;
    }
    return true;
}

static bool copy_children(quern__copying *c, const quern__condition *from, quern__condition *to)
{
    quern__condition *children = quern__arena_take_array(c->arena, from->count, sizeof *children);
    const quern__moved here = { .from = from->children, .to = children, .around = c->moved };
    size_t done = 0;
    to->children = children;
    c->moved = &here;
    while (children && done < from->count && quern__condition_copy(c, &from->children[done], &children[done]))
        done++;
    c->moved = here.around;
    return children && done == from->count;
}

bool quern__condition_copy(quern__copying *c, const quern__condition *from, quern__condition *to)
{
    *to = *from;
    if (from->op == QUERN_LEAF)
        return quern__expression_copy(c, &from->left, &to->left) &&
               quern__expression_copy(c, &from->right, &to->right);
    return copy_children(c, from, to);
}

static bool copy_stand(quern__arena *arena, const quern__stand *from, quern__stand *to)
{
    *to = *from;
    to->name = quern__arena_text(arena, from->name);
    to->place.path = quern__arena_text(arena, from->place.path);
    return to->name && to->place.path;
}

bool quern__wants_copy(quern__arena *arena, const quern__wants *from, const quern__wants **to)
{
    *to = NULL;
    if (!from)
        return true;
    quern__wants *wants = quern__arena_take(arena, sizeof *wants);
    quern__stand *stands = quern__arena_take_array(arena, from->count, sizeof *stands);
    quern__bound *bound = quern__arena_take_array(arena, from->count, sizeof *bound);
    if (!wants || !stands || !bound)
        return false;
    *wants = *from;
    wants->stands = stands;
    wants->bound = bound;
    *to = wants;
    for (size_t i = 0; i < from->count; i++) {
        bound[i] = from->bound[i];
        if (!copy_stand(arena, &from->stands[i], &stands[i]) ||
            (bound[i].given && !quern__value_copy(arena, &from->bound[i].value, &bound[i].value)))
            return false;
    }
    return true;
}
