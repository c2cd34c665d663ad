/* bulk.c: quern_in_bulk: one statement for all keys, then each key finds its row by what makes values equal (identity.h), in a hash.
 * That leaves what only the server takes for equal, as citext, char(n) or a collation does: for a row that no key is the same as there
 * must be one, and a key that differs from a row in no more than case and blanks may be one. Such keys are asked for one by one: slow,
 * but true. */
#include "lib/expr/lookup.h"
#include "lib/expr/object.h"
#include "lib/load/behind.h"
#include "lib/load/evaluate.h"
#include "lib/load/watch.h"
#include "lib/model/path.h"
#include "lib/value/identity.h"
#include "lib/value/parts.h"

#include <string.h>

/* So many keys that were like a row, and were none, are taken for proof that the column minds case and blanks. */
enum { DOUBTS = 3 };

typedef struct bulk {
    quern_session *session;
    quern_queryset *queryset; /* that conditions can be given */
    const char *name;
    const quern__field *field;
    const char *site;
    const quern_value *keys; /* as they were given */
    size_t count;
    quern_value wanted;          /* those that are not NULL, as an array of the field's kind */
    quern__arena *arena;         /* for the time of the call */
    quern__identity *identities; /* of those */
    void **objects;              /* what each of them has found */
    quern_result *result;
    quern__names rows, folded; /* its rows, by their identity, and by what is left of that (see fold) */
    bool *has_key;             /* of its rows */
    size_t without_key;
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
    bool *loaded = quern__arena_take_array(queryset->scope->arena, queryset->model->count, sizeof *loaded);
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

static bool identify_keys(bulk *b)
{
    const size_t count = b->wanted.count;
    b->identities = quern__arena_take_array(b->arena, count, sizeof *b->identities);
    b->objects = quern__arena_take_array(b->arena, count, sizeof *b->objects);
    if (!b->identities || !b->objects)
        return no_memory(b);
    for (size_t i = 0; i < count; i++) {
        const quern_value key = quern__value_item(&b->wanted, i);
        if (!quern__identity_of(b->arena, &key, &b->identities[i]))
            return no_memory(b);
    }
    return true;
}

/* ---- Rows ---- */

/* What is left of a text without case and blanks at its end, and with one mark for all that is not ASCII. Of other kinds nothing is
 * equal that is not the same. */
static bool fold(const bulk *b, const quern__identity *from, quern__identity *out)
{
    *out = *from;
    if (b->field->kind != QUERN_KIND_TEXT)
        return true;
    const char *text = from->bytes;
    char *folded = quern__arena_take_bytes(b->arena, from->size + 1);
    if (!folded)
        return no_memory(b);
    size_t size = 0, read = from->size;
    while (read && text[read - 1] == ' ')
        read--;
    for (size_t i = 0; i < read; i++)
        if (!(text[i] & 0x80))
            folded[size++] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 'a' - 'A' : text[i]);
        else if (!i || !(text[i - 1] & 0x80))
            folded[size++] = '\x7f';
    *out = (quern__identity){ .bytes = folded, .size = size };
    return true;
}

static bool identify(const bulk *b, const void *row, quern__identity *out)
{
    const quern_value value = quern__member_value(b->field, row);
    return quern__identity_of(b->arena, &value, out) || no_memory(b);
}

static bool index_rows(bulk *b)
{
    const size_t count = b->result->count;
    b->has_key = quern__arena_take_array(b->arena, count, sizeof *b->has_key);
    if (!b->has_key || !quern__names_open(&b->rows, b->arena, count) ||
        !quern__names_open(&b->folded, b->arena, count))
        return no_memory(b);
    for (size_t i = 0; i < count; i++) {
        quern__identity identity, folded;
        void *row = quern__result_row(b->result, i);
        if (!identify(b, row, &identity) || !fold(b, &identity, &folded))
            return false;
        /* Over a path to many a row may be there more than once. */
        b->without_key += quern__names_add(&b->rows, identity.bytes, identity.size, row) == row;
        quern__names_add(&b->folded, folded.bytes, folded.size, row);
    }
    return true;
}

/* Gives the key the row that has this identity, if there is one. */
static void give(bulk *b, size_t key, const quern__identity *identity)
{
    quern_object *row =
        (quern_object *)(uintptr_t)quern__names_find(&b->rows, identity->bytes, identity->size);
    if (!row)
        return;
    b->objects[key] = row;
    b->without_key -= !b->has_key[row->row];
    b->has_key[row->row] = true;
}

/* Asks the server which row a key means. */
static bool ask(bulk *b, size_t key)
{
    quern__identity identity;
    const quern_value value = quern__value_item(&b->wanted, key);
    quern_result *result = evaluate(b, chosen(b, QUERN_LOOKUP_exact, &value), 1);
    if (!result)
        return false;
    const bool found = result->count && identify(b, quern__result_row(result, 0), &identity);
    if (found)
        give(b, key, &identity);
    quern__result_close(result);
    return found || !quern__scope_failed(&b->session->scope);
}

static bool is_like_a_row(const bulk *b, size_t key, bool *out)
{
    quern__identity folded;
    if (!fold(b, &b->identities[key], &folded))
        return false;
    *out = quern__names_find(&b->folded, folded.bytes, folded.size) != NULL;
    return true;
}

/* Asks for those keys without a row that are like one, as long as that is worth it, or for all. Those that are the same are asked about once. */
static bool ask_for_others(bulk *b, bool all)
{
    quern__names first; /* of the keys that are the same: its place among the objects */
    size_t doubts = 0;
    if (!quern__names_open(&first, b->arena, b->wanted.count))
        return no_memory(b);
    for (size_t i = 0; i < b->wanted.count; i++) {
        const quern__identity *identity = &b->identities[i];
        bool wanted = all;
        if (b->objects[i])
            continue;
        if (!all && !is_like_a_row(b, i, &wanted))
            return false;
        void *const *same = quern__names_add(&first, identity->bytes, identity->size, &b->objects[i]);
        b->objects[i] = *same;
        if (!wanted || same != &b->objects[i] || (!all && doubts == DOUBTS))
            continue;
        if (!ask(b, i))
            return false;
        doubts += !b->objects[i];
    }
    return true;
}

/* A row without a key shows that keys are equal which are not even alike. */
static bool match(bulk *b)
{
    if (!index_rows(b))
        return false;
    for (size_t i = 0; i < b->wanted.count; i++)
        give(b, i, &b->identities[i]);
    quern__watch_pause(b->session);
    const bool matched = (b->field->kind != QUERN_KIND_TEXT || ask_for_others(b, false)) &&
                         (!b->without_key || ask_for_others(b, true));
    quern__watch_resume(b->session);
    return matched;
}

/* ---- The call ---- */

static void *const *answer(const bulk *b)
{
    void **objects = quern__arena_take_array(b->queryset->scope->arena, b->count + 1, sizeof *objects);
    if (!objects)
        no_memory(b);
    for (size_t i = 0, next = 0; objects && i < b->count; i++) {
        const quern_value key = key_at(b, i);
        if (!quern__value_is_null(&key))
            objects[i] = b->objects[next++];
    }
    return objects;
}

static bool find(bulk *b)
{
    quern_queryset *all = chosen(b, QUERN_LOOKUP_in, b->keys);
    if (!quern__evaluation_begin(all))
        return false;
    find_wanted(b, all);
    b->result = identify_keys(b) ? evaluate(b, all, -1) : NULL;
    const bool matched =
        b->result && match(b) && quern__behind_fetch(b->session, b->queryset, b->result, b->site);
    if (matched && b->result->count)
        return true;
    quern__result_close(b->result);
    b->result = NULL;
    return matched;
}

/* As of one moment, where that is wanted. */
static void *const *find_and_answer(bulk *b)
{
    bool begun;
    if (!quern__behind_begin(b->session, b->queryset, b->site, &begun))
        return NULL;
    const bool found = find(b);
    if (quern__behind_end(b->session, begun, b->site))
        return found ? answer(b) : NULL;
    quern__result_close(b->result);
    return NULL;
}

void *const *(quern_in_bulk)(quern_queryset *queryset, const quern_model *model, const char *name,
                             quern_value keys, const char *site)
{
    bulk b = { .session = quern__evaluation_begin(queryset), .name = name, .site = site, .keys = &keys };
    if (!b.session || !quern__evaluation_fits(b.session, queryset, model, site) || !check(&b, queryset))
        return NULL;
    b.queryset = queryset;
    if (b.count == 0)
        return answer(&b);
    b.queryset = quern__queryset_filterable(queryset, b.field, site);
    b.arena = quern__arena_open(b.session->scope.allocator, NULL);
    void *const *found = NULL;
    if (!b.arena)
        no_memory(&b);
    else
        found = find_and_answer(&b);
    quern__arena_close(b.arena);
    return found;
}
