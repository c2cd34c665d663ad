/* select.c: writes SELECT statements. What is generic SQL is written here; what databases spell differently is asked of the
 * dialect. Looks at nothing that is not in the plan's shape, but for values when literals are wanted. */
#include "lib/sql/select.h"

#include <stdio.h>
#include <string.h>

typedef struct statement {
    quern__pass pass;    /* first: it walks conditions */
    quern_writer writer; /* what the dialect writes through */
    const quern__plan *plan;
    const quern_dialect *dialect;
    quern__spelling spelling;
    size_t placeholders;
    quern__text *out;
} statement;

static void writer_put(quern_writer *writer, const char *bytes, size_t size)
{
    statement *s = (statement *)(void *)((char *)writer - offsetof(statement, writer));
    quern__text_put_bytes(s->out, bytes, size);
}

static void put(statement *s, const char *text)
{
    quern__text_put(s->out, text);
}

static const quern__model *table_model(const statement *s, size_t table)
{
    return table ? s->plan->joins[table - 1].relation->target : s->plan->model;
}

/* Whether one of the tables before it has the same name: then it is called T2, T3, … by its number, as Django does. */
static bool is_repeated(const statement *s, size_t table)
{
    for (size_t i = 0; i < table; i++)
        if (strcmp(table_model(s, i)->table, table_model(s, table)->table) == 0)
            return true;
    return false;
}

static void put_table_name(statement *s, size_t table)
{
    char name[24];
    snprintf(name, sizeof name, "T%zu", table + 1);
    s->dialect->identifier(&s->writer, is_repeated(s, table) ? name : table_model(s, table)->table);
}

static void put_field(statement *s, size_t table, const quern__field *field)
{
    put_table_name(s, table);
    put(s, ".");
    s->dialect->identifier(&s->writer, field->column);
}

static void put_column(statement *s, const quern__column *column)
{
    put_field(s, quern__plan_table(s->plan, column), column->field);
}

static void put_value(statement *s, const quern_value *value, quern_kind kind)
{
    if (s->spelling == QUERN__SPELL_LITERALS)
        s->dialect->literal(&s->writer, value, kind);
    else
        s->dialect->placeholder(&s->writer, ++s->placeholders, kind);
}

static void open(quern__pass *pass, const quern__condition *composite)
{
    statement *s = (statement *)pass;
    if (composite->op == QUERN_NONE_OF)
        put(s, "NOT (");
    else if (composite->count > 1)
        put(s, "(");
    if (composite->count == 0)
        put(s, composite->op == QUERN_ANY_OF ? "FALSE" : "TRUE");
}

static void between(quern__pass *pass, const quern__condition *composite)
{
    put((statement *)pass, composite->op == QUERN_ANY_OF ? " OR " : " AND ");
}

static void close(quern__pass *pass, const quern__condition *composite)
{
    if (composite->op == QUERN_NONE_OF || composite->count > 1)
        put((statement *)pass, ")");
}

static statement *statement_of(quern__visit *visit)
{
    return (statement *)(void *)((char *)visit - offsetof(statement, pass.visit));
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    put_value(statement_of(visit), &expression->as.constant, expression->kind);
}

static void column(quern__visit *visit, const quern__expression *expression)
{
    put_column(statement_of(visit), &expression->as.column);
}

static void truncate(quern__visit *visit, const quern__expression *expression)
{
    statement *s = statement_of(visit);
    const quern_truncation what = { .from = expression->as.truncate.column.field->kind,
                                    .to = expression->kind,
                                    .unit = expression->as.truncate.unit,
                                    .zone = expression->as.truncate.zone };
    s->dialect->truncate(&s->writer, &what, false);
    put_column(s, &expression->as.truncate.column);
    s->dialect->truncate(&s->writer, &what, true);
}

static void put_form(statement *s, const quern__condition *leaf)
{
    const quern_lookup_spelling *spelling = &s->dialect->lookups[leaf->lookup];
    quern__expression_walk(&leaf->left, &s->pass.visit);
    if (leaf->form == QUERN__FORM_COMPARE) {
        put(s, spelling->between);
        quern__expression_walk(&leaf->right, &s->pass.visit);
        put(s, spelling->after);
    } else {
        put(s, leaf->form == QUERN__FORM_IS_NULL ? " IS NULL" : " IS NOT NULL");
    }
}

/* ---- Guards: AND … IS NOT NULL, for each column of a leaf that may be ---- */

typedef struct guards {
    quern__visit visit; /* first */
    statement *s;
    size_t count;
    bool counting;
} guards;

static void guard(quern__visit *visit, const quern__expression *expression)
{
    guards *g = (guards *)visit;
    if (!quern__plan_may_be_null(g->s->plan, &expression->as.column))
        return;
    g->count++;
    if (g->counting)
        return;
    put(g->s, " AND ");
    put_column(g->s, &expression->as.column);
    put(g->s, " IS NOT NULL");
}

/* Counts the guards that a leaf needs, or writes them. */
static size_t put_guards(statement *s, const quern__condition *leaf, bool counting)
{
    guards g = { .visit = { .column = guard }, .s = s, .counting = counting };
    quern__expression_walk(&leaf->left, &g.visit);
    quern__expression_walk(&leaf->right, &g.visit);
    return g.count;
}

static void leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                 bool negated)
{
    statement *s = (statement *)pass;
    const bool guarded = negated && leaf->form == QUERN__FORM_COMPARE && put_guards(s, leaf, true);
    const bool bracket = guarded && parent->op == QUERN_ANY_OF && parent->count > 1;
    put(s, bracket ? "(" : "");
    put_form(s, leaf);
    if (guarded)
        put_guards(s, leaf, false);
    put(s, bracket ? ")" : "");
}

static void put_outputs(statement *s)
{
    for (size_t i = 0; i < s->plan->output_count; i++) {
        put(s, i ? ", " : "");
        if (s->plan->outputs)
            quern__expression_walk(&s->plan->outputs[i], &s->pass.visit);
        else
            put_field(s, 0, quern__plan_member(s->plan, i));
    }
}

/* FROM or JOIN: the table, and what it is called when that is something else. */
static void put_table(statement *s, size_t table)
{
    const quern__model *model = table_model(s, table);
    if (model->schema) {
        s->dialect->identifier(&s->writer, model->schema);
        put(s, ".");
    }
    s->dialect->identifier(&s->writer, model->table);
    if (is_repeated(s, table)) {
        put(s, " ");
        put_table_name(s, table);
    }
}

static void put_join(statement *s, size_t table)
{
    const quern__join *join = &s->plan->joins[table - 1];
    put(s, join->left ? " LEFT OUTER JOIN " : " INNER JOIN ");
    put_table(s, table);
    put(s, " ON (");
    put_field(s, join->from, join->relation);
    put(s, " = ");
    put_field(s, table, join->relation->reach);
    put(s, ")");
}

static void put_source(statement *s)
{
    put(s, " FROM ");
    put_table(s, 0);
    for (size_t i = 0; i < s->plan->join_count; i++)
        put_join(s, i + 1);
    for (size_t i = 0; i < s->plan->condition_count; i++) {
        put(s, i ? " AND " : " WHERE ");
        quern__condition_walk(s->plan->conditions[i], &s->pass);
    }
}

static void put_number(statement *s, unsigned number)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    put(s, text);
}

static void put_order(statement *s)
{
    static const char *const nulls[] = { "", " NULLS FIRST", " NULLS LAST" };
    for (size_t i = 0; i < s->plan->order_count; i++) {
        const quern__order *term = &s->plan->order[i];
        put(s, i ? ", " : " ORDER BY ");
        if (quern__order_is_random(term)) {
            put(s, "RANDOM()");
            continue;
        }
        if (term->output)
            put_number(s, term->output);
        else
            put_column(s, &term->column);
        put(s, term->descending ? " DESC" : "");
        put(s, nulls[term->nulls]);
    }
}

static void put_bounds(statement *s)
{
    if (quern__plan_limit_is_one(s->plan)) {
        put(s, " LIMIT 1");
    } else if (quern__plan_has_limit(s->plan)) {
        const quern_value limit = quern_value_i64(s->plan->high - s->plan->low);
        put(s, " LIMIT ");
        put_value(s, &limit, QUERN_KIND_I64);
    }
    if (quern__plan_has_offset(s->plan)) {
        const quern_value offset = quern_value_i64(s->plan->low);
        put(s, " OFFSET ");
        put_value(s, &offset, QUERN_KIND_I64);
    }
}

static bool is_output(const statement *s, size_t i, const quern__column *column)
{
    const quern__expression *output = s->plan->outputs ? &s->plan->outputs[i] : NULL;
    if (output)
        return output->node == QUERN__NODE_COLUMN && quern__column_same(&output->as.column, column);
    return column->hop_count == 0 && column->field == quern__plan_member(s->plan, i);
}

static bool is_selected(const statement *s, const quern__column *column)
{
    for (size_t i = 0; i < s->plan->output_count; i++)
        if (is_output(s, i, column))
            return true;
    return false;
}

/* What a DISTINCT is ordered by has to be selected too. */
static void put_order_columns(statement *s)
{
    for (size_t i = 0; i < s->plan->order_count; i++) {
        if (s->plan->order[i].output || is_selected(s, &s->plan->order[i].column))
            continue;
        put(s, ", ");
        put_column(s, &s->plan->order[i].column);
    }
}

static void put_distinct(statement *s)
{
    put(s, "DISTINCT ");
    for (size_t i = 0; i < s->plan->distinct_count; i++) {
        put(s, i ? ", " : "ON (");
        put_column(s, &s->plan->distinct_on[i]);
    }
    put(s, s->plan->distinct_count ? ") " : "");
}

static void put_rows(statement *s)
{
    put(s, "SELECT ");
    if (s->plan->distinct)
        put_distinct(s);
    put_outputs(s);
    if (s->plan->distinct && !s->plan->distinct_count)
        put_order_columns(s);
    put_source(s);
    put_order(s);
    put_bounds(s);
}

/* Of a slice, or of what is distinct: LIMIT, OFFSET and DISTINCT apply after aggregates, so they go into a subquery. */
static void put_subquery(statement *s)
{
    put(s, "(");
    if (s->plan->distinct) {
        put_rows(s);
    } else {
        put(s, "SELECT 1");
        put_source(s);
        put_bounds(s);
    }
    put(s, ") AS ");
    s->dialect->identifier(&s->writer, "rows");
}

static void put_count(statement *s)
{
    put(s, "SELECT COUNT(*)");
    if (!quern__plan_has_limit(s->plan) && !quern__plan_has_offset(s->plan) && !s->plan->distinct) {
        put_source(s);
        return;
    }
    put(s, " FROM ");
    put_subquery(s);
}

/* That there is a row does not depend on which are the same, but whether there is a tenth does. */
static void put_exists(statement *s)
{
    put(s, "SELECT 1");
    if (s->plan->distinct && quern__plan_has_offset(s->plan)) {
        put(s, " FROM ");
        put_subquery(s);
        return;
    }
    put_source(s);
    put_bounds(s);
}

void quern__sql_select(const quern__plan *plan, const quern_dialect *dialect, quern__spelling spelling,
                       quern__text *out)
{
    statement s = { .pass = { .visit = { .constant = constant, .column = column, .truncate = truncate },
                              .open = open,
                              .between = between,
                              .close = close,
                              .leaf = leaf },
                    .writer = { .put = writer_put },
                    .plan = plan,
                    .dialect = dialect,
                    .spelling = spelling,
                    .out = out };
    if (plan->intent == QUERN__INTENT_COUNT)
        put_count(&s);
    else if (plan->intent == QUERN__INTENT_EXISTS)
        put_exists(&s);
    else
        put_rows(&s);
}
