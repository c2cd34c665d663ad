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
    size_t level;     /* of subqueries: their tables are U0, U1, …, those of theirs V0, … */
    size_t operators; /* around what is written */
    bool twice;       /* NOT stands before the NOT EXISTS that comes next */
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
    return table ? s->plan->joins[table - 1].hop->to : s->plan->model;
}

/* Of which NOT EXISTS it is a table; 0: of none. */
static size_t table_within(const statement *s, size_t table)
{
    return table ? s->plan->joins[table - 1].within : 0;
}

/* Whether one of the tables before it has the same name: then it is called T2, T3, … by its number, as Django does. Those of a NOT
 * EXISTS always are. */
static bool is_repeated(const statement *s, size_t table)
{
    if (table_within(s, table))
        return true;
    for (size_t i = 0; i < table; i++)
        if (!table_within(s, i) && strcmp(table_model(s, i)->table, table_model(s, table)->table) == 0)
            return true;
    return false;
}

/* What a table of a subquery is called, always: so that it is none of those around it. */
static void alias_of(const statement *s, size_t table, char *out, size_t size)
{
    static const char letters[] = "UVWXYZ";
    const size_t level = s->level - 1;
    if (level < sizeof letters - 1)
        snprintf(out, size, "%c%zu", letters[level], table);
    else
        snprintf(out, size, "Z%zu_%zu", level, table);
}

static void put_table_name(statement *s, size_t table)
{
    char name[48];
    if (s->level) {
        alias_of(s, table, name, sizeof name);
        put(s, name);
        return;
    }
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

static void put_exclusion(statement *s, const quern__condition *composite);

/* NOT (NOT EXISTS (…)) is EXISTS (…), and the server plans better for being told so. */
static bool is_turned(const quern__condition *composite)
{
    return composite->op == QUERN_NONE_OF && !composite->many && composite->count == 1 &&
           composite->children[0].many;
}

static void open(quern__pass *pass, const quern__condition *composite)
{
    statement *s = (statement *)pass;
    if (composite->many)
        put_exclusion(s, composite);
    else if (is_turned(composite))
        s->twice = true;
    else if (composite->op == QUERN_NONE_OF)
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
    if (!is_turned(composite) && (composite->op == QUERN_NONE_OF || composite->count > 1))
        put((statement *)pass, ")");
}

static statement *statement_of(quern__visit *visit)
{
    return (statement *)(void *)((char *)visit - offsetof(statement, pass.visit));
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    statement *s = statement_of(visit);
    const bool cast =
        s->operators && s->spelling == QUERN__SPELL_LITERALS && expression->kind == QUERN_KIND_I64;
    put(s, cast ? "CAST(" : "");
    put_value(s, &expression->as.constant, expression->kind);
    put(s, cast ? " AS " : "");
    put(s, cast ? s->dialect->type_name(expression->kind) : "");
    put(s, cast ? ")" : "");
}

static void parameter(quern__visit *visit, const quern__expression *expression)
{
    statement *s = statement_of(visit);
    s->dialect->placeholder(&s->writer, ++s->placeholders, expression->kind);
}

/* Where a constant is computed with, its type shows: a small literal is of a smaller type than the parameter. */
static bool computes(const quern__expression *call)
{
    return call->as.call.op != QUERN_OP_RANGE;
}

static void open_call(quern__visit *visit, const quern__expression *call)
{
    statement *s = statement_of(visit);
    put(s, s->dialect->operators[call->as.call.op].before);
    s->operators += computes(call);
}

static void between_operands(quern__visit *visit, const quern__expression *call)
{
    statement *s = statement_of(visit);
    put(s, s->dialect->operators[call->as.call.op].between);
}

static void close_call(quern__visit *visit, const quern__expression *call)
{
    statement *s = statement_of(visit);
    put(s, s->dialect->operators[call->as.call.op].after);
    s->operators -= computes(call);
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

static void put_compare(statement *s, const quern__condition *leaf)
{
    const quern_lookup_spelling *spelling = &s->dialect->lookups[leaf->lookup];
    const bool computed = leaf->right.node != QUERN__NODE_CONSTANT &&
                          leaf->right.node != QUERN__NODE_PARAMETER && spelling->computed_between;
    quern__expression_walk(&leaf->left, &s->pass.visit);
    put(s, computed ? spelling->computed_between : spelling->between);
    quern__expression_walk(&leaf->right, &s->pass.visit);
    put(s, computed ? spelling->computed_after : spelling->after);
}

static void put_form(statement *s, const quern__condition *leaf)
{
    static const char *const before[] = { [QUERN__FORM_IS_FALSE] = "NOT ", [QUERN__FORM_NEVER] = NULL };
    static const char *const after[] = { [QUERN__FORM_IS_NULL] = " IS NULL",
                                         [QUERN__FORM_IS_NOT_NULL] = " IS NOT NULL",
                                         [QUERN__FORM_NEVER] = NULL };
    if (leaf->form == QUERN__FORM_COMPARE) {
        put_compare(s, leaf);
    } else if (leaf->form == QUERN__FORM_IN_QUERY) {
        quern__expression_walk(&leaf->left, &s->pass.visit);
        put(s, " IN (");
        quern__expression_walk(&leaf->right, &s->pass.visit);
        put(s, ")");
    } else if (leaf->form == QUERN__FORM_IN_OR_NULL) {
        put(s, "(");
        put_compare(s, leaf);
        put(s, " OR ");
        quern__expression_walk(&leaf->left, &s->pass.visit);
        put(s, " IS NULL)");
    } else {
        put(s, before[leaf->form] ? before[leaf->form] : "");
        quern__expression_walk(&leaf->left, &s->pass.visit);
        put(s, after[leaf->form] ? after[leaf->form] : "");
    }
}

/* ---- Guards: AND … IS NOT NULL, for each column of a leaf that may be ---- */

typedef struct guards {
    quern__visit visit; /* first */
    statement *s;
    const quern__condition *leaf;
    size_t count;
    bool counting;
} guards;

/* Whether a column stands before another in a leaf, and is the same. */
typedef struct earlier {
    quern__visit visit; /* first */
    const quern__expression *than;
    bool passed, found;
} earlier;

static void compare_column(quern__visit *visit, const quern__expression *expression)
{
    earlier *e = (earlier *)visit;
    e->passed |= expression == e->than;
    e->found |= !e->passed && quern__column_same(&expression->as.column, &e->than->as.column);
}

static bool is_guarded(const quern__condition *leaf, const quern__expression *column)
{
    earlier e = { .visit = { .column = compare_column }, .than = column };
    quern__expression_walk(&leaf->left, &e.visit);
    quern__expression_walk(&leaf->right, &e.visit);
    return e.found;
}

static void guard(quern__visit *visit, const quern__expression *expression)
{
    guards *g = (guards *)visit;
    if (!quern__plan_may_be_null(g->s->plan, &expression->as.column) || is_guarded(g->leaf, expression))
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
    guards g = { .visit = { .column = guard }, .s = s, .leaf = leaf, .counting = counting };
    quern__expression_walk(&leaf->left, &g.visit);
    quern__expression_walk(&leaf->right, &g.visit);
    return g.count;
}

/* Whether it is unknown where a column is NULL. */
static bool may_be_unknown(const quern__condition *leaf)
{
    return leaf->form != QUERN__FORM_IS_NULL && leaf->form != QUERN__FORM_IS_NOT_NULL &&
           leaf->form != QUERN__FORM_IN_OR_NULL;
}

static void leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                 bool negated)
{
    statement *s = (statement *)pass;
    const bool guarded = negated && may_be_unknown(leaf) && put_guards(s, leaf, true);
    const bool bracket = guarded && parent->op == QUERN_ANY_OF && parent->count > 1;
    put(s, bracket ? "(" : "");
    put_form(s, leaf);
    if (guarded)
        put_guards(s, leaf, false);
    put(s, bracket ? ")" : "");
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
    if (s->level || is_repeated(s, table)) {
        put(s, " ");
        put_table_name(s, table);
    }
}

/* What a table is joined by. */
static void put_equal(statement *s, size_t table)
{
    const quern__join *join = &s->plan->joins[table - 1];
    put_field(s, join->from, join->hop->near);
    put(s, " = ");
    put_field(s, table, join->hop->far);
}

static void put_join(statement *s, size_t table)
{
    put(s, s->plan->joins[table - 1].left ? " LEFT OUTER JOIN " : " INNER JOIN ");
    put_table(s, table);
    put(s, " ON (");
    put_equal(s, table);
    put(s, ")");
}

/* The table that a NOT EXISTS begins with: the first that must be there, and hangs on one of the statement around it. 0: all of its
 * conditions may hold where nothing is. */
static size_t first_table(const statement *s, size_t within)
{
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (table_within(s, i) == within && !table_within(s, s->plan->joins[i - 1].from) &&
            !s->plan->joins[i - 1].left)
            return i;
    return 0;
}

/* Up to its conditions. Where nothing needs to be, the tables are joined to one row of nothing. */
static void put_exclusion(statement *s, const quern__condition *composite)
{
    const size_t within = quern__plan_exclusion(s->plan, composite), first = first_table(s, within);
    put(s, s->twice ? "EXISTS (SELECT 1 FROM " : "NOT EXISTS (SELECT 1 FROM ");
    s->twice = false;
    if (first)
        put_table(s, first);
    else
        put(s, "(SELECT 1) AS \"one\"");
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (table_within(s, i) == within && i != first)
            put_join(s, i);
    put(s, " WHERE ");
    if (first) {
        put_equal(s, first);
        put(s, " AND ");
    }
}

static void put_output(statement *s, size_t i)
{
    if (s->plan->outputs)
        quern__expression_walk(&s->plan->outputs[i], &s->pass.visit);
    else
        put_field(s, 0, quern__plan_member(s->plan, i));
}

static void put_outputs(statement *s)
{
    for (size_t i = 0; i < s->plan->output_count; i++) {
        put(s, i ? ", " : "");
        put_output(s, i);
    }
    const quern__along *along = s->plan->along;
    for (size_t i = 0; along && i < along->output_count; i++) {
        put(s, ", ");
        put_field(s, s->plan->along_tables[along->outputs[i].of], along->outputs[i].field);
    }
}

static void put_where(statement *s)
{
    const char *word = " WHERE ";
    for (size_t i = 0; i < s->plan->condition_count; i++) {
        put(s, word);
        quern__condition_walk(s->plan->conditions[i], &s->pass);
        word = " AND ";
    }
    if (!s->plan->not_null || quern__plan_is_wrapped(s->plan))
        return;
    put(s, word);
    put_output(s, 0);
    put(s, " IS NOT NULL");
}

static void put_source(statement *s)
{
    put(s, " FROM ");
    put_table(s, 0);
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (!table_within(s, i))
            put_join(s, i);
    put_where(s);
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

/* What a DISTINCT is ordered by has to be selected too. */
static void put_order_columns(statement *s)
{
    for (size_t i = 0; i < s->plan->order_count; i++) {
        if (s->plan->order[i].output || quern__plan_selects(s->plan, &s->plan->order[i].column))
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

static void put_owner(statement *s)
{
    if (!quern__plan_tells_owner(s->plan))
        return;
    put(s, ", ");
    put_column(s, &s->plan->owner);
}

static void put_rows(statement *s)
{
    put(s, "SELECT ");
    if (s->plan->distinct)
        put_distinct(s);
    put_outputs(s);
    put_owner(s);
    if (s->plan->distinct && !s->plan->distinct_count)
        put_order_columns(s);
    put_source(s);
    put_order(s);
    put_bounds(s);
}

/* The rows of a subquery, of one column. */
static void put_query_rows(statement *s)
{
    if (!quern__plan_is_wrapped(s->plan)) {
        put_rows(s);
        return;
    }
    put(s, "SELECT \"rows\".\"key\" FROM (");
    put_rows(s);
    put(s, ") AS \"rows\" (\"key\")");
    put(s, s->plan->not_null ? " WHERE \"rows\".\"key\" IS NOT NULL" : "");
}

static void query(quern__visit *visit, const quern__expression *expression)
{
    statement *s = statement_of(visit);
    const quern__plan *outer = s->plan;
    s->plan = quern__plan_query(outer, expression);
    s->level++;
    put_query_rows(s);
    s->level--;
    s->plan = outer;
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
    statement s = { .pass = { .visit = { .constant = constant,
                                         .parameter = parameter,
                                         .column = column,
                                         .truncate = truncate,
                                         .open = open_call,
                                         .between = between_operands,
                                         .close = close_call,
                                         .query = query },
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
