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

#include <quern/evaluate.h>

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

/* Reads a value by its name into *out, which is of the kind that `kind` says: that of the value, or wider, or its nullable twin. Of a row
 * it is a name that was given to quern_values, or a column of quern_raw; of an object, a column of quern_raw that no field is for, or a
 * field by its member's name. What
 * it points to lives as the row. Does not evaluate.
 * False on failure, which is then the session's, with *out as it was: QUERN_ERROR_FIELD for a name that the row does not have,
 * QUERN_ERROR_VALUE for another kind, QUERN_ERROR_DATA for NULL into what cannot hold it, QUERN_ERROR_USAGE for a field that was
 * not loaded, and for a NULL name or out. Without a row (NULL, or one that quern did not make) false, and no session to tell. Macro: quern_read(row, "title", &title). */
QUERN_API bool quern_read(const quern_object *row, const char *name, void *out, quern_kind kind,
                          QUERN__SITE_PARAMETER);

/* For quern_dates and quern_datetimes. */
typedef struct quern_dates_options {
    const char *zone; /* the time zone that a timestamp is looked at in: "Europe/Berlin"; "UTC" */
    bool descending;  /* the last one first */
    uint64_t reserved[4];
} quern_dates_options;

/* On which dates there is something: rows of one value, "date" (a quern_date), the beginning of the year, quarter, month, week or
 * day that a field is in; each once, in order, NULL left out. The field is a date or a timestamp, or one of a related object. The
 * time zone stands in the SQL, so the session's does not matter. Such rows can be filtered (by the objects' fields), turned around,
 * sliced, counted; another order, quern_distinct and quern_values are a refusal (QUERN_ERROR_USAGE), and so is this after a slice.
 * A field that is none of these: QUERN_ERROR_LOOKUP. A zone that is no name: QUERN_ERROR_VALUE; one that the server does not know
 * is the server's error. A date that no timestamp can hold (after 294276) too. `size` is that of the options, NULL for none. Does
 * not evaluate. Django: dates(). Macro: quern_dates(qs, "created_at", QUERN_MONTH, .descending = true). */
QUERN_API quern_queryset *quern_dates(quern_queryset *queryset, const char *name, quern_unit unit,
                                      const quern_dates_options *options, size_t size, QUERN__SITE_PARAMETER);

/* The same of moments, down to QUERN_SECOND: "datetime", of the field's kind, quern_timestamp or quern_local_timestamp. Hours are
 * whole in the zone; of the two that summer time makes alike at its end, each is one. Django: datetimes().
 * Macro: quern_datetimes(qs, "created_at", QUERN_HOUR, .zone = "Europe/Berlin"). */
QUERN_API quern_queryset *quern_datetimes(quern_queryset *queryset, const char *name, quern_unit unit,
                                          const quern_dates_options *options, size_t size,
                                          QUERN__SITE_PARAMETER);

/* Describes the struct of a row: QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), ...)). */
#define QUERN_ROW(type, fields) QUERN_MODEL(type, "", fields, .unmanaged = true)

#ifndef __cplusplus
#define quern_values(...) (quern_values)(QUERN__HEAD(__VA_ARGS__), QUERN__TAIL_NAMES(__VA_ARGS__), QUERN_SITE)
#define quern_dates(...) QUERN__DATES(quern_dates, __VA_ARGS__, .reserved = { 0 })
#define quern_datetimes(...) QUERN__DATES(quern_datetimes, __VA_ARGS__, .reserved = { 0 })
#define QUERN__DATES(function, qs, name, unit, ...)                               \
    (function)((qs), (name), (unit), &(const quern_dates_options){ __VA_ARGS__ }, \
               sizeof(quern_dates_options), QUERN_SITE)
#define quern_values_into(qs, type) (quern_values_into)((qs), &type##_model, QUERN_SITE)
#define quern_read(row, name, out) \
    (quern_read)(QUERN__OBJECT_OF(row), (name), (out), QUERN__KIND(*(out)), QUERN_SITE)
#endif

#ifdef __cplusplus
}
#endif

#endif
