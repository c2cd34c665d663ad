/* check_values.c: the values that a field may have, and the one that it begins with: .choices, .default_value. */
#include "lib/model/check.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"
#include "lib/base/utf8.h"
#include "lib/model/kind.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static const char *next_choice(const char *choice)
{
    return choice + strlen(choice) + 1;
}

static bool is_choice(const quern__field *field, const char *text)
{
    const char *choice = field->declared->choices;
    while (*choice && strcmp(choice, text) != 0)
        choice = next_choice(choice);
    return *choice != '\0';
}

/* As varchar(n) counts them. */
static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += (*text & 0xc0) != 0x80;
    return count;
}

static bool tell(quern__check *c, const quern__field *field, const char *what, const char *hint)
{
    return QUERN__FAULT(c, .field = field, .hint = hint,
                        .message = what ? TEXT("%s.%s: %s", field->model->name, field->name, what) : NULL);
}

/* A text that the program gave: `what` it is, "the default". */
static bool check_text(quern__check *c, const quern__field *field, const char *what, const char *text)
{
    const uint32_t most = field->declared->max_length;
    if (!quern__utf8_valid(text, strlen(text)))
        return tell(c, field, TEXT("%s is not valid UTF-8", what),
                    "texts in quern are UTF-8: convert it first");
    return !most || count_characters(text) <= most ||
           tell(c, field,
                TEXT("%s \"%s\" is longer than .max_length, which is %u", what, text, (unsigned)most),
                "make .max_length larger, or the text shorter");
}

static bool check_choices(quern__check *c, const quern__field *field)
{
    const char *choices = field->declared->choices;
    if (!*choices)
        return tell(c, field, ".choices has none",
                    "give it texts that are not empty: QUERN_CHOICES(\"a\", \"b\")");
    for (const char *choice = choices; *choice; choice = next_choice(choice)) {
        if (!check_text(c, field, "the choice", choice))
            return false;
        for (const char *other = choices; other < choice; other = next_choice(other))
            if (strcmp(other, choice) == 0)
                return tell(c, field, TEXT("the choice \"%s\" is there twice", choice),
                            "give each choice once");
    }
    return true;
}

static bool no_choice(quern__check *c, const quern__field *field, const char *given)
{
    quern__nearest nearest;
    quern__nearest_open(&nearest, given, strlen(given));
    quern__text hint = quern__text_open(quern__arena_allocator(c->arena));
    for (const char *choice = field->declared->choices; *choice; choice = next_choice(choice))
        quern__nearest_offer(&nearest, choice);
    const char *best = quern__nearest_get(&nearest);
    if (best)
        quern__text_put_format(&hint, "did you mean \"%s\"? ", best);
    for (const char *choice = field->declared->choices; *choice; choice = next_choice(choice))
        quern__text_put_format(&hint, "%s%s", choice == field->declared->choices ? "choices are: " : ", ",
                               choice);
    QUERN__FAULT(c, .field = field, .hint = quern__text_get(&hint), .nearest = best,
                 .message = TEXT("%s.%s: the default \"%s\" is not among .choices", field->model->name,
                                 field->name, given));
    quern__text_close(&hint);
    return false;
}

static bool check_default_text(quern__check *c, const quern__field *field, const char *given)
{
    if (!given)
        return tell(c, field, "the default is a NULL text",
                    "leave it away: a column without one begins as NULL");
    if (!check_text(c, field, "the default", given))
        return false;
    return !field->declared->choices || is_choice(field, given) || no_choice(c, field, given);
}

/* The smallest and largest integer of a kind that holds such. */
static bool fits(quern_kind kind, int64_t number)
{
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        return number == 0 || number == 1;
    case QUERN_KIND_I16:
        return number >= INT16_MIN && number <= INT16_MAX;
    case QUERN_KIND_I32:
        return number >= INT32_MIN && number <= INT32_MAX;
    default:
        return true;
    }
}

static bool out_of_range(quern__check *c, const quern__field *field, const char *number)
{
    return tell(c, field, number ? TEXT("the default %s is out of range", number) : NULL,
                TEXT("%s.%s is declared as %s", field->model->name, field->name, quern__field_c_type(field)));
}

/* Infinity is a float, what becomes infinity is none. */
static bool check_default_number(quern__check *c, const quern__field *field, const quern_default *given)
{
    if (given->kind != QUERN_KIND_F64)
        return fits(field->kind, given->integer) || out_of_range(c, field, TEXT("%" PRId64, given->integer));
    return field->kind != QUERN_KIND_F32 || isinf(given->real) || !(fabs(given->real) > (double)FLT_MAX) ||
           out_of_range(c, field, TEXT("%g", given->real));
}

static bool wrong_kind(quern__check *c, const quern__field *field, const quern_default *given)
{
    const quern__kind *is = quern__kind_facts(given->kind), *wanted = quern__kind_facts(field->kind);
    return tell(c, field, TEXT("the default must be %s, and is %s", wanted->noun, is->noun),
                TEXT("%s.%s is declared as %s", field->model->name, field->name, quern__field_c_type(field)));
}

static bool check_default(quern__check *c, const quern__field *field)
{
    const quern_default *given = &field->declared->default_value;
    const uint32_t wanted = quern__kind_class(field->kind), is = quern__kind_class(given->kind);
    if (given->kind & (QUERN_NULLABLE | QUERN_ARRAY) || !(is & (QUERN__B | QUERN__I | QUERN__R | QUERN__T)))
        return tell(c, field, TEXT("this libquern has no default of kind %u", (unsigned)given->kind),
                    QUERN__NEWER);
    if (field->declared->default_sql)
        return tell(c, field, ".default_value and .default_sql exclude each other", "give one of them");
    if (field->declared->role == QUERN_ROLE_KEY)
        return tell(c, field, "a primary key has no .default_value",
                    "no two objects have the same key: leave it away, or give .default_sql");
    if (!(wanted & (QUERN__B | QUERN__I | QUERN__R | QUERN__T)))
        return tell(c, field, ".default_value is for bools, integers, reals and texts",
                    "give it as SQL, by .default_sql");
    if (is != wanted)
        return wrong_kind(c, field, given);
    return is == QUERN__T ? check_default_text(c, field, given->text) : check_default_number(c, field, given);
}

bool quern__check_values(quern__check *c, const quern__field *field)
{
    return (!field->declared->choices || check_choices(c, field)) &&
           (!field->declared->default_value.kind || check_default(c, field));
}
