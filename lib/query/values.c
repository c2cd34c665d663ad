/* values.c: quern_values and quern_values_into. A row is an object of a model that is made for it: its fields are what was asked
 * for, so that rows are loaded as all objects are. */
#include "lib/query/values.h"

#include "lib/model/describe.h"
#include "lib/model/fill.h"
#include "lib/model/kind.h"

#include <quern/row.h>

#include <string.h>

#define SLOT 16 /* bytes that a member begins at a multiple of: enough for any kind */

static const quern_field *no_fields(void)
{
    static const quern_field list[] = { { 0 } };
    return list;
}

const quern_model quern_row_model = { .layout = sizeof(quern_model),
                                      .stride = sizeof(quern_field),
                                      .name = "quern_row",
                                      .table = "",
                                      .size = sizeof(quern_row),
                                      .fields = no_fields,
                                      .unmanaged = true };

/* What is being made: a model for the rows, and for each of its fields where it comes from. */
typedef struct making {
    const quern_queryset *queryset;
    const char *site;
    quern__model *model;
    quern__field *fields;
    quern__expression *outputs;
} making;

static const quern_error *refuse(const making *m, quern_error_code code, const char *path,
                                 const char *message, const char *hint)
{
    return quern__error_copy(
        m->queryset->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = path, .site = m->site });
}

#define TEXT(...) quern__arena_format(m->queryset->scope->arena, __VA_ARGS__)

/* ---- Rows that are read by name ---- */

/* A member for an output, behind those that are there: a scalar as its nullable twin. `from` is the field that it is of. */
static void place(making *m, const char *name, const quern__expression *output, const quern__field *from)
{
    const quern__kind *facts = quern__kind_facts(output->kind);
    const bool pointer = quern__kind_is_pointer(output->kind);
    const size_t size = output->kind & QUERN_ARRAY ? sizeof(quern_array_i64) : facts->size;
    quern__field *field = &m->fields[m->model->count];
    *field = (quern__field){ .model = m->model,
                             .name = name,
                             .column = from->column,
                             .kind = output->kind,
                             .nullable = true,
                             .index = (uint16_t)m->model->count,
                             .offset = (uint32_t)m->model->size,
                             .present_offset = pointer ? 0 : (uint32_t)(m->model->size + size),
                             .declared = from->declared };
    m->outputs[m->model->count++] = *output;
    m->model->size += (size + sizeof(bool) + SLOT - 1) / SLOT * SLOT;
}

static const quern_error *add_name(making *m, const char *name)
{
    quern__path path;
    const quern_error *error =
        quern__path_resolve(m->queryset->scope, m->queryset->model, name, m->site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(m->queryset->scope, &path, name, "a value", m->site);
    if (error)
        return error;
    const char *kept = quern__arena_text(m->queryset->scope->arena, name);
    if (!kept)
        return &quern__out_of_memory;
    const quern__expression output = quern__expression_column(path.column);
    place(m, kept, &output, path.column.field);
    const quern__field *field = &m->fields[m->model->count - 1];
    if (quern__names_add(&m->model->names, kept, strlen(kept), field) != field)
        return refuse(m, QUERN_ERROR_USAGE, name, TEXT("\"%s\" is asked for twice", name), "name it once");
    return NULL;
}

static const quern_error *add_all(making *m)
{
    const quern__model *model = m->queryset->model;
    const quern_error *error = NULL;
    for (size_t i = 0; i < model->count && !error; i++)
        error = add_name(m, model->fields[i].key_name ? model->fields[i].key_name : model->fields[i].name);
    return error;
}

static bool open(making *m, const quern_model *descriptor, size_t count)
{
    quern__arena *arena = m->queryset->scope->arena;
    m->model = quern__arena_take(arena, sizeof *m->model);
    m->fields = quern__arena_take_array(arena, count, sizeof *m->fields);
    m->outputs = quern__arena_take_array(arena, count, sizeof *m->outputs);
    if (!m->model || !m->fields || !m->outputs || !quern__names_open(&m->model->names, arena, count))
        return false;
    *m->model = (quern__model){ .descriptor = descriptor,
                                .declared = descriptor,
                                .name = descriptor->name,
                                .table = m->queryset->model->table,
                                .size = sizeof(quern_object),
                                .fields = m->fields,
                                .names = m->model->names };
    return true;
}

static quern_queryset *finish(const making *m)
{
    quern_queryset *made = quern__queryset_refine(m->queryset, QUERN__CLAUSE_VALUES, m->site);
    if (!quern__queryset_usable(made))
        return made;
    made->outputs = m->outputs;
    made->rows = m->model;
    made->loaded = NULL;
    made->along = NULL;
    return made;
}

quern_queryset *quern__values_of(const quern_queryset *queryset, const char *name,
                                 const quern__expression *output, const quern__field *from, const char *site)
{
    making m = { .queryset = queryset, .site = site };
    if (!open(&m, &quern_row_model, 1))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    place(&m, name, output, from);
    quern__names_add(&m.model->names, name, strlen(name), m.fields);
    return finish(&m);
}

quern_queryset *quern__values_refused(quern_queryset *queryset, const char *verb, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->settled)
        return quern__queryset_refuse(
            queryset, QUERN_ERROR_USAGE,
            quern__arena_format(queryset->scope->arena, "%s after quern_dates", verb),
            "they are values already", site);
    if (queryset->prefetches)
        return quern__queryset_refuse(
            queryset, QUERN_ERROR_USAGE,
            quern__arena_format(queryset->scope->arena, "%s after quern_prefetch_related", verb),
            "rows of values are no objects: make them of the queryset from before, or take the values of the "
            "objects",
            site);
    return NULL;
}

quern_queryset *(quern_values)(quern_queryset *queryset, const char *const *names, const char *site)
{
    quern_queryset *refused = quern__values_refused(queryset, "quern_values", site);
    if (refused)
        return refused;
    making m = { .queryset = queryset, .site = site };
    size_t count = 0;
    while (names && names[count])
        count++;
    if (!open(&m, &quern_row_model, count ? count : queryset->model->count))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    const quern_error *error = count ? NULL : add_all(&m);
    for (size_t i = 0; i < count && !error; i++)
        error = add_name(&m, names[i]);
    return error ? quern__queryset_fail(queryset->scope, error, site) : finish(&m);
}

/* ---- Rows in structs of the program's own ---- */

/* Whether a member of the kind takes what the column has: the same, or a wider number. */
static bool takes(quern_kind member, quern_kind column)
{
    const uint32_t class = quern__kind_class(member);
    return member == column || (class == quern__kind_class(column) &&
                                (class == QUERN__I || class == QUERN__R) && member > column);
}

static const quern_error *add_member(making *m, const quern__field *member)
{
    quern__path path;
    const char *text = member->column;
    const quern_error *error =
        quern__path_resolve(m->queryset->scope, m->queryset->model, text, m->site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(m->queryset->scope, &path, text, "a value", m->site);
    if (error)
        return error;
    if (!takes(member->kind, path.column.field->kind))
        return refuse(m, QUERN_ERROR_VALUE, text,
                      TEXT("%s.%s (%s) cannot take %s.%s (%s)", m->model->name, member->name,
                           quern__field_c_type(member), path.column.field->model->name,
                           path.column.field->name, quern__field_c_type(path.column.field)),
                      "declare the member with the type of the field, or its nullable twin");
    quern__field *field = &m->fields[m->model->count];
    *field = *member;
    field->model = m->model;
    field->column = path.column.field->column;
    m->outputs[m->model->count++] = quern__expression_column(path.column);
    return NULL;
}

static bool sound(const quern_model *type)
{
    return type && type->layout >= offsetof(quern_model, schema) &&
           type->stride >= offsetof(quern_field, column) && type->name && type->fields;
}

quern_queryset *(quern_values_into)(quern_queryset *queryset, const quern_model *type, const char *site)
{
    quern_queryset *refused = quern__values_refused(queryset, "quern_values", site);
    if (refused)
        return refused;
    making m = { .queryset = queryset, .site = site };
    quern__schema rows = { .count = 0 };
    if (!sound(type))
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                      quern__arena_format(queryset->scope->arena, "a row of no type"),
                                      "describe the struct with QUERN_ROW", site);
    if (!quern__schema_fill(queryset->scope->arena, &type, 1, &rows) || !open(&m, type, rows.models[0].count))
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, site);
    m.model->size = rows.models[0].size;
    const quern_error *error = NULL;
    for (size_t i = 0; i < rows.models[0].count && !error; i++)
        error = add_member(&m, &rows.models[0].fields[i]);
    return error ? quern__queryset_fail(queryset->scope, error, site) : finish(&m);
}

/* ---- Rows of what is shared ---- */

/* The fields of a struct are the program's, but where they are described anew. */
static bool copy_described(quern__arena *arena, const quern__model *from, quern__field *fields)
{
    const quern_model *type = from->descriptor;
    quern__schema rows = { .count = 0 };
    if (!quern__schema_fill(arena, &type, 1, &rows))
        return false;
    for (size_t i = 0; i < from->count; i++) {
        fields[i] = rows.models[0].fields[i];
        fields[i].column = from->fields[i].column;
    }
    return true;
}

static bool copy_named(quern__arena *arena, const quern__model *from, quern__model *to, quern__field *fields)
{
    for (size_t i = 0; i < from->count; i++) {
        const char *name = quern__arena_text(arena, from->fields[i].name);
        if (!name)
            return false;
        fields[i] = from->fields[i];
        fields[i].name = name;
        quern__names_add(&to->names, name, strlen(name), &fields[i]);
    }
    return true;
}

const quern__model *quern__rows_copy(quern__arena *arena, const quern__model *from)
{
    quern__model *to = quern__arena_take(arena, sizeof *to);
    quern__field *fields = quern__arena_take_array(arena, from->count, sizeof *fields);
    if (!to || !fields)
        return NULL;
    *to = *from;
    to->fields = fields;
    if (!quern__names_open(&to->names, arena, from->count))
        return NULL;
    const bool done = from->descriptor == &quern_row_model ? copy_named(arena, from, to, fields)
                                                           : copy_described(arena, from, fields);
    for (size_t i = 0; done && i < from->count; i++)
        fields[i].model = to;
    return done ? to : NULL;
}
