/* check_field.c: one field, alone, and its options. What the macros of <quern/model.h> make impossible is checked too:
 * descriptors may be of another header, or written by hand. */
#include "lib/model/check.h"

#include "lib/model/kind.h"

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

#define LONGEST_TEXT 10485760 /* the n of varchar(n), for PostgreSQL */

static bool tell(quern__check *c, const quern__field *field, const char *what, const char *hint)
{
    return QUERN__FAULT(c, .field = field, .hint = hint,
                        .message = what ? TEXT("%s.%s%s", field->model->name, field->name, what) : NULL);
}

static bool newer(quern__check *c, const quern__field *field, const char *what, unsigned number)
{
    return tell(c, field, TEXT(": this libquern has no %s %u", what, number), QUERN__NEWER);
}

static bool check_role(quern__check *c, const quern__field *field)
{
    const unsigned role = field->declared->role;
    return (role >= QUERN_ROLE_COLUMN && role <= QUERN_ROLE_ONE_TO_ONE) || newer(c, field, "role", role);
}

/* A pointer has no twin: NULL is NULL. */
static bool check_kind(quern__check *c, const quern__field *field)
{
    const unsigned kind = field->declared->kind;
    return (quern__kind_facts(kind) && !(kind & QUERN_NULLABLE && quern__kind_is_pointer(kind))) ||
           newer(c, field, "kind", kind);
}

static bool check_place(quern__check *c, const quern__field *field)
{
    return (field->offset < field->model->size && field->object_offset < field->model->size) ||
           tell(c, field, " lies outside of its struct", "define it with the macros of <quern/model.h>");
}

static const char *member(const quern__field *field)
{
    return field->key_name ? field->key_name : field->name;
}

static bool check_null(quern__check *c, const quern__field *field)
{
    const unsigned kind = field->declared->kind;
    if (!field->declared->null || quern__kind_is_pointer(kind))
        return true;
    return tell(c, field, ": .null is for texts, bytes, decimals, JSON documents and arrays",
                kind & QUERN_NULLABLE
                    ? "the member's type says that it may be NULL: leave .null away"
                    : TEXT("declare the member %s as %s", member(field), quern__kind_facts(kind)->twin));
}

static bool is_text(const quern__field *field)
{
    return field->kind == QUERN_KIND_TEXT;
}

static bool is_moment(const quern__field *field)
{
    return field->kind == QUERN_KIND_TIMESTAMP || field->kind == QUERN_KIND_LOCAL_TIMESTAMP ||
           field->kind == QUERN_KIND_DATE;
}

static bool is_key(const quern__field *field)
{
    return field->declared->role == QUERN_ROLE_KEY;
}

static bool is_relation(const quern__field *field)
{
    return quern__field_is_relation(field->declared);
}

static bool is_many_to_many(const quern__field *field)
{
    return field->declared->role == QUERN_ROLE_MANY_TO_MANY;
}

static bool has_reverse_name(const quern__field *field)
{
    return is_relation(field) || is_many_to_many(field);
}

static bool is_other_side(const quern__field *field)
{
    return quern__field_is_other_side(field->declared);
}

static bool has_column(const quern__field *field)
{
    return !quern__field_is_side(field->declared);
}

static bool is_foreign_key(const quern__field *field)
{
    return field->declared->role == QUERN_ROLE_FOREIGN_KEY;
}

/* Which fields may have an option. Given is what is not zero. */
typedef struct rule {
    const char *option;
    size_t offset, size; /* in quern_field */
    bool (*fits)(const quern__field *field);
    const char *is_for;
    const char *hint; /* NULL: what the member is declared as */
} rule;

#define OPTION(name) "." #name, offsetof(quern_field, name), sizeof(((quern_field *)0)->name)
#define BY_RELATION "declare the field with QUERN_FOREIGN_KEY or QUERN_ONE_TO_ONE, or leave it away"
#define BY_MANY "declare the field with QUERN_MANY_TO_MANY, or leave it away"
#define NO_COLUMN "the member has none in its model's table: leave it away"

static const rule rules[] = {
    { OPTION(max_length), is_text, "texts", NULL },
    { OPTION(choices), is_text, "texts", NULL },
    { OPTION(auto_now), is_moment, "timestamps and dates", NULL },
    { OPTION(auto_now_add), is_moment, "timestamps and dates", NULL },
    { OPTION(generated), is_key, "primary keys", "for other columns give .default_sql" },
    { OPTION(no_index), is_foreign_key, "foreign keys",
      "a column has an index only where .index asks for one, or where it is unique" },
    { OPTION(on_delete), is_relation, "relations", BY_RELATION },
    { OPTION(related_name), has_reverse_name, "relations", BY_RELATION },
    { OPTION(to_field), is_relation, "relations", BY_RELATION },
    { OPTION(through), is_many_to_many, "many to many", BY_MANY },
    { OPTION(through_from), is_many_to_many, "many to many", BY_MANY },
    { OPTION(through_to), is_many_to_many, "many to many", BY_MANY },
    { OPTION(between), is_many_to_many, "many to many", BY_MANY },
    { OPTION(symmetrical), is_many_to_many, "many to many", BY_MANY },
    { OPTION(key), is_other_side, "the other side of relations",
      "declare the field with QUERN_HAS_MANY or QUERN_HAS_ONE, or leave it away" },
    { OPTION(column), has_column, "columns", NO_COLUMN },
    { OPTION(null), has_column, "columns", NO_COLUMN },
    { OPTION(unique), has_column, "columns", NO_COLUMN },
    { OPTION(index), has_column, "columns", NO_COLUMN },
    { OPTION(default_value), has_column, "columns", NO_COLUMN },
    { OPTION(default_sql), has_column, "columns", NO_COLUMN },
    { OPTION(type), has_column, "columns", NO_COLUMN },
};

static bool is_given(const quern_field *declared, const rule *option)
{
    const unsigned char *bytes = (const unsigned char *)declared + option->offset;
    for (size_t i = 0; i < option->size; i++)
        if (bytes[i])
            return true;
    return false;
}

static bool check_rules(quern__check *c, const quern__field *field)
{
    for (const rule *r = rules; r < rules + sizeof rules / sizeof *rules; r++)
        if (is_given(field->declared, r) && !r->fits(field))
            return tell(c, field, TEXT(": %s is for %s", r->option, r->is_for),
                        !has_column(field) ? NO_COLUMN
                        : r->hint          ? r->hint
                                  : TEXT("%s.%s is declared as %s", field->model->name, member(field),
                                         quern__field_c_type(field)));
    return true;
}

bool quern__check_options(quern__check *c, const quern__field *field)
{
    return check_place(c, field) && check_rules(c, field);
}

static bool check_numbers(quern__check *c, const quern__field *field)
{
    const quern_field *declared = field->declared;
    if (declared->generated > QUERN_NOT_GENERATED)
        return newer(c, field, "generation", declared->generated);
    if (declared->on_delete > QUERN_DO_NOTHING)
        return newer(c, field, "on_delete", declared->on_delete);
    if (declared->max_length > LONGEST_TEXT)
        return tell(c, field,
                    TEXT(": .max_length is %u, and the server's limit is %d", (unsigned)declared->max_length,
                         LONGEST_TEXT),
                    "leave it away: the text has no limit then");
    return declared->generated != QUERN_GENERATED || !is_text(field) ||
           tell(c, field, ": the database makes no texts for keys",
                "leave .generated away: the program gives the key; or give .default_sql");
}

static bool check_pairs(quern__check *c, const quern__field *field)
{
    const quern_field *declared = field->declared;
    if (declared->auto_now && declared->auto_now_add)
        return tell(c, field, ": .auto_now and .auto_now_add exclude each other",
                    "the one is the time of the last save, the other that of the first");
    return !declared->index || !declared->no_index ||
           tell(c, field, ": .index and .no_index exclude each other",
                "leave both away: a foreign key has an index");
}

static bool check_empty(quern__check *c, const quern__field *field)
{
    const quern_field *declared = field->declared;
    if (declared->type && !*declared->type)
        return tell(c, field, ": .type is empty", "leave it away: the column has the type of its kind then");
    return !declared->default_sql || *declared->default_sql ||
           tell(c, field, ": .default_sql is empty", "an empty text is .default_value = QUERN_DEFAULT(\"\")");
}

bool quern__check_field(quern__check *c, const quern__field *field)
{
    return check_role(c, field) && check_kind(c, field) && check_place(c, field) && check_null(c, field) &&
           check_rules(c, field) && check_numbers(c, field) && check_pairs(c, field) &&
           check_empty(c, field) && quern__check_values(c, field);
}
