/* partners.c: see partners.h. */
#include "lib/save/partners.h"

#include "lib/expr/object.h"
#include "lib/load/member.h"
#include "lib/sql/change.h"
#include "lib/value/copy.h"
#include "lib/value/identity.h"
#include "lib/value/parts.h"
#include "lib/value/same.h"

#define TEXT(...) quern__arena_format(r->arena, __VA_ARGS__)

bool quern__relating_no_memory(const quern__relating *r)
{
    quern__failure_no_memory(&r->session->scope.failure, r->site);
    return false;
}

bool quern__relating_refuse_as(const quern__relating *r, quern_error_code code, const char *message,
                               const char *hint)
{
    const quern_error error = {
        .code = code, .message = message, .hint = hint, .path = r->name, .site = r->site
    };
    if (!message)
        return quern__relating_no_memory(r);
    quern__failure_set(&r->session->scope.failure, &error);
    return false;
}

bool quern__relating_refuse(const quern__relating *r, const char *message, const char *hint)
{
    return quern__relating_refuse_as(r, QUERN_ERROR_USAGE, message, hint);
}

/* ---- What is wrong with one ---- */

static bool refuse(const quern__relating *r, size_t number, const char *what, const char *hint)
{
    return quern__relating_refuse(r,
                                  what ? TEXT("%s of %s.%s: objects[%zu] %s", r->call,
                                              r->reverse->as->model->name, r->name, number, what)
                                       : NULL,
                                  hint);
}

static bool check_origin(const quern__relating *r, const quern_object *object, size_t number)
{
    const quern_result *result = object->result;
    if (!result)
        return refuse(r, number, "is one that quern has not seen",
                      "load it, or quern_adopt it: nothing tells what it is");
    if (!quern__result_has(result, object))
        return refuse(r, number, "is a struct that was copied from an object",
                      "give the object that quern gave; quern_adopt makes one of the copy");
    if (!quern__result_session(result))
        return refuse(r, number, "is of a result that was taken",
                      "quern_adopt gives the session one of its own");
    if (quern__result_session(result) != r->session)
        return refuse(r, number, "belongs to another session", "quern_adopt gives this one its own");
    return true;
}

static bool check(const quern__relating *r, const quern_object *object, size_t number)
{
    const quern__model *model = r->reverse->as->target;
    const quern__field *key = quern__change_object(r->reverse);
    if (!check_origin(r, object, number))
        return false;
    if (object->result->model != model)
        return refuse(r, number, TEXT("is of %s, not of %s", object->result->model->name, model->name),
                      "only what the relation leads to can be related");
    if (!quern__object_loaded(object, key))
        return refuse(r, number, TEXT("is a %s whose %s was not loaded", model->name, key->name),
                      "load it: name it in quern_only, or do not defer it");
    if (quern__member_value(key, object).kind == QUERN_KIND_NULL)
        return refuse(r, number, TEXT("is a %s whose %s is NULL", model->name, key->name),
                      "nothing can be related to it yet: save it first");
    return true;
}

/* ---- The list ---- */

static bool add_key(quern__relating *r, quern__names *known, const quern_object *object)
{
    const quern__field *field = quern__change_object(r->reverse);
    const quern_value key = quern__member_value(field, object);
    quern__identity identity;
    if (!quern__identity_of(r->arena, &key, &identity))
        return quern__relating_no_memory(r);
    if (quern__names_find(known, identity.bytes, identity.size))
        return true;
    quern__names_add(known, identity.bytes, identity.size, object);
    quern__value_store((void *)(uintptr_t)r->keys.as.array.items, r->keys.count++, field->kind, &key);
    return true;
}

static bool open_list(quern__relating *r, size_t count, quern__names *known)
{
    const quern_kind kind = quern__change_object(r->reverse)->kind;
    void *items = quern__arena_take_array(r->arena, count, quern__value_size(kind));
    r->keys =
        (quern_value){ .kind = (uint16_t)((unsigned)kind | (unsigned)QUERN_ARRAY), .as.array.items = items };
    r->objects = quern__arena_take_array(r->arena, count, sizeof(*r->objects));
    return (items && r->objects && quern__names_open(known, r->arena, count)) || quern__relating_no_memory(r);
}

bool quern__partners_take(quern__relating *r, void *const *objects, size_t count)
{
    quern__names known;
    if (count && !objects)
        return quern__relating_refuse(
            r, TEXT("%s of %s.%s: the list is NULL", r->call, r->reverse->as->model->name, r->name),
            "without objects its count is 0");
    if (!open_list(r, count, &known))
        return false;
    for (size_t i = 0; i < count; i++) {
        quern_object *object = objects[i];
        if (!object)
            continue;
        if (!check(r, object, i) || !add_key(r, &known, object))
            return false;
        r->objects[r->count++] = object;
    }
    return true;
}

/* ---- Their own members ---- */

/* The relation that they have the owner by. */
static const quern__field *relation_of(const quern__relating *r)
{
    return r->reverse->hops[0]->far;
}

/* Those of one result share a copy of what the key points to. */
bool quern__partners_prepare(quern__relating *r)
{
    r->members = quern__arena_take_array(r->arena, r->count, sizeof *r->members);
    for (size_t i = 0; r->members && i < r->count; i++) {
        if (i && r->objects[i]->result == r->objects[i - 1]->result)
            r->members[i] = r->members[i - 1];
        else if (!quern__value_copy(r->objects[i]->result->arena, &r->key, &r->members[i]))
            return quern__relating_no_memory(r);
    }
    return r->members || quern__relating_no_memory(r);
}

static quern_object **pointer_of(const quern__relating *r, quern_object *object)
{
    return (quern_object **)(void *)((char *)object + relation_of(r)->object_offset);
}

/* Whether an object is the owner, or stands for the same row. */
static bool is_owner(const quern__relating *r, const quern_object *target)
{
    const quern__field *reach = relation_of(r)->reach;
    const quern__origin *origin = target ? quern__object_origin(target) : NULL;
    if (!origin || origin->model != reach->model || !quern__object_loaded(target, reach))
        return false;
    const quern_value key = quern__member_value(reach, target);
    return quern__value_same(&key, &r->key);
}

static const quern_result *root_of(const quern_object *object)
{
    return object->result->owner ? object->result->owner : object->result;
}

/* What was kept by quern_edit is how the row is in the table. */
static void store(const quern__relating *r, quern_object *object, const quern_value *key)
{
    void *image = quern__result_find_image(object->result, object->row);
    quern__member_store(relation_of(r), key, object);
    if (image)
        quern__member_store(relation_of(r), key, image);
}

/* A pointer to who may be gone first is none: quern_fetch finds the owner by the key. */
void quern__partners_join(const quern__relating *r)
{
    for (size_t i = 0; i < r->count; i++) {
        quern_object *object = r->objects[i], **pointer = pointer_of(r, object);
        if (quern__object_loaded(object, relation_of(r)))
            store(r, object, &r->members[i]);
        if (!is_owner(r, *pointer))
            *pointer = root_of(object) == root_of(r->owner) ? (quern_object *)(uintptr_t)r->owner : NULL;
    }
}

static bool has_key(const quern__relating *r, const void *row)
{
    const quern_value key = quern__member_value(relation_of(r), row);
    return quern__value_same(&key, &r->key);
}

/* What the program has not saved yet stays, and so does that of a row which had another owner. */
static void part(const quern__relating *r, quern_object *object)
{
    const quern_value null = { .kind = QUERN_KIND_NULL };
    const bool loaded = quern__object_loaded(object, relation_of(r));
    void *image = loaded ? quern__result_find_image(object->result, object->row) : NULL;
    if (image && has_key(r, image))
        quern__member_store(relation_of(r), &null, image);
    if (loaded ? !has_key(r, object) : !is_owner(r, *pointer_of(r, object)))
        return;
    if (loaded)
        quern__member_store(relation_of(r), &null, object);
    *pointer_of(r, object) = NULL;
}

void quern__partners_part(const quern__relating *r)
{
    for (size_t i = 0; i < r->count; i++)
        part(r, r->objects[i]);
}
