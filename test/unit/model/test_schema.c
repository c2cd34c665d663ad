/* test_schema.c: what the models of the tests become. */
#include "lib/model/schema.h"

#include "lib/model/scope.h"
#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static quern_session *session;
static const quern__schema *schema;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    schema = ((quern__scope *)session)->schema;
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

typedef struct field_case {
    const quern_model *model;
    const char *name, *is, *column, *key_name, *c_type;
    quern_kind kind;
    bool nullable;
    size_t offset, present, object;
    const quern_model *target;
} field_case;

/* clang-format off */
static const field_case cases[] = {
    { &book_model, "id", "id", "id", NULL, "int64_t", QUERN_KIND_I64, false, offsetof(book, id), 0, 0, NULL },
    { &book_model, "pk", "id", "id", NULL, "int64_t", QUERN_KIND_I64, false, offsetof(book, id), 0, 0, NULL },
    { &book_model, "title", "title", "title", NULL, "const char *", QUERN_KIND_TEXT, false, offsetof(book, title), 0, 0, NULL },
    { &book_model, "subtitle", "subtitle", "subtitle", NULL, "const char *", QUERN_KIND_TEXT, true, offsetof(book, subtitle), 0, 0, NULL },
    { &book_model, "author", "author", "author_id", "author_id", "int64_t", QUERN_KIND_I64, false, offsetof(book, author_id), 0, offsetof(book, author), &author_model },
    { &book_model, "author_id", "author", "author_id", "author_id", "int64_t", QUERN_KIND_I64, false, offsetof(book, author_id), 0, offsetof(book, author), &author_model },
    { &book_model, "sequel_of", "sequel_of", "sequel_of_id", "sequel_of_id", "quern_null_i64", QUERN_KIND_I64, true, offsetof(book, sequel_of_id), offsetof(book, sequel_of_id.present), offsetof(book, sequel_of), &book_model },
    { &book_model, "published", "published", "published", NULL, "bool", QUERN_KIND_BOOL, false, offsetof(book, published), 0, 0, NULL },
    { &book_model, "lent", "lent", "lent", NULL, "quern_null_bool", QUERN_KIND_BOOL, true, offsetof(book, lent), offsetof(book, lent.present), 0, NULL },
    { &book_model, "copies", "copies", "copies", NULL, "int32_t", QUERN_KIND_I32, false, offsetof(book, copies), 0, 0, NULL },
    { &book_model, "pages", "pages", "pages", NULL, "quern_null_i32", QUERN_KIND_I32, true, offsetof(book, pages), offsetof(book, pages.present), 0, NULL },
    { &book_model, "price", "price", "price", NULL, "double", QUERN_KIND_F64, false, offsetof(book, price), 0, 0, NULL },
    { &book_model, "rating", "rating", "rating", NULL, "quern_null_f64", QUERN_KIND_F64, true, offsetof(book, rating), offsetof(book, rating.present), 0, NULL },
    { &book_model, "created_at", "created_at", "created_at", NULL, "quern_timestamp", QUERN_KIND_TIMESTAMP, false, offsetof(book, created_at), 0, 0, NULL },
    { &book_model, "returned_at", "returned_at", "returned_at", NULL, "quern_null_timestamp", QUERN_KIND_TIMESTAMP, true, offsetof(book, returned_at), offsetof(book, returned_at.present), 0, NULL },
    { &book_model, "isbn", "isbn", "ISBN-13", NULL, "const char *", QUERN_KIND_TEXT, false, offsetof(book, isbn), 0, 0, NULL },
    { &odd_model, "pk", "id", "id", NULL, "int32_t", QUERN_KIND_I32, false, offsetof(odd, id), 0, 0, NULL },
    { &odd_model, "snow", "snow", "schnee ☃", NULL, "bool", QUERN_KIND_BOOL, false, offsetof(odd, snow), 0, 0, NULL },
    { &odd_model, "shelf", "shelf", "shelf_id", "shelf_id", "const char *", QUERN_KIND_TEXT, true, offsetof(odd, shelf_id), 0, offsetof(odd, shelf), &shelf_model },
    { &reader_model, "favourite", "favourite", "favourite_id", "favourite_id", "quern_null_i64", QUERN_KIND_I64, true, offsetof(reader, favourite_id), offsetof(reader, favourite_id.present), offsetof(reader, favourite), &author_model },
    { &loan_model, "reader_id", "reader", "card", "reader_id", "const char *", QUERN_KIND_TEXT, false, offsetof(loan, reader_id), 0, offsetof(loan, reader), &reader_model },
    { &loan_model, "book", "book", "book_id", "book_id", "int64_t", QUERN_KIND_I64, false, offsetof(loan, book_id), 0, offsetof(loan, book), &book_model },
    { &loan_model, "renewal_of_id", "renewal_of", "renewal_of_id", "renewal_of_id", "quern_null_i32", QUERN_KIND_I32, true, offsetof(loan, renewal_of_id), offsetof(loan, renewal_of_id.present), offsetof(loan, renewal_of), &loan_model },
    { &feature_model, "comments", "comments", "comments", NULL, "const char *", QUERN_KIND_TEXT, true, offsetof(feature, comments), 0, 0, NULL },
    { &shelf_model, "pk", "code", "code", NULL, "const char *", QUERN_KIND_TEXT, false, offsetof(shelf, code), 0, 0, NULL },
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof cases[0] };

START_TEST(a_descriptor_becomes_fields)
{
    const field_case *c = &cases[_i];
    const quern__field *field =
        quern__model_field(quern__schema_model(schema, c->model), c->name, strlen(c->name));
    ck_assert_msg(field != NULL, "%s: no such field", c->name);
    quern__expect_text(c->name, "the name", field->name, c->is);
    quern__expect_text(c->name, "the column", field->column, c->column);
    quern__expect_text(c->name, "the key's name", field->key_name, c->key_name);
    quern__expect_text(c->name, "the type", quern__field_c_type(field), c->c_type);
    ck_assert_msg(field->kind == c->kind, "%s: kind %x", c->name, (unsigned)field->kind);
    ck_assert_msg(field->nullable == c->nullable, "%s: nullable", c->name);
    ck_assert_msg(field->offset == c->offset, "%s: offset %u", c->name, field->offset);
    ck_assert_msg(field->present_offset == c->present, "%s: present at %u", c->name, field->present_offset);
    ck_assert_msg(field->object_offset == c->object, "%s: object at %u", c->name, field->object_offset);
    const quern__model *target = c->target ? quern__schema_model(schema, c->target) : NULL;
    ck_assert_msg(field->target == target, "%s: its target", c->name);
    ck_assert_msg(field->model == quern__schema_model(schema, c->model), "%s: its model", c->name);
}
END_TEST

START_TEST(knows_its_models)
{
    uint16_t i = 0;
    for (; quern__test_models[i]; i++) {
        const quern__model *model = quern__schema_model(schema, quern__test_models[i]);
        ck_assert_msg(model == &schema->models[i] && model->index == i, "model %u", i);
        for (uint16_t f = 0; f < model->count; f++)
            ck_assert_msg(model->fields[f].index == f, "%s, field %u", model->name, f);
    }
    for (; i < schema->count; i++) /* the tables between two models come last */
        ck_assert_msg(schema->models[i].between && schema->models[i].index == i, "model %u", i);
    const quern_model copy = book_model;
    ck_assert_ptr_null(quern__schema_model(schema, &copy));
    ck_assert_ptr_eq(schema->dialect, quern__test_dialect());
}
END_TEST

START_TEST(finds_no_field_by_a_part_of_its_name)
{
    static const char *const wrong[] = { "", "i", "idd", "titl", "titles", "author_i", "Title", "pkk", "p" };
    const quern__model *model = quern__schema_model(schema, &book_model);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!quern__model_field(model, wrong[i], strlen(wrong[i])), "\"%s\"", wrong[i]);
    ck_assert_ptr_nonnull(quern__model_field(model, "titles", 5));
}
END_TEST

START_TEST(keeps_what_models_and_fields_declare)
{
    const quern__model *readers = quern__schema_model(schema, &reader_model),
                       *loans = quern__schema_model(schema, &loan_model),
                       *features = quern__schema_model(schema, &feature_model);
    ck_assert_ptr_null(readers->schema);
    ck_assert_str_eq(features->schema, "information_schema");
    ck_assert_str_eq(features->table, "sql_features");
    ck_assert(features->declared->unmanaged && !readers->declared->unmanaged);
    ck_assert_ptr_null(features->key);
    ck_assert_ptr_null(quern__model_field(features, "pk", 2));
    char text[20];
    ck_assert(!features->declared->to_text);
    ck_assert_uint_eq(readers->declared->to_text(&(reader){ .name = "Ann", .card = "A1" }, text, sizeof text),
                      8);
    ck_assert_str_eq(text, "Ann (A1)");
    ck_assert_uint_eq(readers->fields[1].declared->max_length, 10);
    ck_assert(readers->fields[1].unique && !readers->fields[2].unique);
    ck_assert(readers->fields[2].declared->index);
    ck_assert_uint_eq(readers->fields[3].declared->on_delete, QUERN_SET_NULL);
    ck_assert_uint_eq(loans->key->declared->generated, QUERN_NOT_GENERATED);
    ck_assert(!loans->fields[1].unique && loans->fields[2].unique && loans->fields[3].unique);
    ck_assert_str_eq(loans->fields[1].reach->name, "card");
    ck_assert_uint_eq(readers->reverse_count, 1);
    ck_assert_str_eq(readers->reverses[0].name, "loans");
    ck_assert_str_eq(loans->reverses[0].name, "loan");
    ck_assert_uint_eq(loans->ordering_count, 4); /* "-reader" is what orders a reader, turned around */
    ck_assert_uint_eq(quern__schema_model(schema, &book_model)->ordering_count, 0);
}
END_TEST

/* The descriptors are nobody's: what a schema learns of them stays in the schema. */
START_TEST(two_schemas_share_a_model)
{
    static const quern_model *const lent[] = { &reader_model, &author_model, NULL };
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    const quern_model before = reader_model;
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern__schema *other = quern__schema_build(arena, lent, &facts, &failure, NULL);
    ck_assert_ptr_nonnull(other);
    const quern__model *mine = quern__schema_model(schema, &reader_model),
                       *theirs = quern__schema_model(other, &reader_model);
    ck_assert_ptr_ne(mine, theirs);
    ck_assert_uint_eq(theirs->index, 0);
    ck_assert_uint_eq(theirs->reverse_count, 0);
    ck_assert_uint_eq(mine->reverse_count, 1);
    ck_assert_ptr_eq(theirs->fields[3].target, &other->models[1]);
    ck_assert_ptr_eq(mine->fields[3].target, quern__schema_model(schema, &author_model));
    ck_assert(memcmp(&before, &reader_model, sizeof before) == 0);
    quern__arena_close(arena);
    quern__failure_close(&failure);
}
END_TEST

enum { MANY_MODELS = 1000, MANY_FIELDS = 50 };

static quern_field many_fields[MANY_FIELDS + 1];

static const quern_field *give_many_fields(void)
{
    return many_fields;
}

/* All models have the same fields: a key, columns, and the last a relation to one of them. */
static void make_many(quern_model *models, const quern_model **list, char names[][8])
{
    for (size_t i = 0; i < MANY_MODELS; i++) {
        snprintf(names[i], sizeof names[i], "m%zu", i);
        models[i] = (quern_model){ .layout = sizeof(quern_model),
                                   .stride = sizeof(quern_field),
                                   .name = names[i],
                                   .table = names[i],
                                   .size = 1000,
                                   .fields = give_many_fields };
        list[i] = &models[i];
    }
    for (size_t i = 0; i < MANY_FIELDS; i++)
        many_fields[i] = (quern_field){ .name = names[i],
                                        .role = i ? QUERN_ROLE_COLUMN : QUERN_ROLE_KEY,
                                        .kind = QUERN_KIND_I64,
                                        .offset = 16 };
    many_fields[MANY_FIELDS - 1].role = QUERN_ROLE_FOREIGN_KEY;
    many_fields[MANY_FIELDS - 1].target = &models[7];
}

START_TEST(finds_what_is_among_many)
{
    static quern_model models[MANY_MODELS];
    static const quern_model *list[MANY_MODELS + 1];
    static char names[MANY_MODELS][8];
    make_many(models, list, names);
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    quern__failure failure;
    quern__failure_open(&failure, quern_system_allocator());
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern__schema *many = quern__schema_build(arena, list, &facts, &failure, NULL);
    ck_assert_msg(many != NULL, "%s", failure.current ? failure.current->message : "");
    for (size_t i = 0; i < MANY_MODELS; i++) {
        const quern__model *model = quern__schema_model(many, &models[i]);
        ck_assert_msg(model == &many->models[i], "model %zu", i);
        for (size_t f = 0; f < MANY_FIELDS; f++)
            ck_assert_msg(quern__model_field(model, names[f], strlen(names[f])) == &model->fields[f], "%s.%s",
                          names[i], names[f]);
        char reverse[16];
        const int size = snprintf(reverse, sizeof reverse, "%s_set", names[i]);
        ck_assert_ptr_eq(quern__model_reverse(&many->models[7], reverse, (size_t)size)->field,
                         &model->fields[MANY_FIELDS - 1]);
    }
    ck_assert_uint_eq(many->models[7].reverse_count, MANY_MODELS);
    quern__arena_close(arena);
    quern__failure_close(&failure);
}
END_TEST

/* quern__test_session_open has no place to show the failure, so the schema is built here. */
static bool builds(quern__replay *replay, void *context)
{
    (void)context;
    const quern_allocator *allocator = quern__replay_allocator(replay);
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    quern__failure failure;
    quern__failure_open(&failure, allocator);
    quern__replay_pause(replay);
    quern__arena *arena = quern__arena_open(allocator, NULL);
    quern__replay_resume(replay);
    bool built = quern__schema_build(arena, quern__test_models, &facts, &failure, NULL) != NULL;
    if (!built) {
        ck_assert_int_eq(failure.current->code, QUERN_ERROR_MEMORY);
        quern__failure_clear(&failure);
        quern__replay_stop_failing(replay);
        ck_assert_msg(quern__schema_build(arena, quern__test_models, &facts, &failure, NULL) != NULL, "%s",
                      quern__replay_where(replay));
    }
    ck_assert_ptr_null(failure.current);
    quern__arena_close(arena);
    quern__failure_close(&failure);
    return built;
}

/* A fault is told as what it is when there is memory for it, and as out of memory else. */
static bool refuses(quern__replay *replay, void *context)
{
    const quern_allocator *allocator = quern__replay_allocator(replay);
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    const quern_model *const *models = context;
    quern__failure failure;
    quern__failure_open(&failure, allocator);
    quern__arena *arena = quern__arena_open(allocator, NULL);
    if (!arena)
        return false;
    ck_assert_ptr_null(quern__schema_build(arena, models, &facts, &failure, NULL));
    const quern_error *error = failure.current;
    const bool told = error->code == QUERN_ERROR_MODEL;
    if (told)
        ck_assert_str_eq(error->message, "book.author points to author, which is not among the models");
    else
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
    if (told && !*error->hint)
        quern__replay_harmless(replay);
    quern__arena_close(arena);
    quern__failure_close(&failure);
    return told;
}

START_TEST(does_without_memory)
{
    static const quern_model *const alone[] = { &book_model, NULL };
    ck_assert_uint_gt(quern__replay_run("builds a schema", builds, NULL), 0);
    ck_assert_uint_gt(quern__replay_run("refuses a model", refuses, (void *)(uintptr_t)alone), 0);
}
END_TEST

Suite *quern__suite_schema(void);

Suite *quern__suite_schema(void)
{
    Suite *suite = suite_create("schema");
    TCase *tests = tcase_create("schema");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, a_descriptor_becomes_fields, 0, CASES);
    tcase_add_test(tests, knows_its_models);
    tcase_add_test(tests, keeps_what_models_and_fields_declare);
    tcase_add_test(tests, two_schemas_share_a_model);
    tcase_add_test(tests, finds_what_is_among_many);
    tcase_add_test(tests, finds_no_field_by_a_part_of_its_name);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
