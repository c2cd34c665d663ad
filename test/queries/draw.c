/* draw.c: see draw.h. */
#include "test/queries/draw.h"

#include <check.h>
#include <math.h>
#include <string.h>

size_t below(maker *m, size_t count)
{
    const size_t drawn = quern__random_below(m->dice->random, count);
    return m->dice->draws++ == m->dice->odd ? (drawn + 1) % count : drawn;
}

/* Once in so many. */
bool rarely(maker *m, size_t times)
{
    return below(m, times) == 0;
}

void *take(maker *m, size_t count, size_t size)
{
    void *made = quern__arena_take_array(m->arena, count, size);
    ck_assert_ptr_nonnull(made);
    return made;
}

/* ---- Paths ---- */

static bool is_number(quern_kind kind)
{
    return kind == QUERN_KIND_I32 || kind == QUERN_KIND_I64 || kind == QUERN_KIND_F64;
}

/* Of one class: they can be compared. */
static bool alike(quern_kind a, quern_kind b)
{
    return a == b || (is_number(a) && is_number(b));
}

void append(maker *m, path *path, const char *name)
{
    path->text = path->text
                     ? quern__arena_format(m->arena, "%s%s%s", path->text, rarely(m, 3) ? "->" : "__", name)
                     : name;
}

static const table *over_field(maker *m, path *path, const table *at)
{
    size_t relations[MOST_FIELDS], count = 0;
    for (size_t i = 0; i < at->field_count; i++)
        if (at->fields[i].target)
            relations[count++] = i;
    if (!count)
        return at;
    const size_t relation = relations[below(m, count)];
    path->hops[path->hop_count++] = (hop){ .field = relation };
    append(m, path, at->fields[relation].name);
    return at->fields[relation].target;
}

/* Over the other side of a relation; not so often over many that there are too many rows. */
static const table *over_side(maker *m, path *path, const table *at)
{
    size_t count = 0;
    while (at->sides[count].name)
        count++;
    const side *side = count ? &at->sides[below(m, count)] : NULL;
    if (!side || (!side->one && !*m->many))
        return at;
    *m->many -= !side->one;
    path->hops[path->hop_count++] = (hop){ .field = side->field, .back = side->back, .many = !side->one };
    append(m, path, side->name);
    if (!side->onward)
        return side->back;
    path->hops[path->hop_count++] = (hop){ .field = side->onward };
    return side->back->fields[side->onward].target;
}

/* Over relations to one object: as many as there are, of `most`. */
const table *over_ones(maker *m, path *path, size_t most)
{
    const table *at = m->root;
    for (size_t i = 0; i < most; i++) {
        const side *one = at->sides;
        while (one->name && !one->one)
            one++;
        if (!one->name || rarely(m, 2)) {
            at = over_field(m, path, at);
            continue;
        }
        path->hops[path->hop_count++] = (hop){ .field = one->field, .back = one->back };
        append(m, path, one->name);
        at = one->back;
    }
    return at;
}

/* A relation's column has two names, and the key too. */
const char *spelling(maker *m, const table *at, size_t field, bool last)
{
    const char *name = at->fields[field].name;
    if (field == 0 && rarely(m, 3))
        return "pk";
    if (at->fields[field].target && last && rarely(m, 3))
        return quern__arena_format(m->arena, "%s_id", name);
    return name;
}

/* Any field, with up to so many hops; END: one of any kind, else one that can be compared with it. NULL text: none was found. */
path any_path(maker *m, size_t most_hops, quern_kind kind)
{
    for (int tries = 0; tries < 40; tries++) {
        path made = { 0 };
        const table *at = m->root;
        const size_t hops = rarely(m, 2) ? 0 : below(m, most_hops + 1), many = *m->many;
        bool by_side = false;
        for (size_t i = 0; i < hops; i++) {
            const size_t before = made.hop_count;
            at = rarely(m, 2) ? over_side(m, &made, at) : over_field(m, &made, at);
            by_side = made.hop_count > before ? made.hops[before].back != NULL : by_side;
        }
        made.named_by_relation = by_side && rarely(m, 3);
        made.field = made.named_by_relation ? 0 : below(m, at->field_count);
        made.kind = at->fields[made.field].kind;
        if (!made.named_by_relation)
            append(m, &made, spelling(m, at, made.field, true));
        if (kind == QUERN_KIND_END || alike(kind, made.kind))
            return made;
        *m->many = many;
    }
    return (path){ 0 };
}

/* ---- Values ---- */

/* One that a column of this kind takes. */
static quern_value any_constant(maker *m, quern_kind kind)
{
    static const int64_t few[] = { 0, 1, 2, 3, 4, 5, 36, 40, 100, 200, 474, 1775, -1, INT32_MIN, INT32_MAX };
    static const int64_t many[] = { 0, 1, 2, 3, 7, 40, 5000, 9000000000, INT64_MIN, INT64_MAX };
    static const double reals[] = { 0, -0.5, 1, 2.5, 3, 4.5, 9.5, 1e300, 5e-324, INFINITY, -INFINITY, NAN };
    static const int64_t moments[] = { 0, -1, 1577836800000000, 1579132800000000, INT64_MIN, INT64_MAX };
    size_t count = 0;
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        return quern_value_bool(rarely(m, 2));
    case QUERN_KIND_I32:
        return quern_value_i64(ONE_OF(m, few));
    case QUERN_KIND_I64:
        return quern_value_i64(ONE_OF(m, many));
    case QUERN_KIND_F64:
        return rarely(m, 4) ? quern_value_i64(ONE_OF(m, few)) : quern_value_f64(ONE_OF(m, reals));
    case QUERN_KIND_TIMESTAMP:
        return quern_value_timestamp((quern_timestamp){ ONE_OF(m, moments) });
    default:
        while (texts[count])
            count++;
        return quern_value_text(texts[below(m, count)]);
    }
}

expression constant(maker *m, quern_kind kind)
{
    return (expression){ .kind = kind, .constant = any_constant(m, kind) };
}

expression field_of(const path *path)
{
    return (expression){ .kind = path->kind, .path = *path };
}

/* What two numbers make, of constants too, which are of 64 bits. */
static quern_kind kind_of(const expression *a, const expression *b)
{
    if (a->kind == QUERN_KIND_F64 || b->kind == QUERN_KIND_F64)
        return QUERN_KIND_F64;
    return a->kind > b->kind ? a->kind : b->kind;
}

static expression operand(maker *m, size_t depth)
{
    const path path = any_path(m, 2, QUERN_KIND_I64);
    if (depth && rarely(m, 4))
        return computed(m, depth - 1);
    if (path.text && !rarely(m, 3))
        return field_of(&path);
    static const int64_t integers[] = { 1, 2, 3, -1, 10, 0, 100, INT64_MAX };
    static const double reals[] = { 0.5, 2, -1.5, 0, 1e300 };
    return rarely(m, 3)
               ? (expression){ .kind = QUERN_KIND_F64, .constant = quern_value_f64(ONE_OF(m, reals)) }
               : (expression){ .kind = QUERN_KIND_I64, .constant = quern_value_i64(ONE_OF(m, integers)) };
}

/* An operator over numbers. */
expression computed(maker *m, size_t depth)
{
    static const quern_op operators[] = { QUERN_OP_PLUS, QUERN_OP_MINUS, QUERN_OP_TIMES, QUERN_OP_DIVIDE };
    expression *both = take(m, 2, sizeof *both);
    both[0] = operand(m, depth);
    both[1] = operand(m, depth);
    return (expression){
        .kind = kind_of(&both[0], &both[1]), .op = ONE_OF(m, operators), .left = &both[0], .right = &both[1]
    };
}

/* What may stand on the right of a comparison: a constant, a field, something computed. */
expression right_side(maker *m, quern_kind kind)
{
    if (is_number(kind) && rarely(m, 6))
        return computed(m, 1);
    const path path = any_path(m, 2, kind);
    return path.text && rarely(m, 3) ? field_of(&path) : constant(m, kind);
}
