/* span.c: see span.h. */
#include "lib/load/span.h"

#include "lib/load/evaluate.h"
#include "lib/load/related.h"

static size_t at_most(int64_t row, size_t count)
{
    return (uint64_t)row < count ? (size_t)row : count;
}

/* Both slices count in the rows that the chain gives without any, so the inner one begins where the outer one does. */
static void narrow(quern__span *span, quern__rows outer, quern__rows inner)
{
    const size_t low = at_most(inner.low - outer.low, span->count);
    const size_t high =
        inner.high == QUERN_OPEN_END ? span->count : at_most(inner.high - outer.low, span->count);
    span->first += low;
    span->count = high - low;
}

/* Of a slice of a slice of what is cached, the last one says it all: those between are folded into it. */
bool quern__span_cached(const quern_queryset *queryset, quern__span *out)
{
    const quern_queryset *node = queryset;
    while (!node->result && !quern__related_knows(node) && node->clause == QUERN__CLAUSE_SLICE)
        node = node->parent;
    if (quern__related_knows(node))
        *out = (quern__span){ .set = (quern_queryset *)(uintptr_t)node, .count = node->related->count };
    else if (node->result)
        *out = quern__span_of(node->result);
    else
        return false;
    if (node != queryset)
        narrow(out, quern__queryset_rows(node), queryset->as.slice);
    return true;
}

bool quern__span_evaluate(quern_queryset *queryset, const char *site, quern__span *out)
{
    if (!quern__evaluation_begin(queryset))
        return false;
    if (!quern__related_fetch(queryset, site))
        return false;
    if (quern__span_cached(queryset, out)) {
        quern__evaluation_forget(queryset);
        return true;
    }
    quern_result *result = quern__evaluate_cached(queryset, site);
    if (result)
        *out = quern__span_of(result);
    return result != NULL;
}

quern__span quern__span_of(quern_result *result)
{
    return (quern__span){ .result = result, .count = result->count };
}

void *quern__span_row(const quern__span *span, size_t row)
{
    return span->set ? span->set->related->rows[span->first + row]
                     : quern__result_row(span->result, span->first + row);
}

static quern__list *make_list(const quern__span *span, quern__arena *arena)
{
    quern__list *made = NULL;
    if (span->count < (SIZE_MAX - sizeof *made) / sizeof *made->rows)
        made = quern__arena_take(arena, sizeof *made + (span->count + 1) * sizeof *made->rows);
    if (!made)
        return NULL;
    made->first = span->first;
    made->count = span->count;
    for (size_t i = 0; i < span->count; i++)
        made->rows[i] = quern__span_row(span, i);
    return made;
}

void *const *quern__span_list(const quern__span *span)
{
    quern__related *set = span->set ? span->set->related : NULL;
    if (set && span->first + span->count == set->count)
        return set->rows + span->first;
    quern__list **lists = set ? &set->lists : &span->result->lists;
    for (quern__list *list = *lists; list; list = list->next)
        if (list->first == span->first && list->count == span->count)
            return list->rows;
    quern__list *made = make_list(span, set ? span->set->scope->arena : span->result->arena);
    if (!made)
        return NULL;
    made->next = *lists;
    *lists = made;
    return made->rows;
}
