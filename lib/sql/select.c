/* select.c: writes SELECT statements. What is generic SQL is written here; what databases spell differently is asked of the
 * dialect. Looks at nothing that is not in the plan's shape, but for values when literals are wanted. */
#include "lib/sql/select.h"

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

static void put_column(statement *s, const quern__field *field)
{
    s->dialect->identifier(&s->writer, field->model->table);
    put(s, ".");
    s->dialect->identifier(&s->writer, field->column);
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

static void put_form(statement *s, const quern__condition *leaf)
{
    const quern_lookup_spelling *spelling = &s->dialect->lookups[leaf->lookup];
    put_column(s, leaf->field);
    if (leaf->form == QUERN__FORM_COMPARE) {
        put(s, spelling->between);
        put_value(s, &leaf->value, leaf->field->kind);
        put(s, spelling->after);
    } else {
        put(s, leaf->form == QUERN__FORM_IS_NULL ? " IS NULL" : " IS NOT NULL");
    }
}

static void leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent, bool guard)
{
    statement *s = (statement *)pass;
    const bool bracket = guard && parent->op == QUERN_ANY_OF && parent->count > 1;
    put(s, bracket ? "(" : "");
    put_form(s, leaf);
    if (guard) {
        put(s, " AND ");
        put_column(s, leaf->field);
        put(s, " IS NOT NULL");
    }
    put(s, bracket ? ")" : "");
}

static void put_columns(statement *s)
{
    const quern__model *model = s->plan->model;
    for (size_t i = 0; i < model->count; i++) {
        put(s, i ? ", " : "");
        put_column(s, &model->fields[i]);
    }
}

static void put_source(statement *s)
{
    put(s, " FROM ");
    if (s->plan->model->schema) {
        s->dialect->identifier(&s->writer, s->plan->model->schema);
        put(s, ".");
    }
    s->dialect->identifier(&s->writer, s->plan->model->table);
    for (size_t i = 0; i < s->plan->condition_count; i++) {
        put(s, i ? " AND " : " WHERE ");
        quern__condition_walk(s->plan->conditions[i], &s->pass);
    }
}

static void put_order(statement *s)
{
    static const char *const nulls[] = { "", " NULLS FIRST", " NULLS LAST" };
    for (size_t i = 0; i < s->plan->order_count; i++) {
        const quern__order *term = &s->plan->order[i];
        put(s, i ? ", " : " ORDER BY ");
        if (!term->field) {
            put(s, "RANDOM()");
            continue;
        }
        put_column(s, term->field);
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

/* COUNT(*) of a slice counts the rows of a subquery: LIMIT and OFFSET apply after aggregates. */
static void put_count(statement *s)
{
    if (!quern__plan_has_limit(s->plan) && !quern__plan_has_offset(s->plan)) {
        put(s, "SELECT COUNT(*)");
        put_source(s);
        return;
    }
    put(s, "SELECT COUNT(*) FROM (SELECT 1");
    put_source(s);
    put_bounds(s);
    put(s, ") AS ");
    s->dialect->identifier(&s->writer, "sliced");
}

void quern__sql_select(const quern__plan *plan, const quern_dialect *dialect, quern__spelling spelling,
                       quern__text *out)
{
    statement s = { .pass = { .open = open, .between = between, .close = close, .leaf = leaf },
                    .writer = { .put = writer_put },
                    .plan = plan,
                    .dialect = dialect,
                    .spelling = spelling,
                    .out = out };
    if (plan->intent == QUERN__INTENT_COUNT) {
        put_count(&s);
        return;
    }
    put(&s, "SELECT ");
    if (plan->intent == QUERN__INTENT_EXISTS)
        put(&s, "1");
    else
        put_columns(&s);
    put_source(&s);
    put_order(&s);
    put_bounds(&s);
}
