/* bulk.c: quern_in_bulk: one statement for all keys, then each row is put where its key stands. Keys are matched by what makes them
 * equal (identity.h), in a hash. What only the server takes for equal, as citext or a collation does, is left over then, and each
 * such key is asked for by itself: slow, but true. */
#include "lib/expr/lookup.h"
#include "lib/expr/object.h"
#include "lib/load/evaluate.h"
#include "lib/model/path.h"
#include "lib/value/identity.h"
#include "lib/value/parts.h"

#include <string.h>

/* A key, or all that are the same. */
typedef struct place {
    quern__identity identity;
    void *object;
} place;

typedef struct bulk {
    quern_session *session;
    quern_queryset *queryset; /* that conditions can be given */
    const char *name;
    const quern__field *field;
    const char *site;
    const quern_value *keys; /* as they were given */
    size_t count;
    quern_value wanted;  /* those that are not NULL, as an array of the field's kind */
    quern__arena *arena; /* for the time of the call */
    quern__names by_identity;
    place *places,
        **place_of; /* of the keys that are wanted: where each stands, which may be that of one before it */
    void **left;    /* rows that are of no place */
    size_t left_count;
} bulk;

#define TEXT(...) quern__arena_format(b->session->scope.arena, __VA_ARGS__)

static bool fail(const bulk *b, const quern_error *error)
{
    quern__failure_set(&b->session->scope.failure, error);
    return false;
}

static bool no_memory(const bulk *b)
{
    quern__failure_no_memory(&b->session->scope.failure, b->site);
    return false;
}

static bool refuse(const bulk *b, quern_error_code code, const char *message, const char *hint)
{
    if (!message)
        return no_memory(b);
    return fail(b, &(quern_error){ .code = code,
                                   .message = message,
                                   .hint = hint,
                                   .path = code == QUERN_ERROR_USAGE ? "" : b->name,
                                   .site = b->site });
}

/* ---- What is asked for ---- */

static const char *unique_fields(const bulk *b, const quern__model *model)
{
    quern__text text = quern__text_open(b->session->scope.allocator);
    for (size_t i = 0; i < model->count; i++)
        if (model->fields[i].unique)
            quern__text_put_format(&text, "%s%s",
                                   text.size ? ", " : "unique fields are: ", model->fields[i].name);
    const char *hint = quern__text_keep(&text, b->session->scope.arena);
    quern__text_close(&text);
    return hint;
}

static bool find_field(bulk *b, const quern__model *model)
{
    quern__path path;
    const quern_error *error = quern__path_resolve(&b->session->scope, model, b->name, b->site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(&b->session->scope, &path, b->name, "quern_in_bulk", b->site);
    if (error)
        return fail(b, error);
    b->field = path.column.field;
    if (path.column.hop_count == 0 && b->field->unique)
        return true;
    return refuse(b, QUERN_ERROR_VALUE, TEXT("quern_in_bulk by \"%s\", which is not unique", b->name),
                  unique_fields(b, model));
}

static quern_value key_at(const bulk *b, size_t index)
{
    return b->keys->kind & QUERN_ARRAY ? quern__value_item(b->keys, index) : b->keys->as.list[index];
}

/* What is no value at all is told here, the rest by the lookup `in`. */
static bool count_keys(bulk *b)
{
    const quern_value *keys = b->keys;
    if (keys->kind == QUERN_KIND_LIST && keys->as.list)
        while (keys->as.list[b->count].kind)
            b->count++;
    else if (keys->kind & QUERN_ARRAY && keys->as.array.items &&
             keys->kind != (QUERN_KIND_TOO_BIG | QUERN_ARRAY))
        b->count = keys->count;
    else if (keys->kind != QUERN_KIND_LIST)
        return refuse(b, QUERN_ERROR_VALUE, TEXT("quern_in_bulk takes an array of keys, or a list of them"),
                      "QUERN_VALUE(array), or QUERN_LIST(1, 2)");
    for (size_t i = 0; keys->kind == QUERN_KIND_LIST && i < b->count; i++)
        if (keys->as.list[i].kind >= QUERN_KIND_PATH && keys->as.list[i].kind <= QUERN_KIND_OBJECT &&
            keys->as.list[i].kind != QUERN_KIND_TOO_BIG)
            return refuse(b, QUERN_ERROR_VALUE, TEXT("quern_in_bulk: items[%zu] is no value", i),
                          "give the values of the keys");
    return true;
}

static bool check(bulk *b, const quern_queryset *queryset)
{
    if (queryset->rows)
        return refuse(b, QUERN_ERROR_USAGE, "quern_in_bulk of rows of values",
                      "ask for them before quern_values: objects have their keys");
    if (queryset->sliced)
        return refuse(b, QUERN_ERROR_USAGE, "quern_in_bulk after quern_slice",
                      "it would choose among all rows, not among the sliced ones: do it before the slice");
    if (!b->name)
        return refuse(b, QUERN_ERROR_USAGE, "quern_in_bulk without a field", "name one: \"pk\"");
    return find_field(b, queryset->model) && count_keys(b);
}

/* The queryset whose field is this. */
static quern_queryset *chosen(const bulk *b, quern_lookup lookup, const quern_value *value)
{
    const quern_condition is[] = {
        { .op = QUERN_LEAF, .lookup = (uint16_t)lookup, .path = b->name, .as.value = *value }, { 0 }
    };
    return (quern_filter)(b->queryset, is, b->site);
}

/* The field itself is loaded too, or a row would not tell its key. */
static bool load_field(const bulk *b, quern_queryset *queryset)
{
    if (!queryset->loaded || queryset->loaded[b->field->index])
        return true;
    bool *loaded = quern__arena_take_array(b->session->scope.arena, queryset->model->count, sizeof *loaded);
    if (!loaded)
        return no_memory(b);
    memcpy(loaded, queryset->loaded, queryset->model->count * sizeof *loaded);
    loaded[b->field->index] = true;
    queryset->loaded = loaded;
    return true;
}

static quern_result *evaluate(const bulk *b, quern_queryset *queryset, int64_t most)
{
    const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = most };
    return quern__evaluation_begin(queryset) && load_field(b, queryset)
               ? quern__evaluate(b->session, queryset, &wish, b->site)
               : NULL;
}

/* ---- Keys, as the condition has them: converted, and those that are NULL left out ---- */

typedef struct finding {
    quern__pass pass; /* first */
    quern_value *out;
} finding;

static void constant(quern__visit *visit, const quern__expression *expression)
{
    finding *f = (finding *)(void *)((char *)visit - offsetof(finding, pass.visit));
    *f->out = expression->as.constant;
}

static void leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                 bool negated)
{
    (void)parent;
    (void)negated;
    quern__expression_walk(&leaf->right, &pass->visit);
}

/* None, when all keys are NULL: the condition can never hold then. */
static void find_wanted(bulk *b, const quern_queryset *queryset)
{
    finding f = { .pass = { .visit = { .constant = constant }, .leaf = leaf }, .out = &b->wanted };
    quern__condition_walk(&queryset->as.filter, &f.pass);
}

static bool place_keys(bulk *b)
{
    const size_t count = b->wanted.count;
    b->places = quern__arena_take_array(b->arena, count, sizeof *b->places);
    b->place_of = quern__arena_take_array(b->arena, count, sizeof *b->place_of);
    if (!b->places || !b->place_of || !quern__names_open(&b->by_identity, b->arena, count))
        return no_memory(b);
    for (size_t i = 0; i < count; i++) {
        const quern_value key = quern__value_item(&b->wanted, i);
        quern__identity *identity = &b->places[i].identity;
        if (!quern__identity_of(b->arena, &key, identity))
            return no_memory(b);
        b->place_of[i] = (place *)(uintptr_t)quern__names_add(&b->by_identity, identity->bytes,
                                                              identity->size, &b->places[i]);
    }
    return true;
}

/* ---- Rows ---- */

static bool identify(const bulk *b, const void *row, quern__identity *out)
{
    const quern_value value = quern__member_value(b->field, row);
    return quern__identity_of(b->arena, &value, out) || no_memory(b);
}

static bool place_rows(bulk *b, const quern_result *result)
{
    b->left = quern__arena_take_array(b->arena, result->count, sizeof *b->left);
    if (!b->left)
        return no_memory(b);
    for (size_t i = 0; i < result->count; i++) {
        quern__identity identity;
        void *row = quern__result_row(result, i);
        if (!identify(b, row, &identity))
            return false;
        place *its = (place *)(uintptr_t)quern__names_find(&b->by_identity, identity.bytes, identity.size);
        if (its)
            its->object = row;
        else
            b->left[b->left_count++] = row;
    }
    return true;
}

/* Gives the place the row that is left and the same as `row`. */
static bool place_left(bulk *b, place *its, const void *row)
{
    quern__identity wanted, identity;
    if (!identify(b, row, &wanted))
        return false;
    for (size_t i = 0; i < b->left_count; i++) {
        if (!identify(b, b->left[i], &identity))
            return false;
        if (quern__identity_same(&wanted, &identity)) {
            its->object = b->left[i];
            return true;
        }
    }
    return true;
}

/* Asks the server which row a key means. Two keys may mean one row: so as long as any is left, all keys are asked about. */
static bool ask_for_left(bulk *b)
{
    for (size_t i = 0; b->left_count && i < b->wanted.count; i++) {
        place *its = b->place_of[i];
        if (its != &b->places[i] || its->object)
            continue;
        const quern_value key = quern__value_item(&b->wanted, i);
        quern_result *result = evaluate(b, chosen(b, QUERN_LOOKUP_exact, &key), 1);
        const bool placed = result && (!result->count || place_left(b, its, quern__result_row(result, 0)));
        quern__result_close(result);
        if (!placed)
            return false;
    }
    return true;
}

/* ---- The call ---- */

static void *const *answer(const bulk *b)
{
    void **objects = quern__arena_take_array(b->session->scope.arena, b->count + 1, sizeof *objects);
    if (!objects)
        no_memory(b);
    for (size_t i = 0, next = 0; objects && i < b->count; i++) {
        const quern_value key = key_at(b, i);
        if (!quern__value_is_null(&key))
            objects[i] = b->place_of[next++]->object;
    }
    return objects;
}

static bool find(bulk *b)
{
    quern_queryset *all = chosen(b, QUERN_LOOKUP_in, b->keys);
    if (!quern__evaluation_begin(all))
        return false;
    find_wanted(b, all);
    quern_result *result = place_keys(b) ? evaluate(b, all, -1) : NULL;
    const bool found = result && place_rows(b, result) && ask_for_left(b);
    if (result && (!found || !result->count))
        quern__result_close(result);
    return found;
}

void *const *(quern_in_bulk)(quern_queryset *queryset, const quern_model *model, const char *name,
                             quern_value keys, const char *site)
{
    bulk b = { .session = quern__evaluation_begin(queryset), .name = name, .site = site, .keys = &keys };
    if (!b.session || !quern__evaluation_fits(b.session, queryset, model, site) || !check(&b, queryset))
        return NULL;
    if (b.count == 0)
        return answer(&b);
    b.queryset = quern__queryset_filterable(queryset, b.field, site);
    b.arena = quern__arena_open(b.session->scope.allocator, NULL);
    void *const *found = NULL;
    if (!b.arena)
        no_memory(&b);
    else if (find(&b))
        found = answer(&b);
    quern__arena_close(b.arena);
    return found;
}
