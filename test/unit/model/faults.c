/* faults.c: see faults.h. Each test is a process of its own, so the variables are each test's. */
#include "test/unit/model/faults.h"

#include "test/support/replay.h"

#include <stdlib.h>
#include <string.h>

static const quern__schema_facts facts = { .identifier_bytes = 63 };

static const quern_field *current;
static const char *current_ordering[4];
static quern__failure failure;
static quern__arena *arena;

const quern_field *current_fields(void)
{
    return current;
}

void set_fields(const quern_field *fields)
{
    current = fields;
}

void set_ordering(const char *const *ordering)
{
    memcpy(current_ordering, ordering, sizeof current_ordering);
}

static const quern_field *other_fields(void)
{
    static const quern_field list[] = { ID, TEXT_FIELD("code", .unique = true), TEXT_FIELD("note"), { 0 } };
    return list;
}

static const quern_field *view_fields(void)
{
    static const quern_field list[] = { TEXT_FIELD("code", .unique = true), { 0 } };
    return list;
}

const quern_model thing_model = MODEL(.ordering = current_ordering);
const quern_model other_model = MODEL(.name = "other", .table = "others", .fields = other_fields);
const quern_model view_model =
    MODEL(.name = "view", .table = "views", .fields = view_fields, .unmanaged = true);

static void close_all(void)
{
    quern__failure_close(&failure);
    quern__arena_close(arena);
    arena = NULL;
}

static void close_last(void)
{
    if (arena)
        close_all();
}

static const quern__schema *build(const quern_model *const *models)
{
    static bool at_exit;
    if (arena)
        close_all();
    at_exit = at_exit || atexit(close_last) == 0;
    quern__failure_open(&failure, quern_system_allocator());
    arena = quern__arena_open(quern_system_allocator(), NULL);
    return quern__schema_build(arena, models, &facts, &failure, "here:1");
}

enum { MOST_MODELS = 4 };

static void set_case(const fault_case *c, const quern_model **models)
{
    models[0] = c->model.layout ? &c->model : &thing_model;
    models[1] = c->beside[0];
    models[2] = c->beside[1];
    models[3] = NULL;
    set_fields(c->fields);
    set_ordering(c->ordering);
}

void check_fault(const fault_case *c)
{
    const quern_model *models[MOST_MODELS];
    set_case(c, models);
    const bool sound = build(models) != NULL;
    quern__expect_error(c->name, failure.current, &c->expected);
    ck_assert_msg(sound == (c->expected.code == QUERN_OK), "%s: gave %d", c->name, sound);
    if (failure.current)
        quern__expect_text(c->name, "the site", failure.current->site, "here:1");
    close_all();
}

/* The fault is told as it is, but for a hint that there was no memory for; or else, out of memory. */
static bool tells(quern__replay *replay, void *context)
{
    const fault_case *c = context;
    const quern_model *models[MOST_MODELS];
    quern__failure told;
    quern__failure_open(&told, quern__replay_allocator(replay));
    quern__arena *own = quern__arena_open(quern__replay_allocator(replay), NULL);
    set_case(c, models);
    const bool sound = own && quern__schema_build(own, models, &facts, &told, NULL) != NULL;
    const quern_error *error = told.current;
    const bool done = sound || (error && error->code != QUERN_ERROR_MEMORY);
    quern__expected_error expected = c->expected;
    if (done && error && !*error->hint) {
        expected.hint = "";
        quern__replay_harmless(replay);
    }
    if (done)
        quern__expect_error(c->name, error, &expected);
    quern__arena_close(own);
    quern__failure_close(&told);
    return done;
}

void check_fault_without_memory(const fault_case *c)
{
    const quern__replay_report report = quern__replay_try(c->name, tells, (void *)(uintptr_t)c);
    ck_assert_msg(!*report.fault, "%s", report.fault);
    ck_assert_uint_gt(report.points, 0);
}

const char *first_fault(const quern_model *const *models)
{
    build(models);
    return failure.current ? failure.current->message : "(sound)";
}

const quern__schema *sound_schema(const quern_model *const *models)
{
    const quern__schema *schema = build(models);
    ck_assert_msg(schema != NULL, "%s", failure.current ? failure.current->message : "no fault was told");
    return schema;
}
