/* prefetch_check.c: the options of a quern_prefetch: .to and .queryset. */
#include "lib/query/adding.h"

#include "lib/model/path.h"

#include <string.h>

#define TEXT(...) quern__arena_format(a->scope->arena, __VA_ARGS__)

/* ---- Where it goes ---- */

/* Names of sets are found by whole names, and stand in paths. */
static bool is_name(const char *to)
{
    return *to && quern__path_is_name(to) && !strpbrk(to, "[>") && to[strlen(to) - 1] != '_';
}

bool quern__adding_check_to(quern__adding *a, const quern__model *model, const quern__model *target)
{
    const char *to = a->wanted->to;
    const quern__field *field = quern__model_field(model, to, strlen(to));
    const quern__field *member = quern__model_prefetched(model, to);
    if (!is_name(to))
        return quern__adding_refuse(a, to, TEXT("%s: .to is \"%s\", which is no name", a->verb, to),
                                    "one name, without \"__\" and \"->\"");
    if (field)
        return quern__adding_refuse(
            a, to, TEXT("%s: .to is \"%s\", which is a field of %s", a->verb, to, model->name),
            "another name: that of a QUERN_PREFETCHED member, or any that is free");
    if (quern__model_reverse(model, to, strlen(to)))
        return quern__adding_refuse(
            a, to, TEXT("%s: .to is \"%s\", which is a relation of %s", a->verb, to, model->name),
            "leave .to away, if this is what it is for; or give another name");
    if (member && member->target != target)
        return quern__adding_refuse(
            a, to,
            TEXT("%s: %s.%s is for objects of %s, and \"%s\" leads to %s", a->verb, model->name, to,
                 member->target->name, a->wanted->path, target->name),
            TEXT("declare another member for these: QUERN_PREFETCHED(member, %s)", target->name));
    return true;
}

/* ---- Which of them ---- */

static bool check_values(quern__adding *a, const quern_queryset *queryset)
{
    const quern__wants *wants = queryset->wants;
    if (!wants || !wants->missing)
        return true;
    const char *name = wants->stands[quern__wants_missing(wants)].name;
    return quern__adding_refuse(a, a->wanted->path,
                                TEXT("%s: the parameter \"%s\" of the queryset has no value", a->verb, name),
                                TEXT("give it one before: quern_bind(qs, QUERN_SET(\"%s\", value))", name));
}

/* Whether it is one of objects that can be asked for by their keys. */
static bool check_queryset(quern__adding *a, const quern_queryset *queryset, const quern__model *target,
                           bool many)
{
    const char *path = a->wanted->path;
    if (queryset->raw)
        return quern__adding_refuse(
            a, path, TEXT("%s: a queryset of quern_raw cannot be asked for some keys", a->verb),
            "filter quern_objects; or fetch its objects first, and then quern_prefetch_objects");
    if (queryset->rows)
        return quern__adding_refuse(a, path, TEXT("%s: rows of values are no objects", a->verb),
                                    "leave quern_values away: quern_only loads few fields");
    if (queryset->model != target)
        return quern__adding_refuse(a, path,
                                    TEXT("%s: \"%s\" leads to %s, and the queryset is of %s", a->verb, path,
                                         target->name, queryset->model->name),
                                    TEXT("begin it by quern_objects(session, %s)", target->name));
    if (queryset->sliced && !many)
        return quern__adding_refuse(a, path,
                                    TEXT("%s: a slice of \"%s\", which is one object", a->verb, path),
                                    "a slice is of each object's set: leave it away");
    return check_values(a, queryset);
}

/* The queryset as one of the scope's; *out is NULL when none was given. */
bool quern__adding_take(quern__adding *a, const quern__model *target, bool many, quern_queryset **out)
{
    quern_queryset *given = *out = a->wanted->queryset;
    if (!given)
        return true;
    if (given->error)
        return quern__adding_fail(a, quern__error_copy(a->scope->arena, given->error));
    if (!given->scope && given->schema != a->scope->schema)
        return quern__adding_refuse(a, a->wanted->path,
                                    TEXT("%s: a queryset that is shared in another db", a->verb),
                                    "share it in the session's own db");
    if (given->scope && quern__scope_top(given->scope) != quern__scope_top(a->scope))
        return quern__adding_refuse(a, a->wanted->path, TEXT("%s: a queryset of another session", a->verb),
                                    "make it in the session of the queryset that it is for");
    if (!check_queryset(a, given, target, many))
        return false;
    if (!given->scope)
        *out = quern__queryset_enter(a->scope, given, a->site);
    else if (given->scope != a->scope && given->bring)
        *out = (quern_queryset *)(uintptr_t)given->bring(given, a->scope);
    if (!*out)
        return quern__adding_no_memory(a);
    return quern__queryset_usable(*out) || quern__adding_no_memory(a);
}
