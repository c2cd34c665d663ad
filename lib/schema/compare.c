/* compare.c: a model against its table: is it there, what is missing, what is too much. */
#include "lib/schema/compare.h"

#include "lib/sql/ddl.h"

#include <string.h>

#define TEXT(...) quern__arena_format(f->arena, __VA_ARGS__)

/* The table and its indexes, as if all that it points to were there. */
static void write_creation(quern__findings *f, const quern__model *model, const bool *all)
{
    quern__sql_create_table(model, f->dialect, all, &f->text);
    for (size_t i = 0; i < model->count; i++)
        if (quern__sql_wants_index(&model->fields[i])) {
            quern__text_put(&f->text, ";\n");
            quern__sql_create_index(&model->fields[i], f->dialect, &f->text);
        }
}

static void report_missing_table(quern__findings *f, const quern__model *model)
{
    bool *all = quern__arena_take_array(f->arena, f->schema->count, sizeof *all);
    if (!all) {
        f->broken = true;
        return;
    }
    memset(all, true, f->schema->count * sizeof *all);
    write_creation(f, model, all);
    quern__report(f, model, NULL, TEXT("the table \"%s\" is not there", model->table));
}

static void report_missing_column(quern__findings *f, const quern__field *field)
{
    quern__sql_alter(QUERN__ALTER_ADD_COLUMN, field, f->dialect, &f->text);
    if (quern__sql_wants_index(field)) {
        quern__text_put(&f->text, ";\n");
        quern__sql_create_index(field, f->dialect, &f->text);
    }
    quern__report(f, field->model, field,
                  TEXT("\"%s\" has no column \"%s\"", field->model->table, field->column));
}

static bool has_column(const quern__model *model, const char *column)
{
    for (size_t i = 0; i < model->count; i++)
        if (strcmp(model->fields[i].column, column) == 0)
            return true;
    return false;
}

static void report_strangers(quern__findings *f, const quern__model *model)
{
    const quern__fact *at = f->catalog->tables[model->index];
    for (; (at = quern__fact_find(at, "column", NULL)); at = at->next) {
        if (has_column(model, at->name))
            continue;
        const bool needed = *at->b && !*at->c && !*at->d;
        quern__sql_drop_column(model, at->name, f->dialect, &f->text);
        quern__report(f, model, NULL,
                      TEXT("the column \"%s\" of \"%s\" is no field of %s%s", at->name, model->table,
                           model->name, needed ? ", and no row can be inserted without it" : ""));
    }
}

void quern__compare_model(quern__findings *f, const quern__model *model)
{
    const quern__fact *facts = f->catalog->tables[model->index];
    const quern__fact *table = quern__fact_find(facts, "table", NULL);
    if (!table) {
        report_missing_table(f, model);
        return;
    }
    const bool managed = !model->declared->unmanaged;
    if (managed && strcmp(table->a, "table") != 0)
        quern__report(f, model, NULL,
                      TEXT("\"%s\" is a %s, where the model is of a table", model->table, table->a));
    for (size_t i = 0; i < model->count; i++) {
        const quern__field *field = &model->fields[i];
        const quern__fact *column = quern__fact_find(facts, "column", field->column);
        if (!column) {
            report_missing_column(f, field);
            continue;
        }
        quern__compare_column(f, field, column);
        if (managed)
            quern__compare_constraints(f, field);
    }
    if (managed && model->between)
        quern__compare_pair(f, model);
    if (managed)
        report_strangers(f, model);
}
