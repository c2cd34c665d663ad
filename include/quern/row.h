/* row.h: rows of values instead of objects: only the fields that are asked for, of related objects too.
 *
 *     quern_queryset *lines = quern_values(books, "title", "author__name");
 *     QUERN_EACH(quern_row, r, lines) {
 *         const char *title, *name;
 *         if (quern_read(r, "title", &title) && quern_read(r, "author__name", &name))
 *             printf("%s: %s\n", name, title);
 *     }
 *
 * or into a struct of the program's own, declared once, which is read without a call:
 *
 *     typedef struct line {
 *         quern_object object;                    // first member
 *         const char *title;
 *         const char *writer;
 *     } line;
 *     QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), QUERN_FIELD(writer, .column = "author__name")));
 *     QUERN_EACH(line, l, quern_values_into(books, line))
 *         printf("%s: %s\n", l->writer, l->title);
 *
 * Such a queryset is refined, counted, sliced and evaluated like any other. One thread at a time, as the session. */
#ifndef QUERN_ROW_H
#define QUERN_ROW_H

#include <quern/queryset.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A row, to be read by quern_read. Lives as the session. */
typedef struct quern_row {
    quern_object object;
} quern_row;

/* So that QUERN_EACH(quern_row, r, qs) and quern_first(qs, quern_row) work. */
extern QUERN_API const quern_model quern_row_model;

/* Rows of these fields (ended by NULL), paths over relations too; without any, of all fields of the model. A name given twice is
 * an error (QUERN_ERROR_USAGE). What was chosen before by quern_values, quern_only or quern_defer counts no more. Does not
 * evaluate. Django: values() and values_list(). Macro: quern_values(qs, "title", "author__name"). */
QUERN_API quern_queryset *quern_values(quern_queryset *queryset, const char *const *names,
                                       QUERN__SITE_PARAMETER);

/* Rows in a struct that QUERN_ROW describes. Each field is the path that .column gives, or else its own name; the member must be of
 * the field's kind (an integer or real may be wider: QUERN_ERROR_VALUE), and able to hold NULL where NULL comes
 * (QUERN_ERROR_DATA when it does). Does not evaluate. Macro: quern_values_into(qs, line). */
QUERN_API quern_queryset *quern_values_into(quern_queryset *queryset, const quern_model *type,
                                            QUERN__SITE_PARAMETER);

/* Reads a value from a row by its name, as it was given to quern_values, into *out, which is of the kind that `kind` says: that of
 * the field, or wider, or its nullable twin. What it points to lives as the row. Does not evaluate.
 * False on failure, which is then the session's, with *out as it was: QUERN_ERROR_FIELD for a name that the row does not have,
 * QUERN_ERROR_VALUE for another kind, QUERN_ERROR_DATA for NULL into what cannot hold it. Macro: quern_read(row, "title", &title). */
QUERN_API bool quern_read(const quern_row *row, const char *name, void *out, quern_kind kind,
                          QUERN__SITE_PARAMETER);

/* Describes the struct of a row: QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), ...)). */
#define QUERN_ROW(type, fields) QUERN_MODEL(type, "", fields, .unmanaged = true)

#ifndef __cplusplus
#define quern_values(...) (quern_values)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_values_into(qs, type) (quern_values_into)((qs), &type##_model, QUERN_SITE)
#define quern_read(row, name, out) (quern_read)((row), (name), (out), QUERN__KIND(*(out)), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
