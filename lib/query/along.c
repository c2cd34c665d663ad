/* along.c: see along.h. A call that changes the list copies it, with room for what it may add. */
#include "lib/query/along.h"

#include <string.h>

typedef quern__along_making making;

static quern__arena *arena_of(const making *m)
{
    return m->queryset->scope->arena;
}

/* ---- The list ---- */

/* No path has more names than separators and one. */
static size_t most_names(const char *path)
{
    size_t count = 1;
    for (const char *at = path; *at; at++)
        count += (at[0] == '_' && at[1] == '_') || (at[0] == '-' && at[1] == '>') || *at == '[';
    return count;
}

bool quern__along_open(making *m, const quern_queryset *queryset, const char *const *paths, bool names,
                       const char *site)
{
    const quern__along *before = queryset->along;
    *m = (making){ .queryset = queryset, .site = site };
    size_t room = before ? before->count : 0;
    for (size_t i = 0; paths && paths[i]; i++)
        room += most_names(paths[i]);
    m->list = quern__arena_take_array(arena_of(m), room, sizeof *m->list);
    m->named = names ? quern__arena_take_array(arena_of(m), room, sizeof *m->named) : NULL;
    if (!m->list || (names && !m->named))
        return false;
    m->count = before ? before->count : 0;
    if (before)
        memcpy(m->list, before->list, before->count * sizeof *before->list);
    return true;
}

const quern__model *quern__along_model(const making *m, size_t number)
{
    return number ? m->list[number - 1].hop->to : m->queryset->model;
}

/* Behind the last of those that hang on the number, at any depth: they hang on numbers that are not less. */
static size_t end_of(const making *m, size_t number)
{
    size_t end = number;
    while (end < m->count && m->list[end].from >= number)
        end++;
    return end;
}

static size_t find(const making *m, size_t from, const quern__hop *hop)
{
    for (size_t i = from; i < m->count; i++)
        if (m->list[i].from == from && m->list[i].hop == hop)
            return i + 1;
    return 0;
}

static void make_place(making *m, size_t place)
{
    memmove(&m->list[place + 1], &m->list[place], (m->count - place) * sizeof *m->list);
    if (m->named) {
        memmove(&m->named[place + 1], &m->named[place], (m->count - place) * sizeof *m->named);
        m->named[place] = NULL;
    }
    m->count++;
    for (size_t i = place + 1; i < m->count; i++)
        m->list[i].from += m->list[i].from > place;
}

static const quern__hop *const *way_to(const making *m, size_t from, const quern__hop *hop)
{
    const size_t count = from ? m->list[from - 1].way_count : 0;
    const quern__hop **way = quern__arena_take_array(arena_of(m), count + 1, sizeof *way);
    if (!way)
        return NULL;
    if (count)
        memcpy(way, m->list[from - 1].way, count * sizeof *way);
    way[count] = hop;
    return way;
}

static bool goes_back(const making *m, size_t from, const quern__hop *hop)
{
    const quern__hop *came = from ? m->list[from - 1].hop : NULL;
    return came && came->relation == hop->relation && came->back != hop->back && !came->many && !hop->many;
}

/* The number that a step leads to from another; 0 when out of memory. */
static size_t join(making *m, size_t from, const quern__hop *hop, const quern__path_name *over)
{
    const quern__hop *const *way = way_to(m, from, hop);
    const size_t place = end_of(m, from);
    if (!way)
        return 0;
    make_place(m, place);
    m->list[place] = (quern__joined){ .relation = over->relation,
                                      .reverse = over->reverse,
                                      .hop = hop,
                                      .way = way,
                                      .way_count = from ? m->list[from - 1].way_count + 1 : 1,
                                      .from = from };
    return place + 1;
}

bool quern__along_follow(making *m, size_t *number, const quern__path_name *over)
{
    const size_t from = *number;
    const quern__hop *hop = quern__along_hop(over);
    if (goes_back(m, from, hop)) {
        *number = m->list[from - 1].from;
        return true;
    }
    *number = find(m, from, hop);
    if (!*number)
        *number = join(m, from, hop, over);
    return *number;
}

/* ---- Which columns ---- */

/* The same fields, and that one. False when out of memory. */
static bool add_field(const making *m, const quern__model *model, const bool **loaded,
                      const quern__field *field)
{
    if (!*loaded || (*loaded)[field->index])
        return true;
    bool *more = quern__arena_take_array(arena_of(m), model->count, sizeof *more);
    if (!more)
        return false;
    memcpy(more, *loaded, model->count * sizeof *more);
    more[field->index] = true;
    *loaded = more;
    return true;
}

/* What tells whether there is an object, its primary key, and, of what it hangs on, the column that leads there. */
static bool add_keys(const making *m, quern__joined *joined, const bool **root)
{
    const quern__hop *hop = joined->hop;
    const bool **parent = joined->from ? &m->list[joined->from - 1].loaded : root;
    return add_field(m, quern__along_model(m, joined->from), parent, hop->near) &&
           add_field(m, hop->to, &joined->loaded, hop->far) &&
           (!hop->to->key || add_field(m, hop->to, &joined->loaded, hop->to->key));
}

static size_t count_fields(const quern__joined *joined)
{
    size_t count = 0;
    for (size_t i = 0; i < joined->hop->to->count; i++)
        count += !joined->loaded || joined->loaded[i];
    return joined->wanted ? count : 0;
}

static bool add_outputs(const making *m, quern__along *along)
{
    for (size_t i = 0; i < m->count; i++)
        along->output_count += count_fields(&m->list[i]);
    quern__along_output *outputs = quern__arena_take_array(arena_of(m), along->output_count, sizeof *outputs);
    along->outputs = outputs;
    for (size_t i = 0; outputs && i < m->count; i++) {
        const quern__joined *joined = &m->list[i];
        for (size_t f = 0; joined->wanted && f < joined->hop->to->count; f++)
            if (!joined->loaded || joined->loaded[f])
                *outputs++ = (quern__along_output){ .field = &joined->hop->to->fields[f], .of = i };
    }
    return along->outputs;
}

bool quern__along_close(making *m, quern_queryset *to, const bool *loaded)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->list[i].wanted && !add_keys(m, &m->list[i], &loaded))
            return false;
    to->loaded = loaded;
    to->along = NULL;
    if (!m->count)
        return true;
    quern__along *along = quern__arena_take(arena_of(m), sizeof *along);
    if (!along)
        return false;
    *along = (quern__along){ .count = m->count, .list = m->list };
    to->along = along;
    return add_outputs(m, along);
}

/* ---- Copies ---- */

static bool copy_joined(quern__arena *arena, quern__joined *joined)
{
    const size_t fields = joined->loaded ? joined->hop->to->count : 0;
    const quern__hop **way = quern__arena_take_array(arena, joined->way_count, sizeof *way);
    bool *loaded = quern__arena_take_array(arena, fields, sizeof *loaded);
    if (!way || !loaded)
        return false;
    memcpy(way, joined->way, joined->way_count * sizeof *way);
    joined->way = way;
    if (joined->loaded)
        memcpy(loaded, joined->loaded, fields * sizeof *loaded);
    joined->loaded = joined->loaded ? loaded : NULL;
    return true;
}

const quern__along *quern__along_copy(quern__arena *arena, const quern__along *from)
{
    quern__along *along = quern__arena_take(arena, sizeof *along);
    quern__joined *list = quern__arena_take_array(arena, from->count, sizeof *list);
    quern__along_output *outputs = quern__arena_take_array(arena, from->output_count, sizeof *outputs);
    if (!along || !list || !outputs)
        return NULL;
    memcpy(list, from->list, from->count * sizeof *list);
    memcpy(outputs, from->outputs, from->output_count * sizeof *outputs);
    for (size_t i = 0; i < from->count; i++)
        if (!copy_joined(arena, &list[i]))
            return NULL;
    *along = (quern__along){
        .count = from->count, .list = list, .output_count = from->output_count, .outputs = outputs
    };
    return along;
}

/* ---- A path that leads to many ---- */

const quern_error *quern__along_refuse_many(const making *m, const quern__path_name *over)
{
    quern__arena *arena = arena_of(m);
    const int size = (int)(over->name + over->size - m->path);
    const quern_error error = {
        .code = QUERN_ERROR_USAGE,
        .message = quern__arena_format(arena, "\"%.*s\" leads to several objects of %s", size, m->path,
                                       over->relation->target->name),
        .hint = quern__arena_format(
            arena, "quern_prefetch_related(qs, \"%.*s\") loads them, by a statement of their own", size,
            m->path),
        .path = m->path,
        .site = m->site,
    };
    return quern__error_copy(arena, &error);
}
