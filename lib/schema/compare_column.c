/* compare_column.c: a column's type, whether it may be NULL, and where its values come from. */
#include "lib/schema/compare.h"

#include "lib/sql/ddl.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT(...) quern__arena_format(f->arena, __VA_ARGS__)

/* ---- The type ---- */

/* Whether a member can be read from a column of that type, whatever a model would make of it. What users made is looked up when
 * it is read: here it may be an enum. */
static bool can_read(const quern__findings *f, const quern__field *field, const quern__fact *type)
{
    const quern_backend *backend = f->catalog->backend;
    const quern_column column = { .name = field->column,
                                  .type = (uint32_t)strtoul(type->b, NULL, 10),
                                  .modifier = -1 };
    const bool users = backend->first_user_type && column.type >= backend->first_user_type;
    return (users && (field->kind & ~QUERN_ARRAY) == QUERN_KIND_TEXT) ||
           backend->decoder(&column, field->kind);
}

static void compare_type(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    const quern__fact *type = quern__fact_find(quern__facts_of(f, field), "type", field->column);
    if (!type || strcmp(type->a, "same") == 0)
        return;
    if (field->model->declared->unmanaged) {
        if (!can_read(f, field, type))
            quern__report(f, field->model, field,
                          TEXT("\"%s\".\"%s\" is of type %s, which %s.%s (%s) cannot take",
                               field->model->table, field->column, column->a, field->model->name, field->name,
                               quern__field_c_type(field)));
        return;
    }
    quern__text wanted = quern__text_open(quern__arena_allocator(f->arena));
    quern__sql_column_type(field, f->dialect, &wanted);
    const char *message = wanted.broken
                              ? NULL
                              : TEXT("\"%s\".\"%s\" is of type %s, where %s.%s wants %s", field->model->table,
                                     field->column, column->a, field->model->name, field->name, wanted.bytes);
    quern__text_close(&wanted);
    const bool by_default = *column->d && !*column->c && !quern__sql_wants_identity(field);
    quern__sql_alter(by_default ? QUERN__ALTER_TYPE_AND_DEFAULT : QUERN__ALTER_TYPE, field, f->dialect,
                     &f->text);
    quern__report(f, field->model, field, message);
}

/* ---- NULL ---- */

static void compare_null(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    const bool may = !*column->b;
    if (may && !field->nullable) {
        quern__sql_alter(QUERN__ALTER_SET_NOT_NULL, field, f->dialect, &f->text);
        quern__report(f, field->model, field,
                      TEXT("\"%s\".\"%s\" may be NULL, which %s.%s cannot hold", field->model->table,
                           field->column, field->model->name, field->name));
    } else if (!may && field->nullable && !field->model->declared->unmanaged) {
        quern__sql_alter(QUERN__ALTER_DROP_NOT_NULL, field, f->dialect, &f->text);
        quern__report(f, field->model, field,
                      TEXT("\"%s\".\"%s\" cannot be NULL, where %s.%s may be", field->model->table,
                           field->column, field->model->name, field->name));
    }
}

/* ---- The default ---- */

/* What a constant is, however the server writes it: 'x'::character varying, '-5'::integer, E'a\\b', true. Cut down in place. */
static void bare(char *text)
{
    char *to = text;
    const bool escapes = text[0] == 'E' && text[1] == '\'';
    const char *from = text + escapes;
    if (*from != '\'') {
        for (; *from && strncmp(from, "::", 2) != 0; from++)
            *to++ = (char)tolower((unsigned char)*from);
        *to = '\0';
        return;
    }
    for (from++; *from && !(from[0] == '\'' && from[1] != '\''); from++) {
        if ((from[0] == '\'' || (escapes && from[0] == '\\')) && from[1])
            from++;
        *to++ = *from;
    }
    *to = '\0';
}

/* A number as SQL has it; strtod follows the locale's decimal point. */
static bool read_real(const char *text, double *out)
{
    char point[16], local[64], *end;
    const char *dot = strchr(text, '.');
    snprintf(point, sizeof point, "%.1f", 0.5);
    point[strlen(point) - 1] = '\0';
    if (dot)
        snprintf(local, sizeof local, "%.*s%s%s", (int)(dot - text), text, point + 1, dot + 1);
    else
        snprintf(local, sizeof local, "%s", text);
    *out = strtod(local, &end);
    return end != local && !*end;
}

/* 9007199254740992 is '9.007199254740992e+15' to the server, and 1 may be 1.0. */
static bool same_real(const char *theirs, const char *ours, quern_kind kind)
{
    double a, b;
    if ((kind != QUERN_KIND_F64 && kind != QUERN_KIND_F32) || !read_real(theirs, &a) || !read_real(ours, &b))
        return false;
    return (kind == QUERN_KIND_F32 ? (float)a == (float)b : a == b) && !signbit(a) == !signbit(b);
}

static bool same_constant(quern__findings *f, const char *theirs, const char *ours, quern_kind kind)
{
    char *a = quern__arena_text(f->arena, theirs), *b = quern__arena_text(f->arena, ours);
    if (!a || !b) {
        f->broken = true;
        return true;
    }
    bare(a);
    bare(b);
    return strcmp(a, b) == 0 || same_real(a, b, kind);
}

/* What makes the values instead, and takes no default beside it. */
static void write_end_of_making(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    if (!*column->c)
        return;
    quern__sql_alter(strcmp(column->c, "identity") == 0 ? QUERN__ALTER_DROP_IDENTITY
                                                        : QUERN__ALTER_DROP_EXPRESSION,
                     field, f->dialect, &f->text);
    quern__text_put(&f->text, ";\n");
}

static const char *words_of(const quern__fact *column)
{
    if (*column->c)
        return *column->d ? "is generated as " : "is an identity";
    return *column->d ? "has the default " : "has no default";
}

static void report_default(quern__findings *f, const quern__field *field, const quern__fact *column,
                           const char *ours)
{
    const char *none = *column->c ? "no default" : "none";
    write_end_of_making(f, field, column);
    quern__sql_alter(*ours ? QUERN__ALTER_SET_DEFAULT : QUERN__ALTER_DROP_DEFAULT, field, f->dialect,
                     &f->text);
    quern__report(f, field->model, field,
                  TEXT("\"%s\".\"%s\" %s%s, where %s.%s has %s%s", field->model->table, field->column,
                       words_of(column), column->d, field->model->name, field->name, *ours ? "" : none,
                       ours));
}

/* The server keeps no default that is NULL. */
static bool is_null(const char *constant)
{
    return strcasecmp(constant, "NULL") == 0;
}

static void compare_default(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    quern__text ours = quern__text_open(quern__arena_allocator(f->arena));
    quern__sql_column_default(field, f->dialect, &ours);
    const char *wanted = is_null(quern__text_get(&ours)) ? "" : quern__text_get(&ours);
    const bool by_value = field->declared->default_value.kind != 0;
    const bool generated = *column->c && *column->d;
    const bool differs = !*wanted != !*column->d || generated ||
                         (by_value && !same_constant(f, column->d, wanted, field->kind));
    f->broken |= ours.broken;
    if (differs && !f->broken)
        report_default(f, field, column, wanted);
    quern__text_close(&ours);
}

/* A serial's default does what an identity does. */
static void compare_identity(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    if (*column->c || *column->d)
        return;
    quern__sql_alter(QUERN__ALTER_ADD_IDENTITY, field, f->dialect, &f->text);
    quern__report(f, field->model, field,
                  TEXT("nothing makes the values of \"%s\".\"%s\": it is no identity and has no default",
                       field->model->table, field->column));
}

void quern__compare_column(quern__findings *f, const quern__field *field, const quern__fact *column)
{
    compare_type(f, field, column);
    compare_null(f, field, column);
    if (field->model->declared->unmanaged)
        return;
    if (quern__sql_wants_identity(field))
        compare_identity(f, field, column);
    else
        compare_default(f, field, column);
}
