/* print.c: a description as C, to be read, and pasted into a test. */
#include "test/queries/chain.h"

#include "lib/expr/lookup.h"

#include <inttypes.h>

static void print_expression(const expression *from, quern__text *out)
{
    static const char *const operators[] = { [QUERN_OP_PLUS] = "PLUS",
                                             [QUERN_OP_MINUS] = "MINUS",
                                             [QUERN_OP_TIMES] = "TIMES",
                                             [QUERN_OP_DIVIDE] = "DIVIDE" };
    if (from->op) {
        quern__text_put_format(out, "%s(", operators[from->op]);
        print_expression(from->left, out);
        quern__text_put(out, ", ");
        print_expression(from->right, out);
        quern__text_put(out, ")");
    } else if (from->path.text) {
        quern__text_put_format(out, "F(\"%s\")", from->path.text);
    } else {
        cell_print(&from->constant, out);
    }
}

static void print_right(const condition *from, quern__text *out)
{
    if (from->query) {
        chain_print(from->query, out);
        return;
    }
    const bool one = from->lookup != QUERN_LOOKUP_in && from->lookup != QUERN_LOOKUP_range;
    quern__text_put(out, one                                  ? ""
                         : from->lookup == QUERN_LOOKUP_range ? "RANGE("
                         : from->array                        ? "ARRAY("
                                                              : "LIST(");
    for (size_t i = 0; i < from->right_count; i++) {
        quern__text_put(out, i ? ", " : "");
        print_expression(&from->right[i], out);
    }
    quern__text_put(out, one ? "" : ")");
}

static void print_conditions(const condition *from, quern__text *out)
{
    static const char *const composites[] = {
        [QUERN_ALL_OF] = "AND(", [QUERN_ANY_OF] = "OR(", [QUERN_NONE_OF] = "NOT("
    };
    for (size_t i = 0; from[i].op; i++) {
        quern__text_put(out, i ? ", " : "");
        if (from[i].op != QUERN_LEAF) {
            quern__text_put(out, composites[from[i].op]);
            print_conditions(from[i].children, out);
        } else {
            const char *lookup = quern__lookup_rule(from[i].lookup)->name;
            quern__text_put(out, from[i].left.op ? "COMPARE(" : "Q(");
            if (from[i].left.op)
                print_expression(&from[i].left, out);
            else
                quern__text_put_format(out, "\"%s\"", from[i].left.path.text);
            quern__text_put_format(out, ", %s, ", lookup);
            print_right(&from[i], out);
        }
        quern__text_put(out, ")");
    }
}

static void print_terms(const step *step, quern__text *out)
{
    static const char *const nulls[] = { "", "NULLS_FIRST(", "NULLS_LAST(" };
    for (size_t i = 0; i < step->count; i++) {
        const term *term = &step->terms[i];
        quern__text_put_format(out, "%s%s%s\"%s%s\"%s%s", i ? ", " : "", term->descending ? "DESC(" : "",
                               nulls[term->nulls], term->minus ? "-" : "", term->path.text,
                               term->nulls ? ")" : "", term->descending ? ")" : "");
    }
}

static void print_step(const step *step, quern__text *out)
{
    if (step->kind == STEP_filter || step->kind == STEP_exclude)
        print_conditions(step->conditions, out);
    else if (step->kind == STEP_order_by)
        print_terms(step, out);
    else if (step->kind == STEP_slice)
        quern__text_put_format(out, "%" PRId64 ", %" PRId64, step->low, step->high);
    else
        for (size_t i = 0; i < step->count; i++)
            quern__text_put_format(out, "%s\"%s\"", i ? ", " : "", step->names[i].text);
}

void chain_print(const chain *chain, quern__text *out)
{
    static const char *const names[] = {
#define NAME(name) "quern_" #name "(",
        STEPS(NAME)
#undef NAME
    };
    for (size_t i = chain->count; i-- > 0;)
        quern__text_put(out, names[chain->steps[i].kind]);
    quern__text_put_format(out, "quern_objects(s, %s)", chain->root->name);
    for (size_t i = 0; i < chain->count; i++) {
        quern__text before = quern__text_open(quern_system_allocator());
        print_step(&chain->steps[i], &before);
        quern__text_put_format(out, "%s%s)", *quern__text_get(&before) ? ", " : "", quern__text_get(&before));
        quern__text_close(&before);
    }
}
