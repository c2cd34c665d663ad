/* test_kind.c: the table of kinds against the lists of <quern/value.h>, and what can be asked of it. */
#include "lib/model/kind.h"

#include "test/support/expect.h"

#include <check.h>
#include <string.h>

/* Each row of the table as the public header has the kind. */
static const struct {
    quern_kind kind;
    const char *name, *c_type, *twin, *array;
    size_t size;
} kinds[] = {
#define POINTER(NAME, name_, type_) \
    { QUERN_KIND_##NAME, #name_, #type_, NULL, "quern_array_" #name_, sizeof(type_) },
#define SCALAR(NAME, name_, type_) \
    { QUERN_KIND_##NAME, #name_, #type_, "quern_null_" #name_, "quern_array_" #name_, sizeof(type_) },
    QUERN__SCALARS(SCALAR) QUERN__POINTERS(POINTER)
#undef POINTER
#undef SCALAR
};

START_TEST(each_kind_has_its_facts)
{
    const char *name = kinds[_i].name;
    const quern__kind *facts = quern__kind_facts(kinds[_i].kind);
    ck_assert_msg(facts, "%s has none", name);
    ck_assert_msg(facts->kind == kinds[_i].kind, "%s: kind %x", name, (unsigned)facts->kind);
    quern__expect_text(name, "the name", facts->name, name);
    quern__expect_text(name, "the type", facts->c_type,
                       strcmp(name, "bool") == 0 ? "bool" : kinds[_i].c_type);
    quern__expect_text(name, "the twin", facts->twin, kinds[_i].twin);
    quern__expect_text(name, "the array", facts->array, kinds[_i].array);
    ck_assert_msg(facts->size == kinds[_i].size, "%s: size %u", name, facts->size);
    ck_assert_msg(facts->noun && facts->nouns && facts->range, "%s: a text is missing", name);
    ck_assert_msg(facts->example || facts->make || facts->parse, "%s: how is one written?", name);
}
END_TEST

START_TEST(flags_do_not_change_the_facts)
{
    const unsigned kind = kinds[_i].kind, nullable = QUERN_NULLABLE, array = QUERN_ARRAY;
    const quern__kind *facts = quern__kind_facts(kind);
    ck_assert_ptr_eq(quern__kind_facts(kind | nullable), facts);
    ck_assert_ptr_eq(quern__kind_facts(kind | array), facts);
    ck_assert_uint_eq(quern__kind_class(kind), facts->class);
    ck_assert_uint_eq(quern__kind_class(kind | nullable), facts->class);
    ck_assert_uint_eq(quern__kind_class(kind | array), facts->class << QUERN__ARRAY_SHIFT);
    ck_assert_uint_lt(facts->class << QUERN__ARRAY_SHIFT, QUERN__RELATION);
    ck_assert_int_eq(quern__kind_is_pointer(kind), !kinds[_i].twin);
    ck_assert_int_eq(quern__kind_is_pointer(kind | nullable), !kinds[_i].twin);
    ck_assert(quern__kind_is_pointer(kind | array));
}
END_TEST

START_TEST(all_are_listed_once)
{
    size_t count = 0;
    for (; quern__kind_at(count); count++)
        for (size_t i = 0; i < count; i++)
            ck_assert_msg(quern__kind_at(i)->kind != quern__kind_at(count)->kind, "%s twice",
                          quern__kind_at(i)->name);
    ck_assert_uint_eq(count, sizeof kinds / sizeof *kinds);
    ck_assert_ptr_null(quern__kind_at(SIZE_MAX));
}
END_TEST

START_TEST(nothing_else_is_a_kind_of_members)
{
    static const unsigned others[] = {
        QUERN_KIND_END, QUERN_KIND_NULL,    QUERN_KIND_PATH, QUERN_KIND_TOO_BIG,
        0x11,           QUERN_NULLABLE,     QUERN_ARRAY,     0x4000 | QUERN_KIND_I64,
        0xffff,         QUERN_KIND_I64 + 1, UINT32_MAX
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_msg(!quern__kind_facts(others[i]), "%x", others[i]);
        ck_assert_msg(!quern__kind_class(others[i]), "%x has a class", others[i]);
        ck_assert_msg(!quern__kind_is_pointer(others[i]), "%x is a pointer", others[i]);
    }
}
END_TEST

Suite *quern__suite_kind(void);

Suite *quern__suite_kind(void)
{
    Suite *suite = suite_create("kind");
    TCase *tests = tcase_create("kind");
    tcase_add_loop_test(tests, each_kind_has_its_facts, 0, sizeof kinds / sizeof *kinds);
    tcase_add_loop_test(tests, flags_do_not_change_the_facts, 0, sizeof kinds / sizeof *kinds);
    tcase_add_test(tests, all_are_listed_once);
    tcase_add_test(tests, nothing_else_is_a_kind_of_members);
    suite_add_tcase(suite, tests);
    return suite;
}
