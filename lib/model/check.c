/* check.c: what can be wrong with models, and how to mend it. Runs on descriptors, so that the schema is only ever built
 * from sound ones. Each fault is one function that returns false once it has told. */
#include "lib/model/check.h"

#include "lib/model/describe.h"
#include "lib/model/kind.h"

#include <string.h>

typedef struct check {
    quern__arena *arena;
    const quern_model *const *models;
    const quern__schema_facts *facts;
    quern__failure *failure;
    const char *site;
    quern_model model; /* the one being looked at */
} check;

/* Tells a fault. `message` is made by quern__arena_format: NULL is out of memory. Always false. */
static bool fault(check *c, const char *field, const char *message, const char *hint)
{
    const char *path = field ? quern__arena_format(c->arena, "%s.%s", c->model.name, field) : c->model.name;
    quern__failure_set(c->failure, &(quern_error){ .code = QUERN_ERROR_MODEL,
                                                   .message = path ? message : NULL,
                                                   .hint = hint,
                                                   .path = path,
                                                   .site = c->site });
    return false;
}

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static bool check_layout(check *c, const quern_model *descriptor)
{
    if (descriptor->layout < offsetof(quern_model, reserved) ||
        descriptor->stride < offsetof(quern_field, column)) {
        c->model.name = "?";
        return fault(c, NULL, TEXT("a model that QUERN_MODEL did not make"), "define it with QUERN_MODEL");
    }
    c->model = quern__describe_model(descriptor);
    const bool nameless = !c->model.name;
    if (nameless)
        c->model.name = "?";
    if (nameless || !c->model.fields)
        return fault(c, NULL, TEXT("a model without a name or without fields"), "define it with QUERN_MODEL");
    if (!c->model.table || !*c->model.table)
        return fault(c, NULL, TEXT("model %s has no table", c->model.name),
                     "give the table's name as the second argument of QUERN_MODEL");
    if (strlen(c->model.table) > c->facts->identifier_bytes)
        return fault(c, NULL,
                     TEXT("model %s: the name of its table is longer than %zu bytes", c->model.name,
                          c->facts->identifier_bytes),
                     "the database would cut it: choose a shorter one");
    return true;
}

static bool check_listed_once(check *c, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (c->models[i] == c->models[at])
            return fault(c, NULL, TEXT("model %s is listed twice", c->model.name), "list each model once");
        else if (strcmp(quern__describe_model(c->models[i]).name, c->model.name) == 0)
            return fault(c, NULL, TEXT("two models are called %s", c->model.name),
                         "rename one of the structs");
    return true;
}

static const char *column_of(check *c, const quern_field *field)
{
    if (field->column)
        return field->column;
    return field->role == QUERN_ROLE_FOREIGN_KEY ? TEXT("%s_id", field->name) : field->name;
}

static bool check_name(check *c, const quern_field *field)
{
    const size_t size = strlen(field->name);
    if (strcmp(field->name, "pk") == 0)
        return fault(c, field->name, TEXT("%s: no field may be called pk", c->model.name),
                     "pk stands for the primary key, whatever its name; rename the member");
    if (strstr(field->name, "__") || field->name[size - 1] == '_')
        return fault(c, field->name,
                     TEXT("%s.%s: two underscores in a row, or one at the end", c->model.name, field->name),
                     "paths are split at two underscores: rename the member, and keep the column by .column");
    const char *column = column_of(c, field);
    if (column && (!*column || strlen(column) > c->facts->identifier_bytes))
        return fault(c, field->name,
                     TEXT("%s.%s: the name of its column is empty or longer than %zu bytes", c->model.name,
                          field->name, c->facts->identifier_bytes),
                     "the database would cut it: give a shorter one by .column");
    return column ? true : fault(c, field->name, NULL, NULL);
}

/* `name` of one field against name and key name of another. */
static bool clashes(const quern_field *a, const quern_field *b)
{
    const size_t size = strlen(b->name);
    if (strcmp(a->name, b->name) == 0)
        return true;
    return b->role == QUERN_ROLE_FOREIGN_KEY && strncmp(a->name, b->name, size) == 0 &&
           strcmp(a->name + size, "_id") == 0;
}

static bool check_unique(check *c, size_t at, const quern_field *field)
{
    const char *column = column_of(c, field);
    quern_field other;
    for (size_t i = 0; i < at; i++) {
        quern__describe_field(&c->model, i, &other);
        if (clashes(field, &other) || clashes(&other, field))
            return fault(
                c, field->name, TEXT("%s has two fields called %s", c->model.name, field->name),
                "a foreign key is a field by its name and by its key member's, name_id: list each once");
        const char *taken = column_of(c, &other);
        if (!column || !taken)
            return fault(c, field->name, NULL, NULL);
        if (strcmp(column, taken) == 0)
            return fault(c, field->name,
                         TEXT("%s.%s and %s.%s have the same column, \"%s\"", c->model.name, other.name,
                              c->model.name, field->name, column),
                         "give one of them another by .column");
    }
    return true;
}

static bool check_kind(check *c, const quern_field *field)
{
    if (field->role < QUERN_ROLE_COLUMN || field->role > QUERN_ROLE_FOREIGN_KEY)
        return fault(
            c, field->name,
            TEXT("%s.%s: this libquern has no role %u", c->model.name, field->name, (unsigned)field->role),
            "the program was compiled with a newer <quern/quern.h> than the library that it runs with");
    if (!quern__kind_facts(field->kind))
        return fault(
            c, field->name,
            TEXT("%s.%s: this libquern has no kind %u", c->model.name, field->name, (unsigned)field->kind),
            "the program was compiled with a newer <quern/quern.h> than the library that it runs with");
    if (field->null && field->kind != QUERN_KIND_TEXT)
        return fault(
            c, field->name, TEXT("%s.%s: .null is for texts", c->model.name, field->name),
            "for a number, bool or timestamp that may be NULL use its nullable twin: quern_null_i32, …");
    if (field->offset >= c->model.size || field->object_offset >= c->model.size)
        return fault(c, field->name, TEXT("%s.%s lies outside of its struct", c->model.name, field->name),
                     "define it with the macros of <quern/model.h>");
    return true;
}

static bool check_key(check *c)
{
    quern_field field, key = { 0 };
    size_t keys = 0;
    for (size_t i = 0; quern__describe_field(&c->model, i, &field); i++)
        if (field.role == QUERN_ROLE_KEY && keys++ == 0)
            key = field;
    if (keys == 0)
        return fault(c, NULL, TEXT("model %s has no primary key", c->model.name),
                     "add QUERN_PRIMARY_KEY(id)");
    if (keys > 1)
        return fault(c, key.name, TEXT("model %s has a primary key of several columns", c->model.name),
                     "this version of quern supports keys of one column only");
    if (key.kind != QUERN_KIND_I32 && key.kind != QUERN_KIND_I64 && key.kind != QUERN_KIND_TEXT)
        return fault(c, key.name, TEXT("%s.%s cannot be a primary key", c->model.name, key.name),
                     "a primary key is an int32_t, an int64_t or a text");
    return !key.null ||
           fault(c, key.name, TEXT("%s.%s: a primary key cannot be NULL", c->model.name, key.name),
                 "leave .null away");
}

static const quern_model *find(check *c, const quern_model *wanted)
{
    for (size_t i = 0; c->models[i]; i++)
        if (c->models[i] == wanted)
            return wanted;
    return NULL;
}

static quern_kind key_kind(const quern_model *descriptor)
{
    const quern_model model = quern__describe_model(descriptor);
    quern_field field;
    for (size_t i = 0; quern__describe_field(&model, i, &field); i++)
        if (field.role == QUERN_ROLE_KEY)
            return (quern_kind)field.kind;
    return QUERN_KIND_END;
}

static bool check_target(check *c, const quern_field *field)
{
    if (field->role != QUERN_ROLE_FOREIGN_KEY)
        return true;
    const char *target = field->target ? quern__describe_model(field->target).name : "?";
    if (!field->target || !find(c, field->target))
        return fault(
            c, field->name,
            TEXT("%s.%s points to %s, which is not among the models", c->model.name, field->name, target),
            TEXT("open the db with it too: QUERN_MODELS(%s, %s)", c->model.name, target));
    if ((field->kind & ~QUERN_NULLABLE) != key_kind(field->target))
        return fault(
            c, field->name,
            TEXT("%s.%s_id has another type than the primary key of %s", c->model.name, field->name, target),
            TEXT("give the member %s_id the type of that key, or its nullable twin", field->name));
    return true;
}

static bool check_fields(check *c)
{
    quern_field field;
    if (quern__describe_count(&c->model) >= UINT16_MAX)
        return fault(c, NULL, TEXT("model %s has too many fields", c->model.name),
                     "a table has 1600 at most");
    for (size_t i = 0; quern__describe_field(&c->model, i, &field); i++) {
        if (!*field.name)
            return fault(c, NULL, TEXT("model %s has a field without a name", c->model.name),
                         "use QUERN_FIELD");
        if (!check_name(c, &field) || !check_unique(c, i, &field) || !check_kind(c, &field))
            return false;
    }
    return check_key(c);
}

bool quern__models_check(quern__arena *arena, const quern_model *const *models,
                         const quern__schema_facts *facts, quern__failure *failure, const char *site)
{
    check c = { .arena = arena, .models = models, .facts = facts, .failure = failure, .site = site };
    for (size_t i = 0; models[i]; i++)
        if (!check_layout(&c, models[i]) || !check_listed_once(&c, i) || !check_fields(&c))
            return false;
    quern_field field;
    for (size_t i = 0; models[i]; i++) {
        c.model = quern__describe_model(models[i]);
        for (size_t f = 0; quern__describe_field(&c.model, f, &field); f++)
            if (!check_target(&c, &field))
                return false;
    }
    return true;
}
