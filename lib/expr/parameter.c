/* parameter.c: see parameter.h. */
#include "lib/expr/parameter.h"

#include "lib/expr/refuse.h"
#include "lib/expr/resolve.h"

#include <string.h>

#define TEXT(...) quern__arena_format(place->scope->arena, __VA_ARGS__)

static bool grow(quern__stands *stands)
{
    if (stands->count < stands->room)
        return true;
    const size_t room = stands->count ? 2 * stands->count : 4;
    quern__stand *list = quern__arena_take_array(stands->arena, room, sizeof *list);
    if (!list)
        return false;
    if (stands->count)
        memcpy(list, stands->list, stands->count * sizeof *list);
    stands->list = list;
    stands->room = room;
    return true;
}

bool quern__stands_add(quern__stands *stands, const quern__stand *stand, uint32_t *slot)
{
    if (!grow(stands))
        return false;
    *slot = (uint32_t)stands->count;
    ((quern__stand *)(uintptr_t)stands->list)[stands->count++] = *stand; /* its own: it has grown */
    return true;
}

const quern_error *quern__parameter_resolve(const quern__place *place, const quern_value *from,
                                            quern_kind kind, bool several, quern__expression *out)
{
    if (!from->as.text || !*from->as.text)
        return quern__refuse_usage(place, TEXT("%s was given a parameter without a name", place->rule->name),
                                   "name it: QUERN_PARAM(\"text\")");
    if (!place->stands)
        return quern__refuse_usage(place, TEXT("%s takes no parameter here", place->rule->name),
                                   "give it a value");
    quern__arena *arena = place->stands->arena;
    quern__stand stand = {
        .name = quern__arena_text(arena, from->as.text), .place = *place, .kind = kind, .several = several
    };
    stand.place.scope = NULL;
    stand.place.site = NULL;
    stand.place.stands = NULL;
    stand.place.path = quern__arena_text(arena, place->path);
    *out = (quern__expression){ .node = QUERN__NODE_PARAMETER, .kind = kind };
    return stand.name && stand.place.path && quern__stands_add(place->stands, &stand, &out->as.parameter.slot)
               ? NULL
               : &quern__out_of_memory;
}

/* What the server computes, or what would be another statement. */
static const quern_error *refuse_composed(const quern__place *place, const quern_value *value)
{
    if (quern__value_is_computed(value) || value->kind == QUERN_KIND_PARAM)
        return quern__refuse_usage(place, TEXT("%s: a parameter is a value", place->rule->name),
                                   "what the server computes is put into the condition itself");
    if (value->kind == QUERN_KIND_QUERYSET && place->rule->takes == QUERN__TAKES_LIST)
        return quern__refuse_usage(place, TEXT("%s: a parameter is no queryset", place->rule->name),
                                   "put the queryset into the condition itself");
    return NULL;
}

const quern_error *quern__stand_fit(const quern__stand *stand, const quern__scope *scope, const char *site,
                                    const quern_value *value, quern__bound *out)
{
    quern__place place = stand->place;
    place.scope = scope;
    place.site = site;
    *out = (quern__bound){ .given = true };
    const quern_error *error = refuse_composed(&place, value);
    if (error)
        return error;
    if (!stand->several) {
        error = quern__value_fit(&place, value, &out->value);
        out->odd = out->value.kind == QUERN_KIND_NULL;
        return error;
    }
    error = quern__list_fit(&place, value, &out->value, &out->nulls);
    out->odd = out->nulls || out->value.count == 0;
    return error;
}

const quern__wants *quern__wants_grown(const quern__wants *before, const quern__stands *stands, bool *done)
{
    const size_t old = before ? before->count : 0;
    *done = true;
    if (stands->count == old)
        return before;
    quern__wants *wants = quern__arena_take(stands->arena, sizeof *wants);
    quern__bound *bound = quern__arena_take_array(stands->arena, stands->count, sizeof *bound);
    *done = wants && bound;
    if (!*done)
        return NULL;
    if (old)
        memcpy(bound, before->bound, old * sizeof *bound);
    *wants = (quern__wants){ .count = stands->count,
                             .stands = stands->list,
                             .bound = bound,
                             .missing = (before ? before->missing : 0) + stands->count - old,
                             .odd = before && before->odd };
    return wants;
}

size_t quern__wants_missing(const quern__wants *wants)
{
    size_t at = 0;
    while (at < wants->count && wants->bound[at].given)
        at++;
    return at;
}

const quern_error *quern__wants_refuse(const quern__wants *wants, quern__arena *arena, const char *site)
{
    const char *name = wants->stands[quern__wants_missing(wants)].name;
    return quern__error_copy(
        arena,
        &(quern_error){
            .code = QUERN_ERROR_USAGE,
            .message = quern__arena_format(arena, "the parameter \"%s\" has no value", name),
            .hint = quern__arena_format(arena, "give it one: quern_bind(qs, QUERN_SET(\"%s\", value))", name),
            .path = name,
            .site = site });
}
