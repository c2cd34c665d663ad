/* match.c: see match.h. First each row finds its key, and is told who it is for, while it is at hand; then, when it is known how many rows
 * each key has, they are put in order: all of a batch's in one piece of memory, each key's behind each other. */
#include "lib/load/match.h"

#include "lib/expr/object.h"
#include "lib/query/along.h"

enum { SPREAD = 4 }; /* numbers from the least key to the greatest, for each key, to call them near */

/* Rows of one result, and the keys that they are of. */
typedef struct matching {
    const quern__prefetching *p;
    quern__relating *relating;
    quern__group *group;
    quern__portion *portion;
    uint32_t first, count; /* keys whose rows these are */
    quern__bucket **of;    /* by row, or by link; NULL: rows are for pointers */
    quern__bucket **
        near; /* of integers that lie near each other: by how much greater than the least; NULL: they do not */
    int64_t least;
    size_t range;
    const quern__field *back; /* the rows' relation that leads back; NULL: none does */
} matching;

/* ---- Of which key a row is ---- */

static void note(const matching *m, size_t i, uint32_t key, quern_object *row)
{
    if (key - m->first >= m->count) {
        m->relating->doubtful = true;
        return;
    }
    quern__bucket *bucket = &m->group->buckets[key];
    if (!m->of) {
        bucket->one = row;
        return;
    }
    m->of[i] = bucket;
    bucket->count++;
    if (m->back)
        *(quern_object **)(void *)((char *)row + m->back->object_offset) = bucket->one;
}

/* Most keys are numbers from a sequence: so one look finds what the table would take three for. */
static bool look_near(matching *m)
{
    const quern__keyring *keys = &m->group->keys;
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    for (uint32_t i = m->first; i < m->first + m->count; i++) {
        const int64_t key = quern__keyring_key(keys, i).as.integer;
        least = key < least ? key : least;
        greatest = key > greatest ? key : greatest;
    }
    const uint64_t range = (uint64_t)greatest - (uint64_t)least;
    if (range / SPREAD >= m->count || m->portion->result->count < m->count)
        return true;
    m->near = quern__arena_take_array(m->p->arena, (size_t)range + 1, sizeof(*m->near));
    m->least = least;
    m->range = (size_t)range + 1;
    for (uint32_t i = m->first; m->near && i < m->first + m->count; i++)
        m->near[(uint64_t)quern__keyring_key(keys, i).as.integer - (uint64_t)least] = &m->group->buckets[i];
    return m->near;
}

static inline quern__bucket *bucket_of(const matching *m, int64_t key)
{
    const uint64_t far = (uint64_t)key - (uint64_t)m->least;
    if (m->near)
        return far < m->range ? m->near[far] : NULL;
    const uint32_t number = quern__keyring_integer(&m->group->keys, key);
    return number - m->first < m->count ? &m->group->buckets[number] : NULL;
}

/* What most rows go through: as `note`, for sets by integers. What does not change is at hand, and there is a loop for each kind, as that
 * is a constant where it is called. */
static inline void find_integers(const matching *m, quern_kind kind)
{
    const matching here = *m;
    const quern__field by = { .kind = kind, .offset = m->relating->by->offset };
    const size_t back = m->back ? m->back->object_offset : 0, stride = m->portion->result->stride;
    quern__bucket **of = m->of;
    char *const *block = m->portion->result->blocks;
    size_t left = m->portion->result->count;
    for (size_t rows = QUERN__RESULT_FIRST; left; rows *= 2, block++) {
        const size_t some = left < rows ? left : rows;
        char *row = *block;
        const char *end = row + some * stride;
        for (left -= some; row < end; row += stride) {
            quern__bucket *bucket = bucket_of(&here, quern__key_integer(&by, row));
            if (!bucket) {
                m->relating->doubtful = true;
                return;
            }
            bucket->count++;
            *of++ = bucket;
            if (back)
                *(quern_object **)(void *)(row + back) = bucket->one;
        }
    }
}

static bool find_others(const matching *m)
{
    const quern_result *result = m->portion->result;
    quern__walk walk = { 0 };
    for (size_t i = 0; i < result->count; i++) {
        char *row = quern__walk_on(&walk, result);
        const quern_value key = quern__member_value(m->relating->by, row);
        uint32_t number = QUERN__NO_KEY;
        if (key.kind != QUERN_KIND_NULL && !quern__keyring_find(&m->group->keys, &key, &number))
            return false;
        note(m, i, number, (quern_object *)(void *)row);
    }
    return true;
}

static bool find_by_rows(matching *m)
{
    const quern_kind kind = m->relating->by->kind;
    if (!m->of || !m->group->keys.integers)
        return find_others(m);
    if (!look_near(m))
        return false;
    if (kind == QUERN_KIND_I64)
        find_integers(m, QUERN_KIND_I64);
    else if (kind == QUERN_KIND_I32)
        find_integers(m, QUERN_KIND_I32);
    else
        find_integers(m, QUERN_KIND_I16);
    return true;
}

static void find_by_links(const matching *m)
{
    for (size_t i = 0; i < m->portion->link_count; i++) {
        const quern__link *link = &m->portion->links[i];
        note(m, i, link->key, quern__result_row(m->portion->result, link->row));
    }
}

/* ---- Sets ---- */

/* A place for each key that has rows, and for the NULL behind them. */
static bool make_room(const matching *m, size_t rows)
{
    quern__bucket *buckets = m->group->buckets + m->first;
    size_t keys = 0;
    for (size_t i = 0; i < m->count; i++)
        keys += buckets[i].count && !buckets[i].rows;
    void **place = quern__arena_take_raw(m->portion->result->arena, (rows + keys) * sizeof *place);
    for (size_t i = 0; place && i < m->count; i++) {
        if (!buckets[i].count || buckets[i].rows)
            continue;
        buckets[i].rows = place;
        place += buckets[i].count;
        *place++ = NULL;
    }
    return place;
}

quern_object *quern__match_first(const quern__relating *relating, const quern__group *group,
                                 quern_object *row)
{
    uint32_t number;
    if (!relating->target_key || relating->batch_count < 2)
        return row;
    const quern_value key = quern__member_value(relating->target_key, row);
    return quern__keyring_find(&group->seen, &key, &number) && number != QUERN__NO_KEY
               ? group->firsts.objects[number]
               : row;
}

/* Each key's place moves on by a row, and at last back to its first. */
static void put_in_order(const matching *m, size_t rows)
{
    const quern_result *result = m->portion->result;
    quern__bucket *buckets = m->group->buckets;
    const quern__link *links = m->portion->links;
    quern__walk walk = { 0 };
    for (size_t i = 0; !links && i < rows; i++)
        *m->of[i]->rows++ = quern__walk_on(&walk, result);
    for (size_t i = 0; links && i < rows; i++)
        *m->of[i]->rows++ =
            quern__match_first(m->relating, m->group, quern__result_row(result, links[i].row));
    for (size_t key = m->first; key < m->first + m->count; key++)
        if (buckets[key].rows && !*buckets[key].rows)
            buckets[key].rows -= buckets[key].count;
}

/* ---- A load ---- */

/* Whether the rows bring what their relation leads to, with what was asked for of that. */
static bool bring(const quern__relating *r, const quern__field *relation)
{
    const quern__along *along = r->queryset->along;
    for (size_t i = 0; along && i < along->count; i++) {
        const quern__joined *joined = &along->list[i];
        if (!joined->from && joined->wanted && !joined->reverse && joined->relation == relation)
            return true;
    }
    return false;
}

static const quern__field *find_back(const quern__relating *r)
{
    return r->node->reverse && r->by && !bring(r, r->by) ? r->by : NULL;
}

static bool match(const quern__prefetching *p, quern__relating *r, const quern__batch *batch, size_t group)
{
    quern__portion *portion = &batch->portions[group];
    const size_t rows = portion->links ? portion->link_count : portion->result->count;
    matching m = {
        .p = p, .relating = r, .group = &r->groups[group], .portion = portion, .back = find_back(r)
    };
    m.first = r->group_count == 1 ? (uint32_t)batch->first : 0;
    m.count = (uint32_t)(r->group_count == 1 ? batch->count : m.group->keys.count);
    if (rows == 0)
        return true;
    m.of = r->to_set ? quern__arena_take_raw(p->arena, rows * sizeof(*m.of)) : NULL;
    if (r->to_set && !m.of)
        return false;
    if (portion->links)
        find_by_links(&m);
    else if (!find_by_rows(&m))
        return false;
    if (!r->to_set || r->doubtful)
        return true;
    if (!make_room(&m, rows))
        return false;
    put_in_order(&m, rows);
    return true;
}

/* Keys that nobody asked for twice: the first object of each is what its rows lead back to. */
static bool open_buckets(const quern__prefetching *p, const quern__relating *r, quern__group *group)
{
    group->buckets = quern__arena_take_array(p->arena, group->keys.count, sizeof *group->buckets);
    if (!group->buckets)
        return false;
    for (size_t i = group->want_count; r->to_set && i-- > 0;)
        if (group->wants[i].key != QUERN__NO_KEY)
            group->buckets[group->wants[i].key].one = group->wants[i].object;
    return true;
}

/* Over a table between, batches may give the same object. */
static bool find_firsts(const quern__prefetching *p, const quern__relating *r, size_t number)
{
    quern__group *group = &r->groups[number];
    if (!quern__keyring_open(&group->seen, p->arena, r->target_key->kind))
        return false;
    for (size_t b = 0; b < r->batch_count; b++) {
        const quern_result *result = r->batches[b].portions[number].result;
        for (size_t i = 0; i < result->count; i++) {
            quern_object *row = quern__result_row(result, i);
            const quern_value key = quern__member_value(r->target_key, row);
            const uint32_t place = quern__keyring_add(&group->seen, &key);
            if (place == QUERN__NO_KEY ||
                (place == group->firsts.count && !quern__object_list_add(&group->firsts, p->arena, row)))
                return false;
        }
    }
    return true;
}

bool quern__match(const quern__prefetching *p, quern__relating *r)
{
    for (size_t b = 0; b < r->group_count; b++) {
        if (!open_buckets(p, r, &r->groups[b]))
            return false;
        if (r->target_key && r->batch_count > 1 && !find_firsts(p, r, b))
            return false;
        for (size_t i = 0; i < r->batch_count; i++)
            if (!match(p, r, &r->batches[i], b))
                return false;
    }
    return true;
}
