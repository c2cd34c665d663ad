/* row.c: reading rows: a value by its name, and whether a member was loaded. */
#include "lib/load/extra.h"
#include "lib/load/sets.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/kind.h"

#include <quern/row.h>

#include <string.h>

#define IT_HAS "it has: "

/* A row of a result that was taken has no session to tell. */
#define TEXT(...) (session ? quern__arena_format(session->scope.arena, __VA_ARGS__) : NULL)

static bool refuse(quern_session *session, quern_error_code code, const char *name, const char *message,
                   const char *hint, const char *nearest, const char *site)
{
    if (!session)
        return false;
    if (message)
        quern__failure_set(&session->scope.failure, &(quern_error){ .code = code,
                                                                    .message = message,
                                                                    .hint = hint,
                                                                    .path = name,
                                                                    .nearest = nearest,
                                                                    .site = site });
    else
        quern__failure_no_memory(&session->scope.failure, site);
    return false;
}

static void offer(quern__nearest *nearest, quern__text *choices, const char *name)
{
    quern__nearest_offer(nearest, name);
    quern__text_put_format(choices, "%s%s", choices->size > strlen(IT_HAS) ? ", " : "", name);
}

static bool unknown(quern_session *session, const quern_result *result, const char *name, const char *site)
{
    const quern__model *model = result->model;
    const quern__extras *extras = result->extras;
    if (!session)
        return false;
    quern__nearest nearest;
    quern__text choices = quern__text_open(session->scope.allocator);
    quern__nearest_open(&nearest, name, strlen(name));
    quern__text_put(&choices, IT_HAS);
    for (size_t i = 0; i < model->count; i++)
        offer(&nearest, &choices, model->fields[i].name);
    for (size_t i = 0; extras && i < extras->count; i++)
        offer(&nearest, &choices, extras->columns[i].name);
    const char *hint = quern__text_keep(&choices, session->scope.arena);
    quern__text_close(&choices);
    return refuse(session, QUERN_ERROR_FIELD, name, hint ? TEXT("the row has no value \"%s\"", name) : NULL,
                  hint, quern__nearest_get(&nearest), site);
}

/* The value as an integer or real, whatever its width. */
static int64_t integer_of(const void *at, quern_kind kind)
{
    return kind == QUERN_KIND_I16   ? *(const int16_t *)at
           : kind == QUERN_KIND_I32 ? *(const int32_t *)at
                                    : *(const int64_t *)at;
}

/* Copies a value to a place of the same or a wider kind. */
static void copy(void *to, quern_kind kind, const void *from, quern_kind from_kind)
{
    if (kind == from_kind)
        memcpy(to, from, kind & QUERN_ARRAY ? sizeof(quern_array_i64) : quern__kind_facts(kind)->size);
    else if (kind == QUERN_KIND_F64)
        *(double *)to = (double)*(const float *)from;
    else if (kind == QUERN_KIND_I64)
        *(int64_t *)to = integer_of(from, from_kind);
    else
        *(int32_t *)to = (int32_t)integer_of(from, from_kind);
}

static bool widens(quern_kind from, quern_kind to)
{
    const uint32_t class = quern__kind_class(to);
    return from == to ||
           (class == quern__kind_class(from) && (class == QUERN__I || class == QUERN__R) && to > from);
}

static size_t twin_present(quern_kind kind)
{
    switch ((int)kind) {
#define QUERN__PRESENT(NAME, name, type) \
    case QUERN_KIND_##NAME:              \
        return offsetof(quern_null_##name, present);
        QUERN__SCALARS(QUERN__PRESENT)
#undef QUERN__PRESENT
    default:
        return 0;
    }
}

static bool read_null(quern_session *session, const char *name, void *out, quern_kind kind, bool twin,
                      const char *site)
{
    if (twin) {
        *(bool *)((char *)out + twin_present(kind)) = false;
        return true;
    }
    if (quern__kind_is_pointer(kind)) {
        memset(out, 0, kind & QUERN_ARRAY ? sizeof(quern_array_i64) : quern__kind_facts(kind)->size);
        return true;
    }
    return refuse(session, QUERN_ERROR_DATA, name, TEXT("\"%s\" is NULL in this row", name),
                  TEXT("read it into its nullable twin: %s", quern__kind_facts(kind)->twin), NULL, site);
}

static bool read_extra(quern_session *session, quern_result *result, const quern_object *row, size_t extra,
                       void *out, quern_kind kind, const char *site)
{
    const quern__extras *extras = result->extras;
    const quern_column *column = &extras->columns[extra];
    const quern_cell *cell = quern__extra_cell(row, extra);
    const bool twin = (kind & QUERN_NULLABLE) != 0;
    const quern_kind plain = (quern_kind)((int)kind & ~(int)QUERN_NULLABLE);
    quern_decoder *decode = extras->backend->decoder(column, plain);
    char type[300];
    extras->backend->type_name(column, type, sizeof type);
    if (!decode)
        return refuse(session, QUERN_ERROR_VALUE, column->name,
                      TEXT("\"%s\" is of the server's type %s", column->name, type),
                      "read it into a variable that takes this type, or cast it in the SQL", NULL, site);
    if (!cell->data)
        return read_null(session, column->name, out, plain, twin, site);
    const quern_decoded outcome = quern__extra_decode(decode, cell, result->arena, out);
    if (outcome == QUERN_DECODE_NO_MEMORY)
        return refuse(session, QUERN_ERROR_MEMORY, NULL, NULL, NULL, NULL, site);
    if (outcome != QUERN_DECODED)
        return refuse(session, QUERN_ERROR_DATA, column->name,
                      TEXT("\"%s\" (%s) has a value that the variable cannot hold", column->name, type),
                      "read it into a wider variable, or cast it in the SQL", NULL, site);
    if (twin)
        *(bool *)((char *)out + twin_present(plain)) = true;
    return true;
}

/* A quern_row that the program has copied is but a header: its values are where they were. */
static const quern_object *original(const quern_object *row)
{
    const quern_result *result = row->result;
    return result->model->descriptor == &quern_row_model ? quern__result_row(result, row->row) : row;
}

bool(quern_read)(const quern_object *row, const char *name, void *out, quern_kind kind, const char *site)
{
    const quern_result *result = row ? row->result : NULL;
    quern_session *session = result ? quern__result_session(result) : NULL;
    if (!result || (session && quern__scope_failed(&session->scope)))
        return false;
    if (!name || !out)
        return refuse(session, QUERN_ERROR_USAGE, name,
                      TEXT("quern_read without a %s", name ? "place for the value" : "name"), NULL, NULL,
                      site);
    const size_t extra = result->extras ? quern__extra_find(result->extras, name) : 0;
    if (result->extras && extra < result->extras->count)
        return read_extra(session, row->result, row, extra, out, kind, site);
    const quern__field *field = quern__names_find(&result->model->names, name, strlen(name));
    if (!field)
        return unknown(session, result, name, site);
    if (!quern__object_loaded(row, field))
        return refuse(session, QUERN_ERROR_USAGE, name,
                      TEXT("%s.%s was not loaded with this object", result->model->name, field->name),
                      "quern_fetch loads it", NULL, site);
    const bool twin = (kind & QUERN_NULLABLE) != 0;
    const quern_kind plain = (quern_kind)((int)kind & ~(int)QUERN_NULLABLE);
    if (!widens(field->kind, plain))
        return refuse(session, QUERN_ERROR_VALUE, name,
                      TEXT("\"%s\" is of type %s", name,
                           field->kind & QUERN_ARRAY ? quern__kind_facts(field->kind)->array
                                                     : quern__kind_facts(field->kind)->c_type),
                      "read it into a variable of that type, or of its nullable twin", NULL, site);
    const char *at = (const char *)original(row);
    if (field->present_offset && !*((const bool *)at + field->present_offset))
        return read_null(session, field->name, out, plain, twin, site);
    copy(out, plain, at + field->offset, field->kind);
    if (twin)
        *(bool *)((char *)out + twin_present(plain)) = true;
    return true;
}

bool(quern_loaded)(const quern_object *object, size_t offset)
{
    const quern_result *result = object ? object->result : NULL;
    if (!result)
        return false;
    for (size_t i = 0; i < result->model->count; i++)
        if (result->model->fields[i].offset == offset)
            return quern__object_loaded(object, &result->model->fields[i]);
    const quern__field *side = quern__model_side(result->model, offset);
    return side && quern__set_find(object, side->name);
}
