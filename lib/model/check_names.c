/* check_names.c: names of tables, members and columns: whether the database takes them, paths can be split at them, and each
 * is there once. */
#include "lib/model/check.h"

#include "lib/base/utf8.h"

#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static bool tell(quern__check *c, const quern__identifier *name, const char *fault, const char *hint)
{
    const quern__field *field = name->field;
    const char *of = field ? field->name : "", *dot = field ? "." : "", *model = field ? "" : "model ";
    return QUERN__FAULT(
        c, .model = name->model, .field = field, .hint = hint,
        .message =
            fault ? TEXT("%s%s%s%s: %s %s", model, name->model->name, dot, of, name->what, fault) : NULL);
}

bool quern__check_identifier(quern__check *c, const quern__identifier *name)
{
    const size_t size = strlen(name->text), most = c->facts->identifier_bytes;
    if (size == 0)
        return tell(c, name, "is empty", TEXT("leave it away, or give a name by %s", name->option));
    if (size > most)
        return tell(c, name, TEXT("is longer than %zu bytes", most),
                    TEXT("the database would cut it: give a shorter one by %s", name->option));
    return quern__utf8_valid(name->text, size) ||
           tell(c, name, "is not valid UTF-8", "names in quern are UTF-8: convert it first");
}

static bool check_table(quern__check *c, const quern__model *model)
{
    static const char by_table[] = "the second argument of QUERN_MODEL";
    if (!model->table || !*model->table)
        return QUERN__FAULT(c, .model = model, .message = TEXT("model %s has no table", model->name),
                            .hint = "give the table's name as the second argument of QUERN_MODEL");
    const quern__identifier table = { model, NULL, "the name of its table", model->table, by_table };
    const quern__identifier schema = { model, NULL, "the name of its schema", model->schema, ".schema" };
    return quern__check_identifier(c, &table) && (!model->schema || quern__check_identifier(c, &schema));
}

bool quern__check_member(quern__check *c, const quern__field *field)
{
    const char *model = field->model->name, *name = field->name;
    if (!*name)
        return QUERN__FAULT(c, .model = field->model,
                            .message = TEXT("model %s has a field without a name", model),
                            .hint = "use QUERN_FIELD");
    if (!quern__utf8_valid(name, strlen(name)))
        return QUERN__FAULT(
            c, .model = field->model,
            .message = TEXT("model %s has a field whose name is not valid UTF-8", model),
            .hint = "names in quern are UTF-8: rename the member, and keep the column by .column");
    if (strcmp(name, "pk") == 0)
        return QUERN__FAULT(c, .field = field, .message = TEXT("%s: no field may be called pk", model),
                            .hint = "pk stands for the primary key, whatever its name; rename the member");
    return quern__check_splits(name) ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s: two underscores in a row, or one at the end", model, name),
                        .hint = "paths are split at two underscores: rename the member, and keep the column "
                                "by .column");
}

bool quern__check_splits(const char *name)
{
    return !strstr(name, "__") && name[strlen(name) - 1] != '_';
}

static bool check_column(quern__check *c, const quern__field *field)
{
    const quern__identifier column = { field->model, field, "the name of its column", field->column,
                                       ".column" };
    return quern__check_identifier(c, &column);
}

/* Under a name that fields share there stands the first of them. */
static bool check_free(quern__check *c, const quern__field *field, const char *name)
{
    return !name || quern__model_field(field->model, name, strlen(name)) == field ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s has two fields called %s", field->model->name, name),
                        .hint = "a relation is a field by its name and by its key member's, name_id: list "
                                "each once");
}

static bool check_column_free(quern__check *c, const quern__field *field, quern__names *columns)
{
    const quern__field *taken = quern__names_add(columns, field->column, strlen(field->column), field);
    const char *model = field->model->name;
    return taken == field ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s and %s.%s have the same column, \"%s\"", model, taken->name,
                                        model, field->name, field->column),
                        .hint = "give one of them another by .column");
}

static bool check_all(quern__check *c, const quern__model *model, quern__names *columns)
{
    for (size_t i = 0; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        if (!quern__check_member(c, field) || !check_column(c, field) || !check_free(c, field, field->name) ||
            !check_free(c, field, field->key_name) || !check_column_free(c, field, columns))
            return false;
    }
    return true;
}

bool quern__check_names(quern__check *c, const quern__model *model)
{
    if (!check_table(c, model))
        return false;
    quern__arena *scratch = quern__arena_open(quern__arena_allocator(c->arena), NULL);
    quern__names columns;
    bool good = scratch && quern__names_open(&columns, scratch, model->count);
    if (!good)
        quern__failure_set(c->failure, &quern__out_of_memory);
    good = good && check_all(c, model, &columns);
    quern__arena_close(scratch);
    return good;
}
