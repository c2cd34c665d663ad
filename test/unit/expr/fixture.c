/* fixture.c: a model with a member of each kind, and of each array. */
#include "test/unit/expr/fixture.h"

#include "test/support/expect.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <check.h>
#include <string.h>

#define ONE(name, type) , QUERN_FIELD(one_##name)
#define MAYBE(name, type) , QUERN_FIELD(maybe_##name)
#define ALL_OF(name, type) , QUERN_FIELD(all_##name)
QUERN_MODEL(item, "item",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id) SCALAR_MEMBERS(ONE) POINTER_MEMBERS(ONE) SCALAR_MEMBERS(MAYBE)
                             SCALAR_MEMBERS(ALL_OF) POINTER_MEMBERS(ALL_OF),
                         QUERN_FOREIGN_KEY(parent, item)));

static const quern_model *const models[] = { &item_model, NULL };

quern__scope *item_scope_open(const quern_allocator *allocator)
{
    quern__scope *scope = quern__allocate_zeroed(allocator, 1, sizeof *scope);
    if (!scope)
        return NULL;
    scope->allocator = allocator;
    quern__failure_open(&scope->failure, allocator);
    scope->arena = quern__arena_open(allocator, NULL);
    const quern__schema_facts facts = { quern__test_dialect(), quern__test_dialect()->identifier_bytes };
    if (scope->arena)
        scope->schema = quern__schema_build(scope->arena, models, &facts, &scope->failure, QUERN_SITE);
    if (scope->schema)
        return scope;
    item_scope_close(scope);
    return NULL;
}

void item_scope_close(quern__scope *scope)
{
    if (!scope)
        return;
    const quern_allocator *allocator = scope->allocator;
    quern__failure_close(&scope->failure);
    quern__arena_close(scope->arena);
    quern__release(allocator, scope);
}

const quern_error *item_resolve(quern__scope *scope, const char *path, quern_lookup lookup, quern_value value,
                                quern__condition *out)
{
    quern_condition list[] = { quern_where(path, value), { 0 } };
    list[0].lookup = (uint16_t)lookup;
    quern__condition all;
    const quern_error *error = quern__condition_resolve(
        scope, quern__schema_model(scope->schema, &item_model), QUERN_ALL_OF, list, "here:1", &all);
    if (!error)
        *out = all.children[0];
    return error;
}

void item_expect_refusal(quern__scope *scope, const item_call *call, quern_error_code code)
{
    quern__condition leaf;
    const quern_error *error = item_resolve(scope, call->member, call->lookup, call->value, &leaf);
    quern__expect_error(
        call->member, error,
        &(quern__expected_error){
            .code = code, .message = call->message, .hint = call->hint, .path = call->member });
    quern__expect_text(call->member, "the site", error->site, "here:1");
}

static bool refuses(quern__replay *replay, void *context)
{
    const item_call *call = context;
    quern__replay_pause(replay);
    quern__scope *in = item_scope_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    quern__condition leaf;
    const quern_error *error = item_resolve(in, call->member, call->lookup, call->value, &leaf);
    ck_assert_ptr_nonnull(error);
    const bool told = error->code != QUERN_ERROR_MEMORY;
    if (told)
        quern__expect_text(call->member, "the message", error->message, call->message);
    if (told && strcmp(error->hint, call->hint) != 0)
        quern__replay_harmless(replay);
    item_scope_close(in);
    return told;
}

void item_replay_refusal(const item_call *call)
{
    quern__replay_run(call->member, refuses, (void *)(uintptr_t)call);
}
