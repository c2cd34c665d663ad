/* result.c: blocks of rows. */
#include "lib/load/annex.h"

#include "lib/base/digest.h"
#include "lib/load/member.h"
#include "lib/load/related.h"

#include <string.h>

#define FIRST_BLOCK QUERN__RESULT_FIRST

_Static_assert(FIRST_BLOCK *((1ULL << QUERN__RESULT_BLOCKS) - 1) <= UINT32_MAX,
               "the last row has a number that fits quern_object.row");

static const quern__limit result_limit = {
    ".max_result_bytes", "load less of it, by a slice, quern_only or quern_values, stream it, or allow more"
};

/* Blocks hold 4, 8, 16, … rows, so block b begins at row 4 * (2^b - 1). */
static unsigned block_of(size_t row)
{
    return 63u - (unsigned)__builtin_clzll((unsigned long long)row / FIRST_BLOCK + 1);
}

static size_t first_of(unsigned block)
{
    return FIRST_BLOCK * (((size_t)1 << block) - 1);
}

static quern_result *open(quern_session *session, quern__arena *parent, const quern__model *model)
{
    quern__arena *arena = quern__arena_open(session->scope.allocator, parent);
    quern_result *result = arena ? quern__arena_take(arena, sizeof *result) : NULL;
    if (!result) {
        quern__arena_close(arena);
        return NULL;
    }
    result->arena = arena;
    result->session = session;
    result->model = model;
    result->stride = model->size;
    result->fetch_mode = session->options.fetch_mode;
    result->number = result->group = ++session->results;
    return result;
}

quern_result *quern__result_open_under(quern_session *session, quern__arena *parent,
                                       const quern__model *model)
{
    quern_result *result = open(session, parent, model);
    const size_t most = session->options.max_result_bytes;
    if (result && most)
        quern__arena_limit(result->arena, &result_limit, most, &session->scope.failure.hit);
    if (result)
        result->held.birth = ++session->scope.serial;
    return result;
}

quern_result *quern__result_open(quern_session *session, const quern__model *model)
{
    quern_result *result = quern__result_open_under(session, session->scope.arena, model);
    if (!result)
        return NULL;
    result->held.arena = result->arena;
    quern__session_hold(session, &result->held);
    return result;
}

quern__result_point quern__result_mark(const quern_result *result)
{
    return (quern__result_point){ .arena = quern__arena_mark(result->arena),
                                  .count = result->count,
                                  .left = result->left,
                                  .next = result->next,
                                  .sets = result->sets };
}

void quern__result_rewind(quern_result *result, const quern__result_point *point)
{
    const unsigned blocks = point->count ? block_of(point->count - 1) + 1 : 0;
    quern__arena_rewind(result->arena, &point->arena);
    result->count = point->count;
    result->left = point->left;
    result->next = point->next;
    result->sets = point->sets;
    for (unsigned i = blocks; i < QUERN__RESULT_BLOCKS; i++)
        result->blocks[i] = NULL;
}

/* What hangs on what was loaded later hangs on the first of them, so that a long walk makes no deep tree. */
quern_result *quern__result_open_in(quern_result *owner, const quern__model *model)
{
    quern_result *root = owner->owner ? owner->owner : owner;
    quern_result *result = open(root->session, root->arena, model);
    if (result)
        result->owner = root;
    return result;
}

/* What it has from the objects that led to its own. */
static void come_by(quern_result *result, const quern_result *from, const quern__field *relation)
{
    result->fetch_mode = from->fetch_mode;
    result->several = from->several || from->count > 1;
    result->from = from;
    result->via = relation;
    result->group = from->group;
    result->way = quern__digest_mix(from->way, (uintptr_t)relation);
}

quern_result *quern__result_open_via(quern_result *from, const quern__field *relation)
{
    quern_result *result = quern__result_open_in(from, relation->target);
    if (result)
        come_by(result, from, relation);
    return result;
}

quern_result *quern__result_open_for(quern_session *session, const quern_queryset *queryset)
{
    const quern__model *model = quern__queryset_rows_model(queryset);
    const quern__related *related = queryset->related;
    if (!queryset->scope->above)
        return quern__result_open(session, model);
    quern_result *result = quern__result_open_under(session, queryset->scope->arena, model);
    if (!result)
        return NULL;
    result->held.birth = quern__annex_at(queryset->scope)->held.birth;
    result->within = quern__annex_at(queryset->scope)->of;
    result->refined = related && related->whole != queryset;
    if (related)
        come_by(result, related->owner->result, related->reverse ? related->reverse->as : related->relation);
    return result;
}

quern_result *quern__result_open_along(quern_result *rows, quern_result *from, const quern__field *relation)
{
    quern_result *result = open(rows->session, rows->arena, relation->target);
    if (!result)
        return NULL;
    result->owner = rows->owner ? rows->owner : rows;
    come_by(result, from, relation);
    return result;
}

void quern__result_of(quern_result *result, const quern_queryset *queryset)
{
    result->loaded = queryset->loaded;
    result->site = queryset->site;
    if (queryset->fetch_mode)
        result->fetch_mode = queryset->fetch_mode;
}

void quern__result_chunk(quern_result *result, uint64_t first)
{
    result->several = true;
    result->group = first;
}

bool *quern__result_unfound(quern_result *result, const quern__field *field, bool make)
{
    if (!result->unfound && make)
        result->unfound =
            quern__arena_take_array(result->arena, result->model->count, sizeof *result->unfound);
    if (!result->unfound)
        return NULL;
    bool **marks = &result->unfound[field->index];
    if (!*marks && make)
        *marks = quern__arena_take_array(result->arena, result->count, sizeof **marks);
    return *marks;
}

void quern__result_close(quern_result *result)
{
    if (!result)
        return;
    if (result->held.arena)
        quern__session_let_go(result->session, &result->held);
    quern__arena_close(result->arena);
}

void quern__result_born(quern_result *result, uint64_t birth)
{
    if (!result->held.arena)
        return;
    quern__session_let_go(result->session, &result->held);
    result->held.birth = birth;
    quern__session_hold(result->session, &result->held);
}

/* So that who reads what was not loaded does not take it for nothing: 0xa5 is no bool, and points nowhere. */
static void poison(const quern_result *result, char *object)
{
    for (size_t i = 0; i < result->model->count; i++) {
        const quern__field *field = &result->model->fields[i];
        if (result->loaded[i])
            continue;
        memset(object + field->offset, 0xa5, quern__member_size(field));
        if (field->present_offset)
            memset(object + field->present_offset, 0xa5, 1);
    }
}

void **quern__result_image(quern_result *result, size_t row)
{
    const unsigned block = block_of(row);
    if (!result->images)
        result->images = quern__arena_take(result->arena, sizeof *result->images);
    if (!result->images)
        return NULL;
    void ***images = &result->images->blocks[block];
    if (!*images)
        *images = quern__arena_take_array(result->arena, (size_t)FIRST_BLOCK << block, sizeof **images);
    return *images ? *images + (row - first_of(block)) : NULL;
}

void *quern__result_find_image(const quern_result *result, size_t row)
{
    const unsigned block = block_of(row);
    void **images = result->images ? result->images->blocks[block] : NULL;
    return images ? images[row - first_of(block)] : NULL;
}

static bool begin_block(quern_result *result)
{
    const unsigned block = block_of(result->count);
    const size_t rows = (size_t)FIRST_BLOCK << block;
    if (block >= QUERN__RESULT_BLOCKS || rows > PTRDIFF_MAX / result->stride)
        return false;
    result->next = result->blocks[block] = quern__arena_take_raw(result->arena, rows * result->stride);
    result->left = result->next ? rows : 0;
    return result->next;
}

/* Zeroed row by row, when it is about to be written: a large block would have left the processor's caches by then. */
void *quern__result_next(quern_result *result)
{
    if (!result->left && !begin_block(result))
        return NULL;
    quern_object *object = memset(result->next, 0, result->stride);
    object->result = result;
    object->row = (uint32_t)result->count;
    if (quern__arena_debug && result->loaded)
        poison(result, (char *)object);
    return object;
}

void quern__result_accept(quern_result *result)
{
    result->count++;
    result->left--;
    result->next += result->stride;
}

void *quern__result_row(const quern_result *result, size_t row)
{
    const unsigned block = block_of(row);
    return result->blocks[block] + (row - first_of(block)) * result->stride;
}

bool quern__result_has(const quern_result *result, const quern_object *object)
{
    return object->row < result->count && quern__result_row(result, object->row) == object;
}

bool quern__result_late_open(quern_result *result, const quern__field *field)
{
    if (!result->late)
        result->late = quern__arena_take_array(result->arena, result->model->count, sizeof *result->late);
    if (result->late && !result->late[field->index])
        result->late[field->index] =
            quern__arena_take_array(result->arena, result->count, sizeof **result->late);
    return result->late && result->late[field->index];
}

void quern__result_late(quern_result *result, quern_object *object, const quern__field *field)
{
    object->flags += QUERN__OBJECT_LATE;
    result->late[field->index][object->row] = (uint16_t)(object->flags / QUERN__OBJECT_LATE);
    void *image = quern__result_find_image(result, object->row);
    if (image)
        quern__member_copy_bytes(field, object, image);
}
