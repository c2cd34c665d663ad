/* conditions.c: the conditions of a SELECT, and the expressions in it; NOT EXISTS, and guards against NULL. */
#include "lib/sql/selecting.h"

/* ---- NOT EXISTS ---- */

/* The table that a NOT EXISTS begins with: the first that must be there, and hangs on one of the statement around it. 0: all of its
 * conditions may hold where nothing is. */
static size_t first_table(const quern__selecting *s, size_t within)
{
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (quern__select_table_within(s, i) == within &&
            !quern__select_table_within(s, s->plan->joins[i - 1].from) && !s->plan->joins[i - 1].left)
            return i;
    return 0;
}

/* Up to its conditions. Where nothing needs to be, the tables are joined to one row of nothing. */
static void put_exclusion(quern__selecting *s, const quern__condition *composite)
{
    const size_t within = quern__plan_exclusion(s->plan, composite), first = first_table(s, within);
    quern__select_put(s, s->twice ? "EXISTS (SELECT 1 FROM " : "NOT EXISTS (SELECT 1 FROM ");
    s->twice = false;
    if (first)
        quern__select_put_table(s, first);
    else
        quern__select_put(s, "(SELECT 1) AS \"one\"");
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (quern__select_table_within(s, i) == within && i != first)
            quern__select_put_join(s, i);
    quern__select_put(s, " WHERE ");
    if (first) {
        quern__select_put_equal(s, first);
        quern__select_put(s, " AND ");
    }
}

/* NOT (NOT EXISTS (…)) is EXISTS (…), and the server plans better for being told so. */
static bool is_turned(const quern__condition *composite)
{
    return composite->op == QUERN_NONE_OF && !composite->many && composite->count == 1 &&
           composite->children[0].many;
}

static void open(quern__pass *pass, const quern__condition *composite)
{
    quern__selecting *s = (quern__selecting *)pass;
    if (composite->many)
        put_exclusion(s, composite);
    else if (is_turned(composite))
        s->twice = true;
    else if (composite->op == QUERN_NONE_OF)
        quern__select_put(s, "NOT (");
    else if (composite->count > 1)
        quern__select_put(s, "(");
    if (composite->count == 0)
        quern__select_put(s, composite->op == QUERN_ANY_OF ? "FALSE" : "TRUE");
}

static void between(quern__pass *pass, const quern__condition *composite)
{
    quern__select_put((quern__selecting *)pass, composite->op == QUERN_ANY_OF ? " OR " : " AND ");
}

static void close(quern__pass *pass, const quern__condition *composite)
{
    if (!is_turned(composite) && (composite->op == QUERN_NONE_OF || composite->count > 1))
        quern__select_put((quern__selecting *)pass, ")");
}

static quern__selecting *statement_of(quern__visit *visit)
{
    return (quern__selecting *)(void *)((char *)visit - offsetof(quern__selecting, pass.visit));
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    quern__selecting *s = statement_of(visit);
    const bool cast =
        s->operators && s->spelling == QUERN__SPELL_LITERALS && expression->kind == QUERN_KIND_I64;
    quern__select_put(s, cast ? "CAST(" : "");
    quern__select_put_value(s, &expression->as.constant, expression->kind);
    quern__select_put(s, cast ? " AS " : "");
    quern__select_put(s, cast ? s->dialect->type_name(expression->kind) : "");
    quern__select_put(s, cast ? ")" : "");
}

static void parameter(quern__visit *visit, const quern__expression *expression)
{
    quern__selecting *s = statement_of(visit);
    s->dialect->placeholder(&s->writer, ++s->placeholders, expression->kind);
}

/* Where a constant is computed with, its type shows: a small literal is of a smaller type than the parameter. */
static bool computes(const quern__expression *call)
{
    return call->as.call.op != QUERN_OP_RANGE;
}

static void open_call(quern__visit *visit, const quern__expression *call)
{
    quern__selecting *s = statement_of(visit);
    quern__select_put(s, s->dialect->operators[call->as.call.op].before);
    s->operators += computes(call);
}

static void between_operands(quern__visit *visit, const quern__expression *call)
{
    quern__selecting *s = statement_of(visit);
    quern__select_put(s, s->dialect->operators[call->as.call.op].between);
}

static void close_call(quern__visit *visit, const quern__expression *call)
{
    quern__selecting *s = statement_of(visit);
    quern__select_put(s, s->dialect->operators[call->as.call.op].after);
    s->operators -= computes(call);
}

static void column(quern__visit *visit, const quern__expression *expression)
{
    quern__select_put_column(statement_of(visit), &expression->as.column);
}

static void truncate(quern__visit *visit, const quern__expression *expression)
{
    quern__selecting *s = statement_of(visit);
    const quern_truncation what = { .from = expression->as.truncate.column.field->kind,
                                    .to = expression->kind,
                                    .unit = expression->as.truncate.unit,
                                    .zone = expression->as.truncate.zone };
    s->dialect->truncate(&s->writer, &what, false);
    quern__select_put_column(s, &expression->as.truncate.column);
    s->dialect->truncate(&s->writer, &what, true);
}

static void put_compare(quern__selecting *s, const quern__condition *leaf)
{
    const quern_lookup_spelling *spelling = &s->dialect->lookups[leaf->lookup];
    const bool computed = leaf->right.node != QUERN__NODE_CONSTANT &&
                          leaf->right.node != QUERN__NODE_PARAMETER && spelling->computed_between;
    quern__expression_walk(&leaf->left, &s->pass.visit);
    quern__select_put(s, computed ? spelling->computed_between : spelling->between);
    quern__expression_walk(&leaf->right, &s->pass.visit);
    quern__select_put(s, computed ? spelling->computed_after : spelling->after);
}

static void put_form(quern__selecting *s, const quern__condition *leaf)
{
    static const char *const before[] = { [QUERN__FORM_IS_FALSE] = "NOT ", [QUERN__FORM_NEVER] = NULL };
    static const char *const after[] = { [QUERN__FORM_IS_NULL] = " IS NULL",
                                         [QUERN__FORM_IS_NOT_NULL] = " IS NOT NULL",
                                         [QUERN__FORM_NEVER] = NULL };
    if (leaf->form == QUERN__FORM_COMPARE) {
        put_compare(s, leaf);
    } else if (leaf->form == QUERN__FORM_IN_QUERY) {
        quern__expression_walk(&leaf->left, &s->pass.visit);
        quern__select_put(s, " IN (");
        quern__expression_walk(&leaf->right, &s->pass.visit);
        quern__select_put(s, ")");
    } else if (leaf->form == QUERN__FORM_IN_OR_NULL) {
        quern__select_put(s, "(");
        put_compare(s, leaf);
        quern__select_put(s, " OR ");
        quern__expression_walk(&leaf->left, &s->pass.visit);
        quern__select_put(s, " IS NULL)");
    } else {
        quern__select_put(s, before[leaf->form] ? before[leaf->form] : "");
        quern__expression_walk(&leaf->left, &s->pass.visit);
        quern__select_put(s, after[leaf->form] ? after[leaf->form] : "");
    }
}

/* ---- Guards: AND … IS NOT NULL, for each column of a leaf that may be ---- */

typedef struct guards {
    quern__visit visit; /* first */
    quern__selecting *s;
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
    quern__select_put(g->s, " AND ");
    quern__select_put_column(g->s, &expression->as.column);
    quern__select_put(g->s, " IS NOT NULL");
}

/* Counts the guards that a leaf needs, or writes them. */
static size_t put_guards(quern__selecting *s, const quern__condition *leaf, bool counting)
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
    quern__selecting *s = (quern__selecting *)pass;
    const bool guarded = negated && may_be_unknown(leaf) && put_guards(s, leaf, true);
    const bool bracket = guarded && parent->op == QUERN_ANY_OF && parent->count > 1;
    quern__select_put(s, bracket ? "(" : "");
    put_form(s, leaf);
    if (guarded)
        put_guards(s, leaf, false);
    quern__select_put(s, bracket ? ")" : "");
}

quern__pass quern__select_pass(void)
{
    return (quern__pass){ .visit = { .constant = constant,
                                     .parameter = parameter,
                                     .column = column,
                                     .truncate = truncate,
                                     .open = open_call,
                                     .between = between_operands,
                                     .close = close_call },
                          .open = open,
                          .between = between,
                          .close = close,
                          .leaf = leaf };
}
