/* test_edit.c: quern_edit, quern_changed and quern_adopt: members of every kind, kept, compared and copied. */
#include "test/unit/load/fixture.h"

#include "lib/expr/object.h"
#include "lib/load/member.h"
#include "lib/load/result.h"
#include "lib/value/same.h"
#include "test/support/specimen.h"
#include "test/support/values.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

static load_fixture f;
static quern__arena *arena; /* of what the program has */

static void set_up(void)
{
    f = load_open();
    arena = quern__arena_open(&quern__system_allocator, NULL);
}

static void tear_down(void)
{
    quern__arena_close(arena);
    load_close(&f);
}

static const quern__model *specimens(void)
{
    return quern__schema_model(f.s->scope.schema, &specimen_model);
}

static void set_random(quern__random *random, const quern__field *field, specimen *to)
{
    quern_value value = quern__random_value(random, arena, field->kind);
    if (field->nullable && quern__random_below(random, 4) == 0)
        value = quern_value_null();
    quern__member_store(field, &value, to);
}

static specimen random_specimen(quern__random *random)
{
    specimen made = { 0 };
    const quern__model *model = specimens();
    for (size_t i = 0; i < model->count; i++)
        set_random(random, &model->fields[i], &made);
    return made;
}

static bool same(const quern__field *field, const void *a, const void *b)
{
    const quern_value one = quern__member_value(field, a), other = quern__member_value(field, b);
    return quern__value_same(&one, &other);
}

static void expect_same(const specimen *a, const specimen *b, const char *name)
{
    const quern__model *model = specimens();
    for (size_t i = 0; i < model->count; i++)
        ck_assert_msg(same(&model->fields[i], a, b), "%s: %s", name, model->fields[i].name);
}

/* An object that the program filled, adopted; what the program had may go. */
START_TEST(every_kind_is_adopted)
{
    quern__random random = { (uint64_t)_i };
    specimen filled = random_specimen(&random);
    specimen *mine = quern_adopt(f.s, specimen, &filled);
    ck_assert_ptr_nonnull(mine);
    expect_same(&filled, mine, "adopted");
    quern_session *other = quern_session_open(f.db);
    specimen *theirs = quern_adopt(other, specimen, mine);
    expect_same(&filled, theirs, "from another session");
    quern__arena_close(arena);
    arena = quern__arena_open(&quern__system_allocator, NULL);
    expect_same(theirs, mine, "without what it was filled with");
    const quern__model *model = specimens();
    for (size_t i = 0; i < model->count; i++)
        ck_assert(quern_loaded(mine, id) && (quern_loaded)(&mine->object, model->fields[i].offset));
    specimen *again = quern_adopt(f.s, specimen, theirs);
    quern_session_close(other);
    expect_same(again, mine, "the other session is closed");
}
END_TEST

/* Each member changed by itself, and put back. */
START_TEST(every_kind_that_changes_is_seen)
{
    quern__random random = { 1000 + (uint64_t)_i };
    const quern__model *model = specimens();
    specimen filled = random_specimen(&random);
    specimen *mine = quern_adopt(f.s, specimen, &filled);
    ck_assert(!quern_changed(mine, id));
    ck_assert(quern_edit(mine));
    for (size_t i = 0; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        set_random(&random, field, mine);
        for (size_t j = 0; j < model->count; j++) {
            const bool changed = (quern_changed)(&mine->object, model->fields[j].offset);
            ck_assert_msg(changed == (i == j && !same(field, &filled, mine)), "%s, where %s was set",
                          model->fields[j].name, field->name);
        }
        ck_assert(quern__member_copy(arena, field, &filled, mine)); /* the same, at another place */
        ck_assert_msg(!(quern_changed)(&mine->object, field->offset), "%s put back", field->name);
    }
}
END_TEST

START_TEST(many_rows_are_edited)
{
    enum { COUNT = 100 };
    expect_authors(&f, FROM, COUNT);
    quern_queryset *all = quern_objects(f.s, author);
    author *const *list = quern_list(all, author);
    for (int i = 0; i < COUNT; i += 3)
        ck_assert(quern_edit(list[i]));
    for (int i = 0; i < COUNT; i++) {
        list[i]->name = "Another name";
        list[i]->born.present = !list[i]->born.present;
    }
    for (int i = 0; i < COUNT; i++) {
        const author *a = list[i];
        ck_assert_msg(quern_changed(a, name) == (i % 3 == 0), "%d", i);
        ck_assert_msg(quern_changed(a, born) == (i % 3 == 0), "%d", i);
        ck_assert(!quern_changed(a, id) && !quern_changed(a, email));
    }
    ck_assert(!(quern_changed)(&list[0]->object, 0));
    ck_assert(!(quern_changed)(&list[0]->object, 1));
    ck_assert(!(quern_changed)(NULL, 0));
}
END_TEST

/* What the program put there is the program's: it is copied when it is kept. */
START_TEST(edited_again)
{
    expect_authors(&f, FROM, 1);
    author *a = quern_first(quern_objects(f.s, author), author);
    char name[] = "Ann";
    ck_assert(quern_edit(a));
    a->name = name;
    a->born.value++;
    ck_assert(quern_changed(a, name) && quern_changed(a, born));
    ck_assert(quern_edit(a));
    ck_assert(!quern_changed(a, name) && !quern_changed(a, born));
    name[0] = 'X';
    a->name = "Ann";
    ck_assert(!quern_changed(a, name));
    a->name = name;
    ck_assert(quern_changed(a, name));
}
END_TEST

/* So is what it put there before the first time; and keeping anew what is the same takes no memory. */
START_TEST(edited_after_a_change)
{
    expect_authors(&f, FROM, 1);
    author *a = quern_first(quern_objects(f.s, author), author);
    char *name = strdup("Ann");
    a->name = name;
    ck_assert(quern_edit(a));
    memset(name, 'X', 3);
    ck_assert(quern_changed(a, name));
    free(name);
    a->name = "Ann";
    ck_assert(!quern_changed(a, name));
    const size_t bytes = quern_session_bytes(f.s);
    for (int i = 0; i < 100; i++)
        ck_assert(quern_edit(a));
    ck_assert_uint_eq(quern_session_bytes(f.s), bytes);
}
END_TEST

/* What was left out is no change when it is loaded, but when the program sets it. */
START_TEST(what_was_not_loaded)
{
    quern_script_expect(f.script,
                        .contains = "SELECT \"books_author\".\"id\", \"books_author\".\"name\" FROM",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "Ann"));
    author *a = quern_first(quern_only(quern_objects(f.s, author), "name"), author);
    ck_assert(quern_edit(a));
    ck_assert(!quern_changed(a, email) && !quern_changed(a, born));
    quern_script_expect(f.script, .contains = "\"email\"", QUERN_SCRIPT_COLUMNS({ "email", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("a@example.org"));
    ck_assert_str_eq(quern_fetch(a, email), "a@example.org");
    ck_assert(!quern_changed(a, email));
    a->email = NULL;
    ck_assert(quern_changed(a, email));
    a->born = (quern_null_i32){ 1775, true };
    ck_assert(quern_changed(a, born));
    author *mine = quern_adopt(f.s, author, a);
    ck_assert(quern_loaded(mine, name) && quern_loaded(mine, email) && !quern_loaded(mine, born));
    ck_assert_str_eq(mine->name, "Ann");
    ck_assert_ptr_null(mine->email);
}
END_TEST

/* Once it is kept, what the program has set is no change any more. */
START_TEST(what_was_not_loaded_but_set)
{
    quern_script_expect(f.script, .contains = "FROM", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("7"));
    author *a = quern_first(quern_only(quern_objects(f.s, author), "id"), author);
    ck_assert(quern_edit(a));
    a->name = "Ann";
    ck_assert(quern_changed(a, name));
    ck_assert(quern_edit(a));
    ck_assert(!quern_changed(a, name));
}
END_TEST

/* In a build for debugging, members that were not loaded are nonsense, so that no program gets used to reading them. */
START_TEST(what_was_not_loaded_is_nonsense)
{
    static const char nothing[sizeof(const char *)];
    char nonsense[sizeof nothing];
    memset(nonsense, 0xa5, sizeof nonsense);
    quern_script_expect(f.script, .contains = "SELECT \"books_book\".\"id\", \"books_book\".\"title\" FROM",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("7", "Emma"));
    const book *b = quern_first(quern_only(quern_objects(f.s, book), "title"), book);
    ck_assert_str_eq(b->title, "Emma");
    ck_assert_ptr_null(b->author);
    ck_assert_ptr_null(b->sequel_of);
    const void *const left_out[] = { &b->subtitle, &b->author_id, &b->pages, &b->isbn };
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
        const size_t size = left_out[i] == &b->pages ? sizeof b->pages.value : sizeof nothing;
        ck_assert_msg(memcmp(left_out[i], quern__arena_debug ? nonsense : nothing, size) == 0, "%zu", i);
    }
    ck_assert(memcmp(&b->pages.present, quern__arena_debug ? nonsense : nothing, 1) == 0);
}
END_TEST

/* ---- Refusals ---- */

START_TEST(what_cannot_be_edited)
{
    expect_authors(&f, FROM, 1);
    author *a = quern_first(quern_objects(f.s, author), author);
    author copy = *a, fresh = { 0 };
    ck_assert(!(quern_edit)(NULL, LOAD_SITE));
    ck_assert(!(quern_edit)(&fresh.object, LOAD_SITE));
    check_well(&f, "no session to tell");
    ck_assert(!(quern_edit)(&copy.object, LOAD_SITE));
    check_failure(&f, "a copy", QUERN_ERROR_USAGE, "quern_edit of a struct that was copied", LOAD_SITE);
    ck_assert(quern_edit(a));
    copy.name = "Ann";
    ck_assert(!quern_changed(&copy, name) && !quern_changed(&fresh, name));
    author *mine = quern_adopt(f.s, author, &copy);
    ck_assert_str_eq(mine->name, "Ann");
    ck_assert(quern_edit(mine));
    ck_assert_int_eq(quern_len(quern_filter(quern_objects(f.s, author), Q("nmae", 1))), -1);
    ck_assert(!quern_edit(mine));
    check_failure(&f, "the first failure", QUERN_ERROR_FIELD, "nmae", NULL);
}
END_TEST

typedef struct stranger {
    quern_object object;
    int64_t id;
} stranger;

QUERN_MODEL(stranger, "stranger", QUERN_FIELDS(QUERN_PRIMARY_KEY(id)));

START_TEST(what_cannot_be_adopted)
{
    stranger unknown = { .id = 5 };
    expect_authors(&f, FROM, 1);
    author *a = quern_first(quern_objects(f.s, author), author), fresh = { .id = 5 };
    quern_script_expect(f.script, .contains = FROM, QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("7"));
    const quern_row *row = quern_at(quern_values(quern_objects(f.s, author), "id"), quern_row, 0);
    const struct {
        const char *name;
        const quern_model *model;
        const quern_object *object;
        quern_error_code code;
        const char *message;
    } cases[] = {
        { "NULL", &author_model, NULL, QUERN_ERROR_USAGE, "quern_adopt of no object: NULL" },
        { "no model", NULL, &fresh.object, QUERN_ERROR_USAGE, "without a model" },
        { "a stranger", &stranger_model, &unknown.object, QUERN_ERROR_MODEL,
          "stranger is not among the models of this db" },
        { "another's", &book_model, &a->object, QUERN_ERROR_USAGE,
          "an object of author cannot be adopted as one of book" },
        { "a row", &quern_row_model, &row->object, QUERN_ERROR_MODEL, "quern_row is not among the models" },
        { "a row without a model", NULL, &row->object, QUERN_ERROR_USAGE,
          "an object of quern_row, which is not among the models" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_msg(!(quern_adopt)(f.s, cases[i].model, cases[i].object, LOAD_SITE), "%s", cases[i].name);
        check_failure(&f, cases[i].name, cases[i].code, cases[i].message, LOAD_SITE);
    }
    check_author((quern_adopt)(f.s, NULL, &a->object, LOAD_SITE), 1);
    ck_assert_int_eq(quern_adopt(f.s, author, &fresh)->id, 5);
}
END_TEST

/* An object of another db, which has the same models. */
START_TEST(an_object_of_another_db)
{
    load_fixture g = load_open();
    expect_authors(&g, FROM, 2);
    quern_queryset *all = quern_objects(g.s, author);
    author *theirs = quern_list(all, author)[1];
    author *mine = quern_adopt(f.s, author, theirs);
    load_close(&g);
    check_author(mine, 2);
    ck_assert(quern_edit(mine));
}
END_TEST

/* As old as the call. */
START_TEST(a_rewind_frees_what_was_adopted)
{
    author fresh = { .id = 1, .name = "Author No. 1", .born = { 1, true } };
    const author *kept = quern_adopt(f.s, author, &fresh);
    const quern_mark mark = quern_session_mark(f.s);
    const size_t bytes = quern_session_bytes(f.s);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_nonnull(quern_adopt(f.s, author, kept));
    ck_assert(quern_session_rewind(f.s, mark));
    ck_assert_uint_eq(quern_session_bytes(f.s), bytes);
    check_author(kept, 1);
}
END_TEST

Suite *quern__suite_edit(void);

Suite *quern__suite_edit(void)
{
    Suite *suite = suite_create("edit");
    TCase *tests = tcase_create("edit");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, every_kind_is_adopted, 0, 20);
    tcase_add_loop_test(tests, every_kind_that_changes_is_seen, 0, 20);
    tcase_add_test(tests, many_rows_are_edited);
    tcase_add_test(tests, edited_again);
    tcase_add_test(tests, edited_after_a_change);
    tcase_add_test(tests, what_was_not_loaded);
    tcase_add_test(tests, what_was_not_loaded_but_set);
    tcase_add_test(tests, what_was_not_loaded_is_nonsense);
    tcase_add_test(tests, what_cannot_be_edited);
    tcase_add_test(tests, what_cannot_be_adopted);
    tcase_add_test(tests, an_object_of_another_db);
    tcase_add_test(tests, a_rewind_frees_what_was_adopted);
    suite_add_tcase(suite, tests);
    return suite;
}
