/* faults.c: see faults.h. Each test is a process of its own, so the variables are each test's. */
#include "test/unit/model/faults.h"

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

static const quern__schema *build(const quern_model *const *models)
{
    if (arena)
        close_all();
    quern__failure_open(&failure, quern_system_allocator());
    arena = quern__arena_open(quern_system_allocator(), NULL);
    return quern__schema_build(arena, models, &facts, &failure, "here:1");
}

void check_fault(const fault_case *c)
{
    const quern_model *models[] = { c->model.layout ? &c->model : &thing_model, c->beside[0], c->beside[1],
                                    NULL };
    set_fields(c->fields);
    set_ordering(c->ordering);
    const bool sound = build(models) != NULL;
    quern__expect_error(c->name, failure.current, &c->expected);
    ck_assert_msg(sound == (c->expected.code == QUERN_OK), "%s: gave %d", c->name, sound);
    if (failure.current)
        quern__expect_text(c->name, "the site", failure.current->site, "here:1");
    close_all();
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
