/* check_side.c: members without a column: the other side of a relation, many to many, and what a prefetch fills. Django's fields.E331 to
 * E340. */
#include "lib/model/check.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/model/between.h"
#include "lib/model/describe.h"

#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static bool tell(quern__check *c, const quern__field *side, const char *what, const char *hint)
{
    return QUERN__FAULT(c, .field = side, .hint = hint,
                        .message = what ? TEXT("%s.%s%s", side->model->name, side->name, what) : NULL);
}

/* ---- The other side of a relation ---- */

static bool is_relation_to(const quern__field *field, const quern__model *model)
{
    return field->target == model &&
           (quern__field_is_relation(field->declared) || field->declared->role == QUERN_ROLE_MANY_TO_MANY);
}

/* What of the target leads to the side's model, by its name; NULL: nothing of that name does. */
static const quern__field *find_key(const quern__field *side)
{
    const quern__model *target = side->target;
    const char *key = side->declared->key;
    for (size_t i = 0; key && i < target->count; i++)
        if (strcmp(target->fields[i].name, key) == 0 && is_relation_to(&target->fields[i], side->model))
            return &target->fields[i];
    for (size_t i = 0; key && i < target->side_count; i++)
        if (strcmp(target->sides[i].name, key) == 0 && is_relation_to(&target->sides[i], side->model))
            return &target->sides[i];
    return NULL;
}

/* What could have been meant: the first from number `from` on, of the target's fields and then its sides; NULL: none is left. */
static const quern__field *next_key(const quern__field *side, size_t *from)
{
    const quern__model *target = side->target;
    while (*from < target->count + target->side_count) {
        const size_t i = (*from)++;
        const quern__field *field =
            i < target->count ? &target->fields[i] : &target->sides[i - target->count];
        if (is_relation_to(field, side->model))
            return field;
    }
    return NULL;
}

static void put_choices(const quern__field *side, quern__text *hint)
{
    size_t from = 0;
    const char *before = "choices are: ";
    for (const quern__field *field; (field = next_key(side, &from)); before = ", ")
        quern__text_put_format(hint, "%s%s", before, field->name);
}

static bool no_key(quern__check *c, const quern__field *side)
{
    const char *key = side->declared->key ? side->declared->key : "", *target = side->target->name;
    quern__nearest nearest;
    quern__nearest_open(&nearest, key, strlen(key));
    size_t from = 0, found = 0;
    for (const quern__field *field; (field = next_key(side, &from)); found++)
        quern__nearest_offer(&nearest, field->name);
    const char *best = quern__nearest_get(&nearest);
    quern__text hint = quern__text_open(quern__arena_allocator(c->arena));
    if (!found)
        quern__text_put_format(&hint, "declare it there: QUERN_FOREIGN_KEY(%s, %s)", key, side->model->name);
    if (best)
        quern__text_put_format(&hint, "did you mean \"%s\"? ", best);
    put_choices(side, &hint);
    QUERN__FAULT(c, .field = side, .hint = quern__text_get(&hint), .nearest = best,
                 .message = TEXT("%s.%s: %s has no relation \"%s\" to %s", side->model->name, side->name,
                                 target, key, side->model->name));
    quern__text_close(&hint);
    return false;
}

static bool check_number(quern__check *c, const quern__field *side, const quern__field *key)
{
    const bool one = side->declared->role == QUERN_ROLE_HAS_ONE;
    const bool leads_to_one = key->declared->role == QUERN_ROLE_ONE_TO_ONE;
    if (one == leads_to_one)
        return true;
    return tell(c, side,
                TEXT(": the other side of %s.%s is %s", key->model->name, key->name,
                     one ? "many objects" : "one object"),
                one ? TEXT("declare the member as %s **, with QUERN_HAS_MANY", key->model->name)
                    : TEXT("declare the member as %s *, with QUERN_HAS_ONE", key->model->name));
}

static bool check_name_there(quern__check *c, const quern__field *side, const quern__field *key)
{
    const char *name = key->declared->related_name;
    if (key->declared->symmetrical)
        return tell(c, side,
                    TEXT(": %s.%s is symmetrical, and so its own other side", key->model->name, key->name),
                    "leave this member away");
    return !name || strcmp(name, side->name) == 0 ||
           tell(c, side,
                TEXT(": .related_name of %s.%s is \"%s\", and this is its other side", key->model->name,
                     key->name, name),
                "leave .related_name away: this member gives the name");
}

static bool check_first(quern__check *c, const quern__field *side)
{
    for (const quern__field *other = side->model->sides; other < side; other++)
        if (quern__field_is_other_side(other->declared) && other->target == side->target &&
            strcmp(other->declared->key, side->declared->key) == 0)
            return tell(c, side,
                        TEXT(" and %s.%s are the other side of the same relation, %s.%s", side->model->name,
                             other->name, side->target->name, side->declared->key),
                        "leave one of them away");
    return true;
}

static bool check_back(quern__check *c, const quern__field *side)
{
    const quern__field *key = find_key(side);
    if (!key)
        return no_key(c, side);
    return check_number(c, side, key) && check_name_there(c, side, key) && check_first(c, side);
}

/* ---- Many to many ---- */

static bool check_keys_of(quern__check *c, const quern__field *side)
{
    const quern__model *without = !side->model->key ? side->model : !side->target->key ? side->target : NULL;
    return !without || tell(c, side, TEXT(": %s has no primary key", without->name),
                            "the table between two models has the keys of both");
}

/* The table that quern makes. */
static bool check_made(quern__check *c, const quern__field *side, const quern__model *between)
{
    const quern__identifier table = { side->model, side, "the name of its table", between->table,
                                      ".between" };
    if (!quern__check_identifier(c, &table))
        return false;
    for (size_t i = 1; i < between->count; i++) {
        const quern__identifier column = { side->model, side, "the name of a column of its table",
                                           between->fields[i].column, ".through, with a model of its own" };
        if (!quern__check_identifier(c, &column))
            return false;
    }
    for (const quern__model *other = c->schema->models; other < between; other++)
        if (strcmp(other->table, between->table) == 0 && !other->schema == !between->schema &&
            (!other->schema || strcmp(other->schema, between->schema) == 0))
            return tell(c, side, TEXT(": its table, \"%s\", is that of %s", between->table, other->name),
                        other->between ? "give one of them another by .between"
                                       : "give another by .between, or that model by .through");
    return true;
}

/* One of the two keys; `name` is that which was given for it, or NULL. */
typedef struct end {
    const char *option;
    const char *name;
    const quern__field *key, *other;
    const quern__model *target;
} end;

static size_t count_keys(const quern__model *between, const end *at)
{
    size_t count = 0;
    for (size_t i = 0; i < between->count; i++)
        count += between->fields[i].target == at->target && &between->fields[i] != at->other;
    return count;
}

static bool check_end(quern__check *c, const quern__field *side, const quern__model *between, const end *at)
{
    if (at->key && at->key != at->other)
        return true;
    if (at->key)
        return tell(c, side, TEXT(": both keys are %s.%s", between->name, at->key->name),
                    "one leads to this model, the other to the target");
    if (at->name)
        return tell(c, side,
                    TEXT(": %s names \"%s\", which is no foreign key of %s to %s", at->option, at->name,
                         between->name, at->target->name),
                    "name one, or leave it away where there is only one");
    const size_t found = count_keys(between, at);
    return tell(c, side,
                found ? TEXT(": %s has %zu foreign keys to %s", between->name, found, at->target->name)
                      : TEXT(": %s has no%s foreign key to %s", between->name,
                             at->other && at->other->target == at->target ? " second" : "", at->target->name),
                found ? TEXT("say which is meant, by %s", at->option)
                      : "a table between two models has a key to each");
}

static bool check_ends(quern__check *c, const quern__field *side, const quern__pair *pair)
{
    const quern_field *declared = side->declared;
    const end from = { ".through_from", declared->through_from, pair->from, NULL, side->model };
    const end to = { ".through_to", declared->through_to, pair->to, pair->from, side->target };
    return check_end(c, side, pair->between, &from) && check_end(c, side, pair->between, &to);
}

static bool check_through(quern__check *c, const quern__field *side)
{
    const quern_field *declared = side->declared;
    const quern__pair pair = quern__pair_find(c->schema, side);
    const char *given = quern__describe_model(declared->through).name, *name = given ? given : "?";
    if (!pair.between)
        return tell(c, side, TEXT(": .through is %s, which is not among the models", name),
                    TEXT("open the db with it too: QUERN_MODELS(%s, %s)", side->model->name, name));
    if (pair.between->between && (declared->through_from || declared->through_to))
        return tell(c, side, ": .through_from and .through_to without .through",
                    "name the model of the table between, or leave them away");
    if (pair.between->between)
        return check_made(c, side, pair.between);
    if (declared->between)
        return tell(c, side, ": .through and .between exclude each other",
                    TEXT("the table is that of %s", name));
    return check_ends(c, side, &pair);
}

static bool check_symmetry(quern__check *c, const quern__field *side)
{
    if (!side->declared->symmetrical)
        return true;
    if (side->target != side->model)
        return tell(c, side, ": .symmetrical is for a many to many of a model to itself",
                    TEXT("it leads from %s to %s", side->model->name, side->target->name));
    return !side->declared->related_name ||
           tell(c, side, ": .symmetrical and .related_name exclude each other",
                "it is its own other side: leave .related_name away");
}

static bool check_many(quern__check *c, const quern__field *side)
{
    return check_keys_of(c, side) && check_symmetry(c, side) && check_through(c, side);
}

/* ---- What a prefetch fills ---- */

/* It has no name in paths; but quern_related finds sets by such a name as by those of relations. */
static bool check_prefetched(quern__check *c, const quern__field *side)
{
    const quern__reverse *taken = quern__model_reverse(side->model, side->name, strlen(side->name));
    if (!taken)
        return true;
    const quern__field *relation = taken->field;
    return tell(c, side,
                TEXT(": that is what %s.%s is called on %s", relation->model->name, relation->name,
                     side->model->name),
                TEXT("rename the member; or it is the other side itself: %s(%s, %s, %s)",
                     taken->many ? "QUERN_HAS_MANY" : "QUERN_HAS_ONE", side->name, relation->model->name,
                     relation->name));
}

/* ---- All ---- */

static bool check_target(quern__check *c, const quern__field *side)
{
    const char *target = side->declared->target ? quern__describe_model(side->declared->target).name : "?";
    return side->target ||
           tell(c, side, TEXT(" leads to %s, which is not among the models", target),
                TEXT("open the db with it too: QUERN_MODELS(%s, %s)", side->model->name, target));
}

static bool check_free(quern__check *c, const quern__field *side)
{
    const quern__field *own = quern__model_field(side->model, side->name, strlen(side->name));
    for (const quern__field *other = side->model->sides; !own && other < side; other++)
        if (strcmp(other->name, side->name) == 0)
            own = other;
    return !own || QUERN__FAULT(c, .field = side,
                                .message = TEXT("%s has two fields called %s", side->model->name, side->name),
                                .hint = "a relation is a field by its name and by its key member's, name_id: "
                                        "list each once");
}

bool quern__check_side(quern__check *c, const quern__field *side)
{
    if (!check_free(c, side) || !check_target(c, side))
        return false;
    switch (side->declared->role) {
    case QUERN_ROLE_MANY_TO_MANY:
        return check_many(c, side);
    case QUERN_ROLE_PREFETCHED:
        return check_prefetched(c, side);
    default:
        return check_back(c, side);
    }
}
