/* check_field.c: one field, alone, and its options. */
#include "lib/model/check.h"

#include "lib/model/kind.h"

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

#define NEWER "the program was compiled with a newer <quern/quern.h> than the library that it runs with"

static bool check_role(quern__check *c, const quern__field *field)
{
    const unsigned role = field->declared->role;
    return (role >= QUERN_ROLE_COLUMN && role <= QUERN_ROLE_FOREIGN_KEY) ||
           QUERN__FAULT(
               c, .field = field,
               .message = TEXT("%s.%s: this libquern has no role %u", field->model->name, field->name, role),
               .hint = NEWER);
}

static bool check_kind(quern__check *c, const quern__field *field)
{
    const unsigned kind = field->declared->kind;
    return quern__kind_facts(kind) || QUERN__FAULT(c, .field = field,
                                                   .message = TEXT("%s.%s: this libquern has no kind %u",
                                                                   field->model->name, field->name, kind),
                                                   .hint = NEWER);
}

static bool check_null(quern__check *c, const quern__field *field)
{
    return !field->declared->null || field->declared->kind == QUERN_KIND_TEXT ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s: .null is for texts", field->model->name, field->name),
                        .hint = "for a number, bool or timestamp that may be NULL use its nullable twin: "
                                "quern_null_i32, …");
}

static bool check_place(quern__check *c, const quern__field *field)
{
    return (field->offset < field->model->size && field->object_offset < field->model->size) ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s lies outside of its struct", field->model->name, field->name),
                        .hint = "define it with the macros of <quern/model.h>");
}

bool quern__check_field(quern__check *c, const quern__field *field)
{
    return check_role(c, field) && check_kind(c, field) && check_null(c, field) && check_place(c, field);
}
