/* old_layout.c: a program as one compiled against an older header would be, for each older header that there might have been:
 * its structs of options and of descriptions end after any of today's members, and poison lies where the rest would be. quern
 * must read what was given, and take the rest for zero. The backend without a server is enough for it. */
#include <quern/backend/script.h>
#include <quern/quern.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct leaf leaf;
struct leaf {
    quern_object object;
    int64_t id;
    const char *title;
    quern_null_i64 twig_id;
    leaf *twig;
};

static size_t faults;

static void fault(const char *what, size_t length, const char *member)
{
    fprintf(stderr, "old_layout: %s, with a struct of %zu bytes: %s\n", what, length, member);
    faults++;
}

/* ---- A description of any length ---- */

enum { FIELDS = 3, ROUND = sizeof(void *) };

static quern_field field_space[FIELDS + 2];
static quern_model model_space[2];

static const quern_field *fields(void)
{
    return field_space;
}

static const quern_model *leaf_model(void)
{
    return model_space;
}

static size_t round_up(size_t length)
{
    return (length + ROUND - 1) / ROUND * ROUND;
}

/* Structs end where their alignment says, and what lies between in static data is zero. */
static void cut(void *to, const void *from, size_t length)
{
    memset(to, 0, round_up(length));
    memcpy(to, from, length);
}

/* The fields, of `field_length` bytes each, one behind the other, and poison behind the last; the model likewise. */
static void describe(const quern_model *model, size_t model_length, const quern_field *list,
                     size_t field_length)
{
    quern_model sized = *model;
    sized.layout = (uint32_t)round_up(model_length);
    sized.stride = (uint32_t)round_up(field_length);
    memset(field_space, 0xfe, sizeof field_space);
    memset(model_space, 0xfe, sizeof model_space);
    for (size_t i = 0; i <= FIELDS; i++)
        cut((char *)field_space + i * sized.stride, &list[i], field_length);
    cut(model_space, &sized, model_length);
}

static const quern_model plain_model = {
    .name = "leaf", .table = "consumer_leaf", .size = sizeof(leaf), .fields = fields
};

/* clang-format off */
static const quern_field plain_fields[FIELDS + 1] = {
    { .name = "id", .role = QUERN_ROLE_KEY, .kind = QUERN_KIND_I64, .offset = offsetof(leaf, id) },
    { .name = "title", .role = QUERN_ROLE_COLUMN, .kind = QUERN_KIND_TEXT, .offset = offsetof(leaf, title) },
    { .name = "twig", .role = QUERN_ROLE_FOREIGN_KEY, .kind = QUERN_KIND_I64 | QUERN_NULLABLE,
      .offset = offsetof(leaf, twig_id), .object_offset = offsetof(leaf, twig) },
    { 0 },
};

/* Where an older header may have ended: before each of these, or at the end of all. `wrong` is a field that is told as faulty
 * for a value of this option, and for nothing else. */
#define BAD_ID(...) { .name = "id", .role = QUERN_ROLE_KEY, .kind = QUERN_KIND_I64, .offset = offsetof(leaf, id), __VA_ARGS__ }
#define OPTION(member) #member, offsetof(quern_field, member), sizeof(((quern_field *)0)->member)
static const struct field_option {
    const char *name;
    size_t offset, size;
    quern_field wrong;
} field_options[] = {
    { OPTION(column), BAD_ID(.column = "") },
    { OPTION(null), BAD_ID(.null = true) },
    { OPTION(unique), { 0 } },
    { OPTION(index), { 0 } },
    { OPTION(no_index), BAD_ID(.no_index = true) },
    { OPTION(auto_now), BAD_ID(.auto_now = true) },
    { OPTION(auto_now_add), BAD_ID(.auto_now_add = true) },
    { OPTION(generated), BAD_ID(.generated = 99) },
    { OPTION(on_delete), BAD_ID(.on_delete = QUERN_CASCADE) },
    { OPTION(max_length), BAD_ID(.max_length = 5) },
    { OPTION(default_value), BAD_ID(.default_value = QUERN_DEFAULT(5)) },
    { OPTION(default_sql), BAD_ID(.default_sql = "") },
    { OPTION(type), BAD_ID(.type = "") },
    { OPTION(choices), BAD_ID(.choices = "") },
    { OPTION(related_name), BAD_ID(.related_name = "x") },
    { OPTION(to_field), BAD_ID(.to_field = "id") },
    { OPTION(through), BAD_ID(.through = &plain_model) },
    { OPTION(through_from), BAD_ID(.through_from = "x") },
    { OPTION(through_to), BAD_ID(.through_to = "x") },
    { OPTION(between), BAD_ID(.between = "x") },
    { OPTION(symmetrical), BAD_ID(.symmetrical = true) },
    { OPTION(key), BAD_ID(.key = "x") },
    { OPTION(reserved), { 0 } },
};
/* clang-format on */
enum { FIELD_OPTIONS = sizeof field_options / sizeof *field_options };

static size_t field_length(size_t at)
{
    return at < FIELD_OPTIONS ? field_options[at].offset : sizeof(quern_field);
}

static quern_error_code open_code(void)
{
    const quern_model *const models[] = { leaf_model(), NULL };
    quern_db *db = (quern_open)("", models, NULL, 0, QUERN_SITE);
    const quern_error *error = quern_db_error(db);
    const quern_error_code code = error ? error->code : QUERN_OK;
    quern_close(db, 0);
    return code;
}

/* An option is read when the struct is long enough for it, and only then. */
static void try_field_lengths(void)
{
    quern_field list[FIELDS + 1];
    memcpy(list, plain_fields, sizeof list);
    list[2].target = leaf_model();
    for (size_t at = 0; at <= FIELD_OPTIONS; at++) {
        const size_t length = field_length(at);
        describe(&plain_model, sizeof(quern_model), list, length);
        if (open_code() != QUERN_OK)
            fault("fields were told as faulty", length, at < FIELD_OPTIONS ? field_options[at].name : "all");
        for (size_t option = 0; option < FIELD_OPTIONS; option++) {
            const struct field_option *o = &field_options[option];
            if (!o->wrong.name)
                continue;
            quern_field spoilt[FIELDS + 1];
            memcpy(spoilt, list, sizeof spoilt);
            spoilt[0] = o->wrong;
            describe(&plain_model, sizeof(quern_model), spoilt, length);
            const bool has = o->offset + o->size <= length;
            if (open_code() != (has ? QUERN_ERROR_MODEL : QUERN_OK))
                fault(has ? "an option was not read" : "an option was read", length, o->name);
        }
    }
}

/* ---- Models ---- */

static const char *const by_title[] = { "-title", NULL };
static const size_t model_lengths[] = {
    offsetof(quern_model, schema),    offsetof(quern_model, ordering), offsetof(quern_model, to_text),
    offsetof(quern_model, unmanaged), offsetof(quern_model, reserved), sizeof(quern_model),
};

static quern_db *open_script(const quern_options *options, size_t size)
{
    const quern_model *const models[] = { leaf_model(), NULL };
    quern_db *db = (quern_open)("script:", models, options, size, QUERN_SITE);
    if (quern_db_error(db))
        fault("quern_open failed", size, quern_db_error(db)->message);
    return db;
}

static void expect_sql(size_t length, const char *what, bool has, const char *sql, const char *part)
{
    if ((strstr(sql, part) != NULL) != has)
        fault(has ? "an option was not read" : "an option was read", length, what);
}

static void try_model_lengths(void)
{
    quern_field list[FIELDS + 1];
    memcpy(list, plain_fields, sizeof list);
    list[2].target = leaf_model();
    quern_model full = plain_model;
    full.schema = "old";
    full.ordering = by_title;
    for (size_t i = 0; i < sizeof model_lengths / sizeof *model_lengths; i++) {
        const size_t length = model_lengths[i];
        describe(&full, length, list, sizeof(quern_field));
        quern_db *db = open_script(NULL, 0);
        quern_session *s = quern_session_open(db);
        const char *sql = quern_sql((quern_objects)(s, leaf_model(), QUERN_SITE));
        expect_sql(length, "schema", length > offsetof(quern_model, schema), sql,
                   "\"old\".\"consumer_leaf\"");
        expect_sql(length, "ordering", length > offsetof(quern_model, ordering), sql, "\"title\" DESC");
        quern_session_close(s);
        quern_close(db, 1000);
        quern_model keyless = full;
        keyless.unmanaged = true;
        list[0].role = QUERN_ROLE_COLUMN;
        list[2].role = QUERN_ROLE_COLUMN;
        describe(&keyless, length, list, sizeof(quern_field));
        if ((open_code() == QUERN_OK) != (length > offsetof(quern_model, unmanaged)))
            fault("without a primary key", length, "unmanaged");
        list[0].role = QUERN_ROLE_KEY;
        list[2].role = QUERN_ROLE_FOREIGN_KEY;
    }
}

/* ---- Options of calls: a program gives the size of its struct ---- */

/* `to` is as long as `from`, but only the first `size` bytes are what they should be. */
static void poison(void *to, const void *from, size_t full, size_t size)
{
    memset(to, 0xfe, full);
    memcpy(to, from, size);
}

static const size_t option_lengths[] = {
    0,
    offsetof(quern_options, turn_ms),
    offsetof(quern_options, connect_ms),
    offsetof(quern_options, statement_ms),
    offsetof(quern_options, log_size),
    offsetof(quern_options, allocator),
    offsetof(quern_options, backend),
    offsetof(quern_options, reserved),
    sizeof(quern_options),
};

/* Today's allocator and backend lie in the poison: taking either for a pointer is the end. */
static void try_option_lengths(void)
{
    quern_script *script = quern_script_new(NULL);
    const quern_options full = { .pool_max = 2, .turn_ms = 100, .backend = quern_script_backend(script) };
    for (size_t i = 0; i < sizeof option_lengths / sizeof *option_lengths; i++) {
        quern_options options;
        poison(&options, &full, sizeof options, option_lengths[i]);
        if (!quern_close(open_script(&options, option_lengths[i]), 1000))
            fault("quern_close", option_lengths[i], "");
    }
    quern_script_free(script);
}

static const size_t expectation_lengths[] = {
    offsetof(quern_script_expectation, changed),
    offsetof(quern_script_expectation, sqlstate),
    offsetof(quern_script_expectation, message),
    offsetof(quern_script_expectation, detail),
    offsetof(quern_script_expectation, hint),
    offsetof(quern_script_expectation, lost),
    offsetof(quern_script_expectation, after_ms),
    offsetof(quern_script_expectation, after_steps),
    offsetof(quern_script_expectation, ignores_cancel),
    offsetof(quern_script_expectation, leaves),
    sizeof(quern_script_expectation),
};

static void expect_rows(quern_script *script, size_t length)
{
    const quern_script_expectation full = {
        .contains = "\"consumer_leaf\".\"title\"",
        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT },
                             { "twig_id", QUERN_KIND_I64 }),
        QUERN_SCRIPT_ROWS("7", "oak", NULL, "8", "elm", "7"),
    };
    quern_script_expectation old;
    poison(&old, &full, sizeof old, length);
    if (!(quern_script_expect)(script, &old, length, QUERN_SITE))
        fault("quern_script_expect", length, quern_script_report(script));
}

static void expect_opening(quern_script *script, size_t length)
{
    const quern_script_opening full = { .times = 1 };
    quern_script_opening old;
    poison(&old, &full, sizeof old, length);
    if (!(quern_script_on_open)(script, &old, length))
        fault("quern_script_on_open", length, quern_script_report(script));
}

static void read_row(quern_db *db, size_t length)
{
    quern_session *s = quern_session_open(db);
    const leaf *first = (quern_first)((quern_objects)(s, leaf_model(), QUERN_SITE), leaf_model(), QUERN_SITE);
    if (!first || first->id != 7 || strcmp(first->title, "oak") != 0 || first->twig_id.present)
        fault("reading a row", length, quern_error_text(s));
    quern_session_close(s);
}

/* With the shortest field, model and opening that there can have been. */
static void try_script_lengths(void)
{
    quern_field list[FIELDS + 1];
    memcpy(list, plain_fields, sizeof list);
    list[2].target = leaf_model();
    describe(&plain_model, offsetof(quern_model, schema), list, offsetof(quern_field, column));
    static const size_t openings[] = {
        0,
        offsetof(quern_script_opening, sqlstate),
        offsetof(quern_script_opening, message),
        offsetof(quern_script_opening, after_ms),
        sizeof(quern_script_opening),
    };
    for (size_t i = 0; i < sizeof expectation_lengths / sizeof *expectation_lengths; i++) {
        quern_script *script = quern_script_new(NULL);
        expect_opening(script, openings[i % (sizeof openings / sizeof *openings)]);
        expect_rows(script, expectation_lengths[i]);
        const quern_options options = { .backend = quern_script_backend(script) };
        quern_db *db = open_script(&options, sizeof options);
        read_row(db, expectation_lengths[i]);
        quern_close(db, 1000);
        if (strcmp(quern_script_report(script), "") != 0)
            fault("the script", expectation_lengths[i], quern_script_report(script));
        quern_script_free(script);
    }
}

int main(void)
{
    try_field_lengths();
    try_model_lengths();
    try_option_lengths();
    try_script_lengths();
    return faults ? EXIT_FAILURE : EXIT_SUCCESS;
}
