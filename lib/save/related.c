/* related.c: quern_related_add, remove, set and clear: all is checked, and has its memory, before anything is sent; then one unit of one
 * or two statements, which the server does as a whole or not at all, within a transaction or without; and only when that is done does the
 * program's memory change (doc/decisions/040). */
#include "lib/expr/object.h"
#include "lib/load/sets.h"
#include "lib/save/partners.h"
#include "lib/session/run.h"
#include "lib/sql/change.h"

#include <quern/related.h>

#include <string.h>

#define TEXT(...) quern__arena_format(r->arena, __VA_ARGS__)

typedef struct verb {
    const char *call;
    bool gives; /* it relates the objects of its list */
    bool takes; /* it ends that for objects: */
    bool whole; /* for all that are not in its list */
} verb;

static const verb add = { .call = "quern_related_add", .gives = true },
                  discard = { .call = "quern_related_remove", .takes = true },
                  set = { .call = "quern_related_set", .gives = true, .takes = true, .whole = true },
                  clear = { .call = "quern_related_clear", .takes = true, .whole = true };

/* ---- Whose set, and which ---- */

static bool refuse_name(const quern__relating *r, const quern__model *model)
{
    const quern__field *field = quern__model_field(model, r->name, strlen(r->name));
    if (field && field->target)
        return quern__relating_refuse(
            r, TEXT("%s.%s is one object, not a set of them", model->name, field->name),
            TEXT("set %s.%s, and save it", model->name, field->key_name));
    if (quern__model_prefetched(model, r->name) || quern__sets_find(r->owner->result, r->name))
        return quern__relating_refuse(
            r, TEXT("%s of %s.%s, which is no relation", r->call, model->name, r->name),
            "it is what a prefetch has put there: name the relation that it went over");
    quern__failure_set(&r->session->scope.failure,
                       quern__set_unknown(&r->session->scope, model, r->name, r->site));
    return false;
}

/* What the objects' own table cannot take. */
static bool check_side(const quern__relating *r, const verb *verb)
{
    const quern__reverse *reverse = r->reverse;
    const quern__field *relation = reverse->hops[0]->far;
    const char *model = relation->model->name;
    if (!reverse->many)
        return quern__relating_refuse(
            r, TEXT("%s.%s is one object, not a set of them", reverse->as->model->name, r->name),
            TEXT("set %s.%s, and save it", model, relation->key_name));
    if (!reverse->as->reach)
        return quern__relating_refuse(r,
                                      TEXT("%s of objects of %s, which has no primary key", r->call, model),
                                      "without one its objects can only be read");
    if (verb->takes && !relation->nullable)
        return quern__relating_refuse(
            r,
            TEXT("%s of %s.%s: %s.%s cannot be NULL", r->call, reverse->as->model->name, r->name, model,
                 relation->key_name),
            verb->gives ? "quern_related_add adds without taking any away; delete those that should go"
                        : "delete the objects, or give them another owner by quern_related_add of that");
    return true;
}

static bool find_set(quern__relating *r, const verb *verb)
{
    const quern__model *model = r->owner->result->model;
    r->reverse = quern__model_reverse(model, r->name, strlen(r->name));
    if (!r->reverse)
        return refuse_name(r, model);
    return r->reverse->hop_count > 1 || check_side(r, verb);
}

static bool find_key(quern__relating *r)
{
    const quern__field *near = quern__change_owner(r->reverse);
    if (!quern__object_loaded(r->owner, near))
        return quern__relating_refuse(
            r, TEXT("%s of a %s whose %s was not loaded", r->call, near->model->name, near->name),
            "load it: name it in quern_only, or do not defer it");
    r->key = quern__member_value(near, r->owner);
    if (r->key.kind == QUERN_KIND_NULL)
        return quern__relating_refuse(
            r, TEXT("%s of a %s whose %s is NULL", r->call, near->model->name, near->name),
            "nothing can be related to it yet: save it first");
    return true;
}

/* ---- Statements ---- */

typedef struct statements {
    quern_value values[2];
    quern_kind kinds[2];
    quern__command before;
    quern__work work;
    int64_t rows_before;
} statements;

static quern__command command(const quern__relating *r, const statements *s, quern__change change)
{
    quern__text text = quern__text_open(r->session->scope.allocator);
    quern__sql_change(change, r->reverse, r->session->scope.schema->dialect, &text);
    const quern__command made = { .sql = quern__text_keep(&text, r->arena),
                                  .count = change == QUERN__CHANGE_CLEAR ? 1 : 2,
                                  .values = s->values,
                                  .kinds = s->kinds };
    quern__text_close(&text);
    return made;
}

/* A table between of the program's own may have columns that want more than the two keys. */
static const char *null_hint(const quern__relating *r)
{
    const quern__model *table = r->reverse->hops[0]->to;
    return r->reverse->hop_count > 1 && !table->between
               ? TEXT("give the column a default, or make the row of %s itself, with all that it needs",
                      table->name)
               : NULL;
}

/* False when out of memory. */
static bool make(const quern__relating *r, const verb *verb, statements *s)
{
    s->values[0] = r->key;
    s->values[1] = r->keys;
    s->kinds[0] = quern__change_owner(r->reverse)->kind;
    s->kinds[1] = (quern_kind)r->keys.kind;
    s->work = (quern__work){ .site = r->site,
                             .origin = QUERN_ORIGIN_WRITE,
                             .writes = true,
                             .null_hint = verb->gives ? null_hint(r) : NULL };
    if (verb->whole && !r->count) {
        s->work.main = command(r, s, QUERN__CHANGE_CLEAR);
        return s->work.sql;
    }
    s->work.main = command(r, s, verb->gives ? QUERN__CHANGE_ADD : QUERN__CHANGE_REMOVE);
    if (!verb->whole)
        return s->work.sql;
    s->before = command(r, s, QUERN__CHANGE_RETAIN);
    s->work.before = &s->before;
    s->work.before_count = 1;
    s->work.rows_before = &s->rows_before;
    return s->work.sql && s->before.sql;
}

/* ---- The call ---- */

/* Where nobody knows whether it was done, the set is asked for anew as well. */
static void forget(const quern__relating *r)
{
    quern__sets_forget((quern_object *)(uintptr_t)r->owner, r->reverse);
}

static bool run(const quern__relating *r, const verb *verb, int64_t *changed)
{
    statements s = { .rows_before = 0 };
    int64_t rows;
    if (!make(r, verb, &s))
        return quern__relating_no_memory(r);
    if (!quern__run(r->session, &s.work, &rows)) {
        if (r->session->scope.failure.current->outcome != QUERN_NOT_APPLIED)
            forget(r);
        return false;
    }
    forget(r);
    if (r->members)
        quern__partners_join(r);
    else if (r->reverse->hop_count == 1)
        quern__partners_part(r);
    *changed = rows + s.rows_before;
    return true;
}

static bool change_in(quern__relating *r, const verb *verb, void *const *objects, size_t count,
                      int64_t *changed)
{
    if (!r->arena)
        return quern__relating_no_memory(r);
    if (!find_set(r, verb) || !find_key(r) || !quern__partners_take(r, objects, count))
        return false;
    if (!r->count && !verb->whole)
        return true;
    if (verb->gives && r->reverse->hop_count == 1 && !quern__partners_prepare(r))
        return false;
    return run(r, verb, changed);
}

static bool change(const quern_object *owner, const char *name, const verb *verb, void *const *objects,
                   size_t count, int64_t *changed, const char *site)
{
    quern_result *result = owner ? owner->result : NULL;
    int64_t unwanted;
    int64_t *rows = changed ? changed : &unwanted;
    *rows = 0;
    quern_session *session =
        result && quern__result_has(result, owner) ? quern__result_session(result) : NULL;
    if (!session || quern__scope_failed(&session->scope))
        return false;
    quern__relating r = { .call = verb->call,
                          .session = session,
                          .owner = owner,
                          .name = name ? name : "",
                          .site = site,
                          .arena = quern__arena_open(session->scope.allocator, NULL) };
    const bool done = change_in(&r, verb, objects, count, rows);
    quern__arena_close(r.arena);
    return done;
}

bool(quern_related_add)(const quern_object *object, const char *name, void *const *objects, size_t count,
                        int64_t *changed, const char *site)
{
    return change(object, name, &add, objects, count, changed, site);
}

bool(quern_related_remove)(const quern_object *object, const char *name, void *const *objects, size_t count,
                           int64_t *changed, const char *site)
{
    return change(object, name, &discard, objects, count, changed, site);
}

bool(quern_related_set)(const quern_object *object, const char *name, void *const *objects, size_t count,
                        int64_t *changed, const char *site)
{
    return change(object, name, &set, objects, count, changed, site);
}

bool(quern_related_clear)(const quern_object *object, const char *name, int64_t *changed, const char *site)
{
    return change(object, name, &clear, NULL, 0, changed, site);
}
