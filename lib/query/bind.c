/* bind.c: quern_bind. A node of its own, so with a cache of its own, that holds the values; the chain is as it was. */
#include "lib/query/queryset.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"

#include <quern/share.h>

#include <string.h>

#define TEXT(...) quern__arena_format(queryset->scope->arena, __VA_ARGS__)

/* "did you mean "text"? parameters are: text, least" */
static const char *hint_of(const quern_queryset *queryset, const char *nearest)
{
    const quern__wants *wants = queryset->wants;
    quern__text text = quern__text_open(queryset->scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, wants ? "parameters are: " : "it has no parameters");
    for (size_t i = 0, shown = 0; wants && i < wants->count; i++) {
        size_t same = 0;
        while (strcmp(wants->stands[same].name, wants->stands[i].name) != 0)
            same++;
        if (same == i)
            quern__text_put_format(&text, "%s%s", shown++ ? ", " : "", wants->stands[i].name);
    }
    const char *hint = quern__text_keep(&text, queryset->scope->arena);
    quern__text_close(&text);
    return hint;
}

static const quern_error *unknown(const quern_queryset *queryset, const char *name, const char *site)
{
    quern__nearest nearest;
    quern__nearest_open(&nearest, name, strlen(name));
    for (size_t i = 0; queryset->wants && i < queryset->wants->count; i++)
        quern__nearest_offer(&nearest, queryset->wants->stands[i].name);
    const char *best = quern__nearest_get(&nearest);
    return quern__error_copy(queryset->scope->arena,
                             &(quern_error){ .code = QUERN_ERROR_FIELD,
                                             .message = TEXT("the queryset has no parameter \"%s\"", name),
                                             .hint = hint_of(queryset, best),
                                             .path = name,
                                             .nearest = best,
                                             .site = site });
}

/* Gives the value to each place of its name. */
static const quern_error *bind_one(const quern_queryset *queryset, const quern_named *named, const char *site,
                                   quern__bound *bound)
{
    const quern__wants *wants = queryset->wants;
    bool found = false;
    for (size_t i = 0; wants && i < wants->count; i++) {
        if (strcmp(wants->stands[i].name, named->name) != 0)
            continue;
        const quern_error *error =
            quern__stand_fit(&wants->stands[i], queryset->scope, site, &named->value, &bound[i]);
        if (error)
            return error;
        found = true;
    }
    return found ? NULL : unknown(queryset, named->name, site);
}

static const quern__wants *count_up(quern__wants *wants, const quern__wants *before,
                                    const quern__bound *bound)
{
    *wants = (quern__wants){ .count = before->count, .stands = before->stands, .bound = bound };
    for (size_t i = 0; i < before->count; i++) {
        wants->missing += !bound[i].given;
        wants->odd |= bound[i].odd;
    }
    return wants;
}

quern_queryset *(quern_bind)(quern_queryset *queryset, const quern_named *values, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    const quern__wants *before = queryset->wants;
    const size_t count = before ? before->count : 0;
    quern__wants *wants =
        quern__arena_take(queryset->scope->arena, sizeof *wants + count * sizeof *before->bound);
    quern__bound *bound = (quern__bound *)(void *)(wants + 1);
    const quern_error *error = wants ? NULL : &quern__out_of_memory;
    if (wants && count)
        memcpy(bound, before->bound, count * sizeof *bound);
    for (; values && values->name && !error; values++)
        error = bind_one(queryset, values, site, bound);
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ALL, site);
    if (!quern__queryset_usable(made) || !before)
        return made;
    made->wants = count_up(wants, before, bound);
    return made;
}
