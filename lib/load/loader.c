/* loader.c: rows into structs.
 *
 * Which decoder a column takes is found out once, and kept with the compiled statement: a map. It holds for as long as the columns have
 * the types that it was made for, which is looked at each time; when they have changed another is made, and both are kept, as other
 * connections may still see the old ones. Any thread reads maps without a lock, since they never change. */
#include "lib/load/loader.h"

#include "lib/compile/statements.h"
#include "lib/load/member.h"
#include "lib/load/ties.h"
#include "lib/model/kind.h"

#include <stdio.h>
#include <string.h>

typedef struct quern__decoding {
    quern_decoder *decode; /* NULL: the cell is one of the extras */
    size_t offset;         /* of the member */
    size_t present;        /* of a twin's `present`; 0: it is none */
    const quern__field *field;
    /* What it was chosen for. */
    uint32_t type;
    int32_t modifier;
} decoding;

typedef struct map {
    quern__kept kept; /* first */
    const quern_backend *backend;
    const quern__model *rows;
    size_t count;
    decoding columns[];
} map;

enum { MAPS_MOST = 4 };

static bool refuse(const quern__loader *loader, quern_error *error, quern_error_code code,
                   const char *message, const char *hint)
{
    (void)loader;
    *error = message ? (quern_error){ .code = code, .message = message, .hint = hint } : quern__out_of_memory;
    return false;
}

/* When it is a limit that is reached, it helps to know by how many rows. */
static bool no_memory(quern__loader *loader, quern_error *error)
{
    *error = quern__out_of_memory;
    if (!loader->result->session->scope.failure.hit.limit)
        return false;
    snprintf(loader->detail, sizeof loader->detail, "%zu rows had been loaded", loader->rows);
    error->detail = loader->detail;
    return false;
}

/* The member that holds the column: of a relation the key, not the pointer. */
static const char *member_of(const quern__field *field)
{
    return field->key_name ? field->key_name : field->name;
}

#define TEXT(...) quern__arena_format(loader->result->session->scope.arena, __VA_ARGS__)

static bool wrong_type(const quern__loader *loader, const quern_backend *backend, const quern_column *column,
                       const quern__field *field, quern_error *error)
{
    char type
        [300]; /* schema and name, of 63 bytes each, of which all may be quotes, which are written twice */
    backend->type_name(column, type, sizeof type);
    return refuse(loader, error, QUERN_ERROR_TYPE,
                  TEXT("column \"%s\" of \"%s\" is of type %s, which %s.%s (%s) cannot take", column->name,
                       field->model->table, type, field->model->name, member_of(field),
                       quern__field_c_type(field)),
                  "change the member's type to suit the column, or the column's to suit the member");
}

static bool unexpected_null(const quern__loader *loader, const quern__field *field, quern_error *error)
{
    return refuse(loader, error, QUERN_ERROR_DATA,
                  TEXT("column \"%s\" of \"%s\" is NULL in row %zu, which %s.%s (%s) cannot hold",
                       field->column, field->model->table, loader->rows + 1, field->model->name,
                       member_of(field), quern__field_c_type(field)),
                  quern__kind_is_pointer(field->kind) ? "declare the field with .null = true"
                                                      : TEXT("declare the member as its nullable twin: %s",
                                                             quern__kind_facts(field->kind)->twin));
}

/* What is wrong with a cell, as it is said before the member's name. */
static const char *const undecodable_because[] = {
    [QUERN_DECODE_MALFORMED] = "is not a value for",
    [QUERN_DECODE_OUT_OF_RANGE] = "is out of range for",
    [QUERN_DECODE_DIMENSIONS] = "has several dimensions, or does not begin at 1, and so is not a value for",
};

static const char *hint_for(const quern__loader *loader, const quern__field *field, quern_decoded why)
{
    const quern__kind *facts = quern__kind_facts(field->kind);
    return why == QUERN_DECODE_OUT_OF_RANGE ? TEXT("the range of %s: %s", facts->c_type, facts->range)
           : why == QUERN_DECODE_DIMENSIONS ? "members hold arrays of one dimension that begin at 1"
                                            : "";
}

static bool undecodable(quern__loader *loader, const quern__field *field, quern_decoded why,
                        quern_error *error)
{
    if (why == QUERN_DECODE_NO_MEMORY)
        return no_memory(loader, error);
    return refuse(loader, error, QUERN_ERROR_DATA,
                  TEXT("column \"%s\" of \"%s\" in row %zu %s %s.%s (%s)", field->column, field->model->table,
                       loader->rows + 1, undecodable_because[why], field->model->name, member_of(field),
                       quern__field_c_type(field)),
                  hint_for(loader, field, why));
}

bool quern__loader_open(quern__loader *loader, size_t count, quern_error *error)
{
    loader->count = loader->own = count;
    quern__arena *arena = loader->arena ? loader->arena : loader->result->arena;
    map *made = quern__arena_take(arena, sizeof *made + count * sizeof *made->columns);
    if (!made)
        return no_memory(loader, error);
    made->count = count;
    loader->columns = made->columns;
    return true;
}

bool quern__loader_column(quern__loader *loader, const quern_backend *backend, size_t i,
                          const quern_column *column, const quern__field *field, quern_error *error)
{
    if (!field)
        return true;
    decoding *own =
        (decoding *)(uintptr_t)&loader->columns[i]; /* they are in the arena until all are chosen */
    *own = (decoding){ .decode = backend->decoder(column, field->kind),
                       .offset = field->offset,
                       .present = field->present_offset,
                       .field = field,
                       .type = column->type,
                       .modifier = column->modifier };
    return own->decode || wrong_type(loader, backend, column, field, error);
}

/* ---- Maps ---- */

/* Other than the model's own, rows are made for a queryset, and may be gone when the next one has the same statement. */
static bool may_keep(const quern__loader *loader)
{
    return loader->sink.compiled && loader->plan->rows == loader->plan->model;
}

static bool fits(const map *m, const quern__loader *loader, const quern_backend *backend,
                 const quern_column *columns)
{
    const bool chosen = loader->plan->members || loader->plan->along;
    if (m->backend != backend || m->rows != loader->plan->rows || m->count != loader->count)
        return false;
    for (size_t i = 0; i < m->count; i++)
        if (m->columns[i].type != columns[i].type || m->columns[i].modifier != columns[i].modifier ||
            (chosen && i < quern__plan_width(loader->plan) &&
             quern__plan_member(loader->plan, i) != m->columns[i].field))
            return false;
    return true;
}

/* The map that fits; NULL when there is none. *count: of those that were looked at. */
static const map *find_map(const quern__loader *loader, const quern_backend *backend,
                           const quern_column *columns, size_t *count)
{
    const quern__kept *kept = quern__compiled_kept(loader->sink.compiled);
    for (*count = 0; kept; kept = kept->next, ++*count)
        if (fits((const map *)kept, loader, backend, columns))
            return (const map *)kept;
    return NULL;
}

static bool keep_map(const quern__loader *loader, const quern_backend *backend)
{
    map *made = (map *)((uintptr_t)loader->columns - offsetof(map, columns));
    made->backend = backend;
    made->rows = loader->plan->rows;
    return quern__compiled_keep(loader->result->session->scope.allocator, loader->sink.compiled, &made->kept,
                                sizeof *made + made->count * sizeof *made->columns);
}

/* What a column is for: the one behind the members is the owner's key, which is not loaded, but whose type has to be right. */
static const quern__field *field_of(const quern__plan *plan, size_t i)
{
    return i < quern__plan_width(plan) ? quern__plan_member(plan, i) : plan->wish.owners->key.field;
}

static bool choose_all(quern__loader *loader, const quern_backend *backend, const quern_column *columns,
                       quern_error *error)
{
    if (!quern__loader_open(loader, loader->count, error))
        return false;
    for (size_t i = 0; i < loader->count; i++)
        if (!quern__loader_column(loader, backend, i, &columns[i], field_of(loader->plan, i), error))
            return false;
    return true;
}

/* Those that are known for these columns, or others, which are then. */
static bool find_decoders(quern__loader *loader, const quern_backend *backend, const quern_column *columns,
                          quern_error *error)
{
    size_t maps = MAPS_MOST;
    const map *known = may_keep(loader) ? find_map(loader, backend, columns, &maps) : NULL;
    if (known) {
        loader->columns = known->columns;
        return true;
    }
    if (!choose_all(loader, backend, columns, error))
        return false;
    return maps >= MAPS_MOST || keep_map(loader, backend) || no_memory(loader, error);
}

/* Columns come once more where the statement is sent once more, for its answer had not come to its end: with all of its rows. */
static void begin(quern__loader *loader)
{
    if (loader->begun) {
        loader->rows = loader->rows_before;
        quern__ties_drop(loader->ties);
        loader->ties = NULL;
        if (!loader->object)
            quern__result_rewind(loader->result, &loader->start);
        return;
    }
    loader->begun = true;
    loader->rows_before = loader->rows;
    loader->start = quern__result_mark(loader->result);
}

bool quern__loader_tie(quern__loader *loader, quern_error *error)
{
    const quern__plan *plan = loader->plan;
    loader->own = plan->output_count;
    loader->ties = plan->along ? quern__ties_open(loader->result, plan->along, plan->output_count) : NULL;
    return loader->ties || !plan->along || no_memory(loader, error);
}

static bool choose_decoders(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                            size_t count, quern_error *error)
{
    quern__loader *loader = (quern__loader *)sink;
    const quern__plan *plan = loader->plan;
    begin(loader);
    /* What comes behind is there for the order of what is distinct, or tells whose the row is, and its number among theirs. */
    loader->count = quern__plan_width(plan) + quern__plan_tells_owner(plan);
    if (plan->distinct || plan->wish.owners ? count < loader->count : count != loader->count)
        return refuse(loader, error, QUERN_ERROR_TYPE,
                      TEXT("%zu columns came for the %zu fields of %s", count, loader->count,
                           loader->result->model->name),
                      "");
    const bool found = find_decoders(loader, backend, columns, error);
    loader->count = quern__plan_width(plan);
    return found && quern__loader_tie(loader, error);
}

/* Makes a member as it is in a new row: what is NULL is not written to it. */
static void clear(const quern__field *field, char *object)
{
    memset(object + field->offset, 0, quern__member_size(field));
    if (field->present_offset)
        *(bool *)(object + field->present_offset) = false;
}

static bool load_null(quern__loader *loader, const quern__field *field, char *object, quern_error *error)
{
    if (loader->object && field->nullable)
        clear(field, object);
    return field->nullable || unexpected_null(loader, field, error);
}

static inline bool load_cell(quern__loader *loader, const decoding *column, const quern_cell *cell,
                             char *object, quern_error *error)
{
    if (!cell->data)
        return load_null(loader, column->field, object, error);
    const quern_decoded outcome = column->decode(cell, object + column->offset, &loader->storage);
    if (outcome != QUERN_DECODED)
        return undecodable(loader, column->field, outcome, error);
    if (column->present)
        *(bool *)(object + column->present) = true;
    return true;
}

/* A copy of the cell, as it is. */
static bool keep_cell(quern__loader *loader, const quern_cell *cell, quern_cell *out, quern_error *error)
{
    if (!cell->data)
        return true;
    char *kept = quern__arena_take_bytes(loader->result->arena, cell->size + 1);
    if (!kept)
        return no_memory(loader, error);
    memcpy(kept, cell->data, cell->size);
    *out = (quern_cell){ .data = kept, .size = cell->size };
    return true;
}

/* An object of the tie's, of this row. */
static quern_object *load_tied(quern__loader *loader, quern__tie *tie, const quern_cell *cells,
                               quern_error *error)
{
    quern_object *object = quern__result_next(tie->result);
    if (!object) {
        no_memory(loader, error);
        return NULL;
    }
    const size_t end = tie->first + tie->count;
    for (size_t i = tie->first; i < end; i++)
        if (!load_cell(loader, &loader->columns[i], &cells[i], (char *)object, error))
            return NULL;
    quern__result_accept(tie->result);
    if (quern__tie_add(loader->ties, tie, &cells[tie->tells]))
        return object;
    no_memory(loader, error);
    return NULL;
}

/* What hangs on an object that was there already has been linked to it then, as has what hangs on none. */
static bool load_ties(quern__loader *loader, const quern_cell *cells, quern_object *object,
                      quern_error *error)
{
    quern__ties *ties = loader->ties;
    for (size_t i = 0; i < ties->count;) {
        quern__tie *tie = &ties->list[i];
        quern_object *from = tie->from ? tie->from->current : object;
        const bool there = cells[tie->tells].data;
        quern_object *to = there ? quern__tie_find(tie, &cells[tie->tells]) : NULL;
        i = there && !to ? i + 1 : tie->next;
        if (there && !to && !(to = load_tied(loader, tie, cells, error)))
            return false;
        tie->current = to;
        if (!quern__tie_point(ties, tie, from, to))
            return no_memory(loader, error);
    }
    return true;
}

static bool end_ties(quern__sink *sink, quern_error *error)
{
    quern__loader *loader = (quern__loader *)sink;
    return !loader->ties || quern__ties_end(loader->ties) || no_memory(loader, error);
}

bool quern__loader_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__loader *loader = (quern__loader *)sink;
    char *object = loader->object ? loader->object : quern__result_next(loader->result);
    if (!object)
        return no_memory(loader, error);
    const quern__extras *extras = loader->result->extras;
    quern_cell *extra = extras ? (quern_cell *)(void *)(object + extras->offset) : NULL;
    const size_t width = loader->own < count ? loader->own : count;
    for (size_t i = 0; i < width; i++)
        if (!(loader->columns[i].decode ? load_cell(loader, &loader->columns[i], &cells[i], object, error)
                                        : keep_cell(loader, &cells[i], extra++, error)))
            return false;
    if (loader->ties && !load_ties(loader, cells, (quern_object *)(void *)object, error))
        return false;
    if (!loader->object)
        quern__result_accept(loader->result);
    loader->rows++;
    return true;
}

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    quern__loader *loader = (quern__loader *)(void *)((char *)storage - offsetof(quern__loader, storage));
    quern__arena *arena = loader->result->arena;
    return alignment > 1 ? quern__arena_take(arena, size) : quern__arena_take_bytes(arena, size);
}

quern__loader quern__loader_make(quern_result *result, const quern__plan *plan)
{
    return (quern__loader){ .sink = { .columns = choose_decoders, .row = quern__loader_row, .end = end_ties },
                            .storage = { .take = take },
                            .plan = plan,
                            .result = result };
}

static bool scalar_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                           size_t count, quern_error *error)
{
    quern__scalar *scalar = (quern__scalar *)sink;
    scalar->decode = count == 1 ? backend->decoder(&columns[0], QUERN_KIND_I64) : NULL;
    if (scalar->decode)
        return true;
    *error = (quern_error){ .code = QUERN_ERROR_TYPE, .message = "one integer was expected of the server" };
    return false;
}

static bool scalar_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__scalar *scalar = (quern__scalar *)sink;
    (void)count;
    if (scalar->found)
        return true;
    scalar->found = cells[0].data && scalar->decode(&cells[0], &scalar->value, NULL) == QUERN_DECODED;
    if (!scalar->found)
        *error =
            (quern_error){ .code = QUERN_ERROR_DATA, .message = "one integer was expected of the server" };
    return scalar->found;
}

quern__scalar quern__scalar_make(void)
{
    return (quern__scalar){ .sink = { .columns = scalar_columns, .row = scalar_row } };
}
