/* faults.h: models that are wrong, and what is told of them, as rows of tables. The descriptors are written by hand, since the
 * macros would not let most of these faults happen; each row says how it differs from a sound model. */
#ifndef QUERN__TEST_MODEL_FAULTS_H
#define QUERN__TEST_MODEL_FAULTS_H

#include "lib/model/schema.h"
#include "test/support/expect.h"

#include <check.h>

typedef struct thing {
    quern_object object;
    int64_t id;
    const char *name;
    int64_t owner_id;
    struct thing *owner;
} thing;

enum {
    KEY = QUERN_ROLE_KEY,
    COLUMN = QUERN_ROLE_COLUMN,
    FOREIGN = QUERN_ROLE_FOREIGN_KEY,
    ONE = QUERN_ROLE_ONE_TO_ONE
};

/* Models with the fields of the case at hand, and sound ones to stand beside them. */
extern const quern_model thing_model;
extern const quern_model
    other_model; /* other: id, and `code`, a text that is unique, and `note`, one that is not */
extern const quern_model view_model; /* view: no primary key; `code`, which is unique */

typedef struct fault_case {
    const char *name;
    quern__expected_error expected; /* code 0: the models are sound */
    quern_model model;              /* in place of thing_model, when it has a layout */
    const quern_model *beside[2];   /* listed after it */
    const char *ordering[4];        /* of thing_model */
    quern_field fields[6];          /* of thing_model, and of what is in its place */
} fault_case;

/* Builds a schema of the case's models, and fails the test unless it is told just that. */
void check_fault(const fault_case *c);

/* The same, with each allocation failing in turn. */
void check_fault_without_memory(const fault_case *c);

/* What is told of models (ended by NULL): the message, or "(sound)". Lives until the test ends. */
const char *first_fault(const quern_model *const *models);

/* What `thing_model` has from now on. */
void set_fields(const quern_field *fields);
void set_ordering(const char *const *ordering); /* 3 terms at most */

/* The schema of these models, which are sound; lives until the test ends. */
const quern__schema *sound_schema(const quern_model *const *models);

#pragma GCC diagnostic ignored "-Woverride-init"

/* clang-format off */
#define AT(member) .offset = offsetof(thing, member)
#define ID { .name = "id", .role = KEY, .kind = QUERN_KIND_I64, AT(id) }
#define FIELD(KIND, ...) { .role = COLUMN, .kind = QUERN_KIND_##KIND, AT(name), .name = __VA_ARGS__ }
#define TEXT_FIELD(...) { .role = COLUMN, .kind = QUERN_KIND_TEXT, AT(name), .name = __VA_ARGS__ }
#define RELATION(model, ...) { .role = FOREIGN, .kind = QUERN_KIND_I64, AT(owner_id), \
    .object_offset = offsetof(thing, owner), .target = &model##_model, .name = __VA_ARGS__ }
#define OWNER(...) RELATION(thing, __VA_ARGS__)
#define MODEL(...) { .layout = sizeof(quern_model), .stride = sizeof(quern_field), .name = "thing", .table = "things", \
    .size = sizeof(thing), .fields = current_fields, __VA_ARGS__ }
const quern_field *current_fields(void);

#define FAULT(path_, message_, hint_) \
    .expected = { .code = QUERN_ERROR_MODEL, .message = message_, .hint = hint_, .path = path_ }
#define FAULT_NEAR(path_, message_, hint_, nearest_) \
    .expected = { .code = QUERN_ERROR_MODEL, .message = message_, .hint = hint_, .path = path_, .nearest = nearest_ }
/* clang-format on */

#define NEWER "the program was compiled with a newer <quern/quern.h> than the library that it runs with"
#define SIXTY_THREE "a23456789_123456789_123456789_123456789_123456789_123456789_123"

/* Defines fault_cases: tests of the rows of `table`. */
#define FAULT_CASES(name, table)                                              \
    START_TEST(tells_each_fault)                                              \
    {                                                                         \
        check_fault(&table[_i]);                                              \
    }                                                                         \
    END_TEST                                                                  \
    START_TEST(tells_each_fault_without_memory)                               \
    {                                                                         \
        check_fault_without_memory(&table[_i]);                               \
    }                                                                         \
    END_TEST                                                                  \
    static TCase *fault_cases(void)                                           \
    {                                                                         \
        const int count = (int)(sizeof table / sizeof *table);                \
        TCase *made = tcase_create(name);                                     \
        tcase_add_loop_test(made, tells_each_fault, 0, count);                \
        tcase_add_loop_test(made, tells_each_fault_without_memory, 0, count); \
        return made;                                                          \
    }

#endif
