/* check.c: what can be wrong with models, and how to mend it. Each fault is one function that returns false once it has told. */
#include "lib/model/check.h"

#include "lib/base/utf8.h"
#include "lib/model/describe.h"
#include "lib/model/kind.h"

#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

bool quern__check_tell(quern__check *c, const quern__fault *fault)
{
    const quern__model *model = fault->field ? fault->field->model : fault->model;
    const char *path = fault->field ? TEXT("%s.%s", model->name, fault->field->name) : model->name;
    quern__failure_set(c->failure, &(quern_error){ .code = QUERN_ERROR_MODEL,
                                                   .message = path ? fault->message : NULL,
                                                   .hint = fault->hint,
                                                   .path = path,
                                                   .nearest = fault->nearest,
                                                   .site = c->site });
    return false;
}

bool quern__check_descriptor(quern__check *c, const quern_model *descriptor)
{
    static const quern__model unknown = { .name = "?" };
    if (descriptor->layout < offsetof(quern_model, schema) ||
        descriptor->stride < offsetof(quern_field, column))
        return QUERN__FAULT(c, .model = &unknown, .message = "a model that QUERN_MODEL did not make",
                            .hint = "define it with QUERN_MODEL");
    const quern_model from = quern__describe_model(descriptor);
    const quern__model named = { .name = from.name };
    const quern__model *model = from.name && *from.name ? &named : &unknown;
    if (model == &unknown || !from.fields)
        return QUERN__FAULT(c, .model = model, .message = "a model without a name or without fields",
                            .hint = "define it with QUERN_MODEL");
    if (!quern__utf8_valid(model->name, strlen(model->name)))
        return QUERN__FAULT(c, .model = &unknown, .message = "a model whose name is not valid UTF-8",
                            .hint = "names in quern are UTF-8: rename the struct");
    if (quern__describe_count(&from) >= UINT16_MAX)
        return QUERN__FAULT(c, .model = model, .message = TEXT("model %s has too many fields", model->name),
                            .hint = "a table has 1600 at most");
    return true;
}

bool quern__check_count(quern__check *c, size_t count)
{
    static const quern__model none = { .name = "" };
    return count <= UINT16_MAX || QUERN__FAULT(c, .model = &none, .message = TEXT("%zu models", count),
                                               .hint = "a db has 65535 at most");
}

/* Under its name in the table there stands the first model that has it. */
static bool check_listed_once(quern__check *c, const quern__model *model, quern__names *by_name)
{
    if (quern__schema_model(c->schema, model->descriptor) != model)
        return QUERN__FAULT(c, .model = model, .message = TEXT("model %s is listed twice", model->name),
                            .hint = "list each model once");
    if (quern__names_add(by_name, model->name, strlen(model->name), model) != model)
        return QUERN__FAULT(c, .model = model, .message = TEXT("two models are called %s", model->name),
                            .hint = "rename one of the structs");
    return true;
}

static bool check_all_listed_once(quern__check *c, size_t count)
{
    quern__arena *scratch = quern__arena_open(quern__arena_allocator(c->arena), NULL);
    quern__names by_name;
    bool good = scratch && quern__names_open(&by_name, scratch, count);
    if (!good)
        quern__failure_set(c->failure, &quern__out_of_memory);
    for (size_t i = 0; good && i < count; i++)
        good = check_listed_once(c, &c->schema->models[i], &by_name);
    quern__arena_close(scratch);
    return good;
}

/* A key can be asked for, and is never NULL. */
static bool check_key_kind(quern__check *c, const quern__field *key)
{
    const uint32_t can_be = QUERN__I | QUERN__T | QUERN__U;
    const char *model = key->model->name;
    if (key->declared->kind & QUERN_NULLABLE || !(quern__kind_class(key->declared->kind) & can_be))
        return QUERN__FAULT(c, .field = key,
                            .message = TEXT("%s.%s cannot be a primary key", model, key->name),
                            .hint = "a primary key is an integer, a text or a uuid");
    return !key->nullable ||
           QUERN__FAULT(c, .field = key,
                        .message = TEXT("%s.%s: a primary key cannot be NULL", model, key->name),
                        .hint = "leave .null away");
}

static bool check_key(quern__check *c, const quern__model *model)
{
    const quern__field *key = model->key;
    if (!key)
        return model->declared->unmanaged ||
               QUERN__FAULT(
                   c, .model = model, .message = TEXT("model %s has no primary key", model->name),
                   .hint = "add QUERN_PRIMARY_KEY(id); only a table that quern does not manage may lack one: "
                           ".unmanaged = true");
    for (size_t i = key->index + 1u; i < model->count; i++)
        if (model->fields[i].declared->role == QUERN_ROLE_KEY)
            return QUERN__FAULT(c, .field = key,
                                .message = TEXT("model %s has a primary key of several columns", model->name),
                                .hint = "this version of quern supports keys of one column only");
    return check_key_kind(c, key);
}

static bool check_alone(quern__check *c, const quern__model *model)
{
    if (!quern__check_names(c, model))
        return false;
    for (size_t i = 0; i < model->count; i++)
        if (!quern__check_field(c, &model->fields[i]))
            return false;
    for (size_t i = 0; i < model->side_count; i++)
        if (!quern__check_member(c, &model->sides[i]) || !quern__check_options(c, &model->sides[i]))
            return false;
    return check_key(c, model);
}

static bool check_relations(quern__check *c, const quern__model *model)
{
    for (size_t i = 0; i < model->count; i++)
        if (quern__field_is_relation(model->fields[i].declared) &&
            !quern__check_relation(c, &model->fields[i]))
            return false;
    return true;
}

static bool check_sides(quern__check *c, const quern__model *model)
{
    for (size_t i = 0; i < model->side_count; i++)
        if (!quern__check_side(c, &model->sides[i]))
            return false;
    return true;
}

/* Models that quern has made are as it made them: the last ones are. */
static size_t count_declared(const quern__schema *schema)
{
    size_t count = schema->count;
    while (count && schema->models[count - 1].between)
        count--;
    return count;
}

bool quern__check_models(quern__check *c)
{
    static bool (*const parts[])(quern__check *, const quern__model *) = { check_alone, check_relations,
                                                                           check_sides, quern__check_reverses,
                                                                           quern__check_ordering };
    const size_t count = count_declared(c->schema);
    if (!check_all_listed_once(c, count))
        return false;
    for (size_t part = 0; part < sizeof parts / sizeof *parts; part++)
        for (size_t i = 0; i < count; i++)
            if (!parts[part](c, &c->schema->models[i]))
                return false;
    return true;
}
