/* test_prefetch.c: what is prefetched on a real server: each kind of relation, who shares what, who points back, and what it costs. The
 * rows are those of test/support/models.c. */
#include "test/integration/counted.h"
#include "test/support/club.h"

#include "lib/expr/object.h"
#include "lib/load/sets.h"

#include <stdio.h>

/* ---- What objects know, as text ---- */

static char text[2000];

static void put_key(const void *row)
{
    const quern_value key = quern__member_value(((const quern_object *)row)->result->model->key, row);
    if (key.kind == QUERN_KIND_TEXT)
        sprintf(text + strlen(text), "%s", key.as.text);
    else
        sprintf(text + strlen(text), "%d", (int)key.as.integer);
}

/* "1(2 3) 2() 3?": of each object, those that the name leads to; "?": it is not known. */
static void put_set(const quern_object *object, const char *name)
{
    const quern__set *set = quern__set_find(object, name);
    if (!set) {
        strcat(text, "?");
        return;
    }
    strcat(text, "(");
    for (size_t i = 0; i < set->count; i++) {
        strcat(text, i ? " " : "");
        put_key(set->rows[i]);
    }
    ck_assert_ptr_null(set->rows[set->count]);
    strcat(text, ")");
}

static const char *sets_of(quern_queryset *queryset, const quern_model *model, const char *name)
{
    text[0] = '\0';
    quern_each each = quern_each_begin(queryset, model, QUERN_SITE);
    for (const quern_object *object; (object = quern_each_next(&each)) != NULL;) {
        strcat(text, *text ? " " : "");
        put_key(object);
        put_set(object, name);
    }
    ck_assert_msg(!quern_failed(counted), "%s: %s", name, quern_error_text(counted));
    return text;
}

static quern_queryset *all_of(const quern_model *model)
{
    return quern_order_by((quern_objects)(counted, model, QUERN_SITE), "pk");
}

/* ---- Sets ---- */

static const struct {
    const quern_model *model;
    const char *path, *known;
} every_kind[] = {
    { &author_model, "book_set", NULL },
    { &player_model, "staff", "1(2 3) 2(4) 3() 4() 5(6) 6() 7(7)" },
    { &player_model, "club_set", "1(1) 2(2) 3() 4() 5() 6(4) 7()" },
    { &player_model, "badge", "1(1) 2(2) 3() 4() 5(4) 6() 7()" },
    { &badge_model, "pin_set", "1(1 2) 2() 3(3) 4(5)" },
    { &club_model, "memberships", "1(1 2 3) 2(4 5 8) 3(6 7) 4()" },
    { &player_model, "friends", "1(2 3) 2(1 3) 3(1 2) 4() 5(6) 6(5) 7(7)" },
    { &player_model, "idols", "1(5) 2(1) 3(1) 4(1 2) 5() 6(6) 7()" },
    { &player_model, "fans", "1(2 3 4) 2(4) 3() 4() 5(1) 6(6) 7()" },
    { &club_model, "members", "1(1 2 3) 2(2 4 5) 3(3 3) 4()" },
    { &player_model, "clubs", "1(1) 2(1 2) 3(1 3 3) 4(2) 5(2) 6() 7()" },
    { &club_model, "topics", "1(chess go) 2(go tea) 3(chess) 4()" },
    { &topic_model, "club_set", "chess(1 3) go(1 2) tea(2) x()" },
};

START_TEST(of_every_kind)
{
    NEEDS_SERVER();
    const size_t i = (size_t)_i;
    const quern_model *model = every_kind[i].model;
    const char *path = every_kind[i].path;
    quern_prefetch wanted[] = { { .path = path }, { 0 } };
    const quern__model *target =
        quern__model_reverse(quern__schema_model(((quern__scope *)counted)->schema, model), path,
                             strlen(path))
            ->as->target;
    wanted[0].queryset = all_of(target->descriptor);
    quern_queryset *owners = (quern_prefetch_related)(all_of(model), wanted, QUERN_SITE);
    const char *found = sets_of(owners, model, path);
    ck_assert_msg(!every_kind[i].known || strcmp(found, every_kind[i].known) == 0, "%s.%s: %s", model->name,
                  path, found);
    expect_statements(path, 2);
}
END_TEST

Suite *quern__suite_prefetch(void);

Suite *quern__suite_prefetch(void)
{
    Suite *suite = suite_create("prefetch");
    TCase *tests = server_case("prefetch");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_loop_test(tests, of_every_kind, 0, (int)(sizeof every_kind / sizeof *every_kind));
    suite_add_tcase(suite, tests);
    return suite;
}
